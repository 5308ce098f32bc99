import { POINTS_A_SECOND } from '@inkling/shared/limits';
import type { Clock } from './clock.ts';

type Place = readonly [surface: number, x: number, y: number];

/** Tells where a pointer is, at once and then as often as the room takes it; the latest place wins. */
export function makePointing(clock: Clock, send: (...at: Place) => void) {
  let latest: Place | null = null;
  let resting: (() => void) | null = null;

  const tell = () => {
    resting = null;
    if (!latest) return;
    send(...latest);
    latest = null;
    resting = clock.after(1000 / POINTS_A_SECOND, tell);
  };
  return {
    point(...at: Place) {
      latest = at;
      if (!resting) tell();
    },
    stop: () => resting?.(),
  };
}

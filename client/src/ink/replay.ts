import type { Stroke } from '@inkling/shared/canvas';
import { strokeKey } from '@inkling/shared/reading';
import { type Cuts, inkMs } from './rewind.ts';

/** Between two strokes a replay rests this long: ink carries how long the pen was down, not when. */
const REST_MS = 220;

/** A room's ink on one line of time, stroke after stroke in the order of the canvas. */
export interface Timeline {
  /** How long the whole takes at normal speed, in ms. */
  readonly length: number;
  /** What a surface shows at a moment. */
  cutsAt(ms: number): Cuts;
  /** The moment at which a stroke begins; undefined for one that is not on the line. */
  beginOf(key: string): number | undefined;
}

/** Lays strokes on a line of time, for a replay with a seek bar. */
export function timelineOf(strokes: Iterable<Stroke>): Timeline {
  const begins = new Map<string, number>();
  let length = 0;
  for (const stroke of strokes) {
    if (begins.size > 0) length += REST_MS;
    begins.set(strokeKey(stroke.author, stroke.stroke), length);
    length += inkMs(stroke.points);
  }
  return {
    length,
    cutsAt: (ms) => new Map(Array.from(begins, ([key, begin]) => [key, ms - begin] as const)),
    beginOf: (key) => begins.get(key),
  };
}

/** How fast a replay may run. */
export const REPLAY_SPEEDS = [1, 2, 4, 8] as const;

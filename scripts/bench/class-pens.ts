import { TILE } from '@inkling/shared/limits';
import { penSamples, SAMPLE_MS, type Sample } from './pen-feed.ts';

const SHEET = { x: 60, y: 60, w: TILE.w - 120, h: TILE.h - 120, digit: 340 };

/** Lets pens write at 60 Hz, each in its own rhythm, until the returned undo is called, which lifts them all. */
export function letWrite(
  pens: readonly ((sample: Sample) => void)[],
  late: (ms: number) => void = () => {},
): () => void {
  const stops = pens.map((take, i) => {
    const samples = penSamples(SHEET, { seed: i, restless: false });
    let due = performance.now() + Math.random() * SAMPLE_MS * 12;
    let timer: NodeJS.Timeout;
    const next = () => {
      const now = performance.now();
      late(now - due);
      take(samples.next().value);
      due = Math.max(due + SAMPLE_MS, now - SAMPLE_MS);
      timer = setTimeout(next, Math.max(0, due - performance.now()));
    };
    timer = setTimeout(next, due - performance.now());
    return () => {
      clearTimeout(timer);
      take({ down: false });
    };
  });
  return () => {
    for (const stop of stops) stop();
  };
}

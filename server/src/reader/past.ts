import { READING_CLASSES } from '@inkling/shared/reading';
import type { Desk } from './desk.ts';
import { toBytes } from './glyph-reading.ts';
import { unpackLines } from './pack.ts';

/** A glyph and how much of it there was at some moments. */
export interface HalfMade {
  /** Its strokes in the order of writing (`packLines`). */
  readonly lines: Float64Array;
  /** Points, over all strokes, that were drawn at each moment. */
  readonly counts: readonly number[];
}

/** Reads a glyph as it was at some moments, with the head for ink in progress: readings are a pure function of the ink. */
export async function readPast(desk: Desk, { lines, counts }: HalfMade): Promise<Uint8Array> {
  const whole = unpackLines(lines);
  const answers = await Promise.all(counts.map((count) => desk.readLines(cut(whole, count))));
  const probabilities = new Uint8Array(counts.length * READING_CLASSES);
  for (const [i, { live }] of answers.entries()) {
    probabilities.set(toBytes(live), i * READING_CLASSES);
  }
  return probabilities;
}

/** The first so many points. */
function cut(lines: readonly Float64Array[], count: number): Float64Array[] {
  const drawn: Float64Array[] = [];
  let left = count;
  for (const line of lines) {
    if (left <= 0) break;
    drawn.push(line.subarray(0, 2 * left));
    left -= line.length / 2;
  }
  return drawn;
}

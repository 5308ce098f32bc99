import type { Problem } from './problem.ts';

/** Strokes in one drawing. */
const MOST_STROKES = 500;
/** Numbers in one stroke, and in all strokes of a drawing: 20,000 points, some minutes of a fast pen. */
const MOST_IN_STROKE = 20_000;
const MOST_NUMBERS = 40_000;
/** Coordinates are no farther from nought. */
const FARTHEST = 1e9;

/** Strokes as they come over HTTP, each a flat list x, y, x, y, … */
export type Drawing = readonly (readonly number[])[];

const SHAPE: Problem = {
  error: 'bad-request',
  message: 'Send { "image": "data:image/png;base64,…" } or { "strokes": [[x, y, x, y, …], …] }.',
};
const TOO_MANY: Problem = {
  error: 'bad-strokes',
  message: `A drawing has at most ${MOST_NUMBERS / 2} points.`,
};
const ODD: Problem = {
  error: 'bad-strokes',
  message: 'Each stroke is a flat list x, y, x, y, …: an even count of numbers.',
};

/**
 * The drawing that somebody sent, or what is wrong with it. By hand and up to the first wrong value: a schema judges every
 * one of millions of values, and keeps what is wrong with each, before it looks at how many there are.
 */
export function parseDrawing(sent: unknown): { drawing: Drawing } | { refused: Problem } {
  if (!isShortList(sent, MOST_STROKES) || sent.length === 0) return { refused: SHAPE };
  let numbers = 0;
  for (const stroke of sent) {
    if (!isShortList(stroke, MOST_IN_STROKE)) return { refused: SHAPE };
    numbers += stroke.length;
    if (numbers > MOST_NUMBERS) return { refused: TOO_MANY };
    if (!stroke.every(isCoordinate)) return { refused: SHAPE };
    if (stroke.length % 2 !== 0) return { refused: ODD };
  }
  return { drawing: sent as Drawing };
}

/** Whether something is a list of no more than so many. */
function isShortList(sent: unknown, most: number): sent is readonly unknown[] {
  return Array.isArray(sent) && sent.length <= most;
}

function isCoordinate(value: unknown): boolean {
  return typeof value === 'number' && Math.abs(value) <= FARTHEST;
}

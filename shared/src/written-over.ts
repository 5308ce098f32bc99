import type { Bounds } from './geometry.ts';
import type { Trace } from './trace.ts';

/** Strokes that may be a digit. */
interface Part {
  readonly traces: readonly Trace[];
  readonly bounds: Readonly<Bounds>;
}

/** From so many turns apart on, other ink was drawn between two strokes of an author's: neither finishes the other. */
const TURNS = 5;
/** The lower of the two is this share of their common height at least. */
const HEIGHT = 0.7;
/** Nearer to one another than this share of it, one goes over the other's ink. */
const APART = 0.1;
/** Places along the ink that are compared. */
const PLACES = 8;

/** A finished part is a digit by itself from this probability of the reader's on. */
export const DIGIT_BY_ITSELF = 0.95;

/**
 * Whether two parts, so many turns of their author's apart, may be a digit over a digit, as on a sheet that is full:
 * they are about as high, and neither goes over the other's ink. If each is a digit by itself, they stay two, however
 * well the reader takes them for one.
 */
export function mayBeWrittenOver(a: Part, b: Part, turns: number | null): boolean {
  if (turns === null || turns < TURNS) return false;
  const height = Math.max(a.bounds.bottom, b.bounds.bottom) - Math.min(a.bounds.top, b.bounds.top);
  const lower = Math.min(a.bounds.bottom - a.bounds.top, b.bounds.bottom - b.bounds.top);
  return lower >= HEIGHT * height && meanGap(a, b) > APART * height;
}

/** Whether two parts were drawn in one go, so many turns of their author's apart: not by two people, and with little other ink between. */
export function areOfOneGo(turns: number | null): boolean {
  return turns !== null && turns < TURNS;
}

/** How far apart two parts are at places along their ink, in units: in the order it was drawn in or against it, as is nearer. */
function meanGap(a: Part, b: Part): number {
  const [some, others] = [placesAlong(a), placesAlong(b)];
  let along = 0;
  let against = 0;
  for (let i = 0; i < PLACES; i++) {
    along += distance(some, i, others, i);
    against += distance(some, i, others, PLACES - 1 - i);
  }
  return Math.min(along, against) / PLACES;
}

function distance(
  some: readonly number[],
  i: number,
  others: readonly number[],
  j: number,
): number {
  const dx = (some[2 * i] as number) - (others[2 * j] as number);
  const dy = (some[2 * i + 1] as number) - (others[2 * j + 1] as number);
  return Math.hypot(dx, dy);
}

/** Places along a part's ink, in the order it was drawn in: flat x, y. */
function placesAlong({ traces }: Part): number[] {
  let points = 0;
  for (const { line } of traces) points += line.length >> 1;
  const places: number[] = [];
  let before = 0;
  for (const { line } of traces) {
    const count = line.length >> 1;
    for (let nth = places.length >> 1; nth < PLACES; nth++) {
      const at = Math.round((nth * (points - 1)) / (PLACES - 1)) - before;
      if (at >= count) break;
      places.push(line[2 * at] as number, line[2 * at + 1] as number);
    }
    before += count;
  }
  return places;
}

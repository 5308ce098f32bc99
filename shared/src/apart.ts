import { type Bounds, spanOverlap } from './geometry.ts';
import type { Trace } from './trace.ts';

interface Bounded {
  readonly bounds: Readonly<Bounds>;
}

/** Strokes that may be one symbol. */
interface Part extends Bounded {
  readonly traces: readonly Trace[];
}

/** A line is no longer than this many times the way between its ends. */
const STRAIGHT = 1.15;
/** A rule is flatter than this share of its width, and of what stands on it than that of its height. */
const FLAT = 0.15;
const LOW = 1 / 3;
/** It is longer than this many times the height of what stands on it: a digit's own foot is shorter. */
const LONG = 1.2;
/** What stands on a rule is at least this high, as a share of its width, and so far above it, as a share of its own height. */
const TALL = 0.075;
const ABOVE = 0.06;
/** Two lines cross near their middles: at neither end's fifth, and no flatter than this (sine of the angle). */
const END = 0.2;
const STEEP = 0.3;
/** Digits of a row are as high as one another (the lower by this share of the other), and stand side by side. */
const ALIKE = 0.65;
const LEVEL = 0.6;
const BESIDE = 0.3;

export const widthOf = ({ left, right }: Readonly<Bounds>): number => right - left;
export const heightOf = ({ top, bottom }: Readonly<Bounds>): number => bottom - top;

const isLine = ({ traces: [only, ...more], bounds }: Part) =>
  only !== undefined &&
  more.length === 0 &&
  only.ink < STRAIGHT * Math.hypot(widthOf(bounds), heightOf(bounds));

/** Whether one of two parts, so far apart, is a rule under the other: wider on both sides, and clear of it. */
export function isUnderlined(a: Part, b: Part, gap: number): boolean {
  const [rule, other] = a.bounds.bottom > b.bounds.bottom ? [a, b] : [b, a];
  const [r, o] = [rule.bounds, other.bounds];
  return (
    rule.traces.length === 1 &&
    heightOf(r) < FLAT * widthOf(r) &&
    heightOf(r) < LOW * heightOf(o) &&
    widthOf(r) > LONG * heightOf(o) &&
    heightOf(o) > TALL * widthOf(r) &&
    gap > ABOVE * heightOf(o) &&
    r.top > o.bottom &&
    r.left < o.left &&
    r.right > o.right
  );
}

/** Whether two parts are lines that cross near the middle of both: a plus, a times, something crossed out. */
export function isCross(a: Part, b: Part): boolean {
  if (!isLine(a) || !isLine(b)) return false;
  const [ax, ay, dx, dy] = wayOf(a);
  const [bx, by, ex, ey] = wayOf(b);
  const turn = dx * ey - dy * ex;
  if (Math.abs(turn) < STEEP * Math.hypot(dx, dy) * Math.hypot(ex, ey)) return false;
  const alongA = ((bx - ax) * ey - (by - ay) * ex) / turn;
  const alongB = ((bx - ax) * dy - (by - ay) * dx) / turn;
  return [alongA, alongB].every((along) => along > END && along < 1 - END);
}

/** Where a line begins, and the way to its end. */
function wayOf({ traces }: Part): readonly [x: number, y: number, dx: number, dy: number] {
  const line = (traces[0] as Trace).line;
  const [x, y] = [line[0] as number, line[1] as number];
  const [endX, endY] = [line[line.length - 2] as number, line[line.length - 1] as number];
  return [x, y, endX - x, endY - y];
}

export function areAlike(a: Bounded, b: Bounded): boolean {
  const [high, other] = [heightOf(a.bounds), heightOf(b.bounds)];
  return Math.min(high, other) > ALIKE * Math.max(high, other);
}

/** Whether one part stands beside another as two digits of a row do. */
export function isBeside(a: Bounded, b: Bounded): boolean {
  if (!areAlike(a, b)) return false;
  const [one, other] = [a.bounds, b.bounds];
  const low = Math.min(heightOf(one), heightOf(other));
  const narrow = Math.min(widthOf(one), widthOf(other));
  return (
    spanOverlap(one.top, one.bottom, other.top, other.bottom) >= LEVEL * low &&
    spanOverlap(one.left, one.right, other.left, other.right) < BESIDE * narrow
  );
}

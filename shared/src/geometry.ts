import type { Box } from './reading.ts';

/** Edges of a rectangle that grows with the ink in it; `left > right` while it is empty. */
export interface Bounds {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

/** Bounds with nothing in them. */
export function emptyBounds(): Bounds {
  return { left: Infinity, top: Infinity, right: -Infinity, bottom: -Infinity };
}

/** Makes bounds hold a point. */
export function holdPoint(bounds: Bounds, x: number, y: number): void {
  if (x < bounds.left) bounds.left = x;
  if (x > bounds.right) bounds.right = x;
  if (y < bounds.top) bounds.top = y;
  if (y > bounds.bottom) bounds.bottom = y;
}

/** Makes bounds hold other bounds. */
export function holdBounds(bounds: Bounds, other: Readonly<Bounds>): void {
  if (other.left < bounds.left) bounds.left = other.left;
  if (other.right > bounds.right) bounds.right = other.right;
  if (other.top < bounds.top) bounds.top = other.top;
  if (other.bottom > bounds.bottom) bounds.bottom = other.bottom;
}

/** The bounds of some flat lists x, y, x, y, … */
export function boundsOf(lines: Iterable<ArrayLike<number>>): Bounds {
  const bounds = emptyBounds();
  for (const line of lines) {
    for (let i = 0; i + 1 < line.length; i += 2) {
      holdPoint(bounds, line[i] as number, line[i + 1] as number);
    }
  }
  return bounds;
}

/** Bounds as a box of whole units that holds them. */
export function toBox(bounds: Readonly<Bounds>): Box {
  const x = Math.max(0, Math.floor(bounds.left));
  const y = Math.max(0, Math.floor(bounds.top));
  return { x, y, w: Math.ceil(bounds.right) - x, h: Math.ceil(bounds.bottom) - y };
}

/** The distance between two bounds along the worse of the two axes; 0 where they overlap. */
export function boundsGap(a: Readonly<Bounds>, b: Readonly<Bounds>): number {
  const dx = Math.max(a.left - b.right, b.left - a.right, 0);
  const dy = Math.max(a.top - b.bottom, b.top - a.bottom, 0);
  return Math.max(dx, dy);
}

/** How far two spans overlap; negative is the gap between them. */
export function spanOverlap(a0: number, a1: number, b0: number, b1: number): number {
  return Math.min(a1, b1) - Math.max(a0, b0);
}

/** The squared distance from a point to a segment. */
export function pointToSegment(
  px: number,
  py: number,
  x0: number,
  y0: number,
  x1: number,
  y1: number,
): number {
  const dx = x1 - x0;
  const dy = y1 - y0;
  const squared = dx * dx + dy * dy;
  let along = squared > 0 ? ((px - x0) * dx + (py - y0) * dy) / squared : 0;
  along = along < 0 ? 0 : along > 1 ? 1 : along;
  const ex = px - x0 - along * dx;
  const ey = py - y0 - along * dy;
  return ex * ex + ey * ey;
}

/** How near two lines came to each other: the squared distance, and how often they cross. */
export interface Nearness {
  squared: number;
  crossings: number;
}

/** Lines that crossed this often are as tangled as matters: nothing more is looked at. */
export const TANGLED = 3;

/**
 * Lowers `near` by what the points of `line` from index `from` on add to its nearness to `other` (both flat lists).
 * Called with `from` 0 it measures the whole; called again as `line` grows, it looks at the new segments only.
 */
export function addNearness(
  near: Nearness,
  line: ArrayLike<number>,
  from: number,
  other: ArrayLike<number>,
): void {
  const start = from > 0 ? from - 1 : 0;
  const points = line.length >> 1;
  const lastOther = other.length - 2;
  for (let p = start; p < points; p++) {
    const bx = line[2 * p] as number;
    const by = line[2 * p + 1] as number;
    const first = p === start;
    const ax = first ? bx : (line[2 * p - 2] as number);
    const ay = first ? by : (line[2 * p - 1] as number);
    if (first && from > 0) continue;
    for (let q = 0; q <= lastOther; q += 2) {
      const cx = other[q] as number;
      const cy = other[q + 1] as number;
      const atEnd = q === lastOther;
      if (atEnd && q > 0) break;
      const dx = atEnd ? cx : (other[q + 2] as number);
      const dy = atEnd ? cy : (other[q + 3] as number);
      // Whatever crosses has its distance at 0; otherwise the nearest pair has an end point in it.
      const abx = bx - ax;
      const aby = by - ay;
      const cdx = dx - cx;
      const cdy = dy - cy;
      const c = abx * (cy - ay) - aby * (cx - ax);
      const d = abx * (dy - ay) - aby * (dx - ax);
      const a = cdx * (ay - cy) - cdy * (ax - cx);
      const b = cdx * (by - cy) - cdy * (bx - cx);
      if (c * d < 0 && a * b < 0) {
        near.crossings++;
        near.squared = 0;
        if (near.crossings >= TANGLED) return;
        continue;
      }
      if (near.squared === 0) continue;
      const squared = Math.min(
        pointToSegment(bx, by, cx, cy, dx, dy),
        pointToSegment(cx, cy, ax, ay, bx, by),
        pointToSegment(dx, dy, ax, ay, bx, by),
        first ? pointToSegment(ax, ay, cx, cy, dx, dy) : Infinity,
      );
      if (squared < near.squared) near.squared = squared;
    }
  }
}

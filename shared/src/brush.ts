import { getStroke } from 'perfect-freehand';
import { POINT_STRIDE } from './ink.ts';
import type { Box } from './reading.ts';

/** A pen's width in units of its surface: a tile is shown smaller than the board. */
export function brushSize(surface: number): number {
  return surface === 0 ? 26 : 44;
}

/** How ink is to be drawn. */
export interface Brush {
  readonly size: number;
  /** Whether the points carry the pressure of a real pen. */
  readonly pressure: boolean;
}

/** Units a millisecond at which a pen without pressure writes its thinnest line. */
const FAST = 6;
const STEADY = 0.25;

/** A quick pen's points may be this far apart, in widths of the pen; where they are farther, the outline would cut corners and tear. */
const APART = 1.5;
/** Points that are put between two at most: a stroke costs no more than so many times as much. */
const BETWEEN = 8;

type Inked = [x: number, y: number, pressure: number];

/** Adds a point, after others on the straight way to it where that is long. */
function addPoint(to: Inked[], next: Inked, most: number): void {
  const last = to[to.length - 1];
  if (last) {
    const [x, y, pressure] = last;
    const [dx, dy, dp] = [next[0] - x, next[1] - y, next[2] - pressure];
    const parts = Math.min(Math.ceil(Math.hypot(dx, dy) / most), BETWEEN + 1);
    for (let i = 1; i < parts; i++) {
      const t = i / parts;
      to.push([x + dx * t, y + dy * t, pressure + dp * t]);
    }
  }
  to.push(next);
}

/** A pen without pressure writes a little thinner when it is quick. It depends on time, so it looks alike on every device. */
function speedPressure(points: readonly number[], i: number, before: number): number {
  if (i === 0) return 0.6;
  const dx = (points[i] as number) - (points[i - POINT_STRIDE] as number);
  const dy = (points[i + 1] as number) - (points[i - POINT_STRIDE + 1] as number);
  const ms = (points[i + 2] as number) - (points[i - POINT_STRIDE + 2] as number);
  const speed = Math.min(Math.hypot(dx, dy) / Math.max(ms, 4) / FAST, 1);
  return before + (0.7 - 0.5 * speed - before) * STEADY;
}

/** The outline of the first `count` points (whole and part: 2.5 points end half-way to the third), as a closed ring. */
export function outlineOf(
  points: readonly number[],
  brush: Brush,
  count = points.length / POINT_STRIDE,
): [number, number][] {
  const input: Inked[] = [];
  const apart = brush.size * APART;
  const whole = Math.min(Math.floor(count), points.length / POINT_STRIDE);
  let pressure = 0.5;
  for (let i = 0; i < whole * POINT_STRIDE; i += POINT_STRIDE) {
    pressure = brush.pressure
      ? (points[i + 3] as number) / 255
      : speedPressure(points, i, pressure);
    addPoint(input, [points[i] as number, points[i + 1] as number, pressure], apart);
  }
  const part = count - whole;
  const next = whole * POINT_STRIDE;
  const last = input[input.length - 1];
  if (part > 0 && last && next < points.length) {
    const x = last[0] + ((points[next] as number) - last[0]) * part;
    const y = last[1] + ((points[next + 1] as number) - last[1]) * part;
    addPoint(input, [x, y, pressure], apart);
  }
  return getStroke(input, {
    size: brush.size,
    thinning: brush.pressure ? 0.6 : 0.3,
    smoothing: 0.5,
    streamline: 0.3,
    simulatePressure: false,
    last: true,
  });
}

/** Where a ring is drawn: a canvas, a Path2D, or SVG. */
export interface Path {
  moveTo(x: number, y: number): void;
  quadraticCurveTo(cx: number, cy: number, x: number, y: number): void;
  closePath(): void;
}

/** Draws a ring of points as smooth curves through the middles between them. */
export function traceRing(path: Path, ring: readonly (readonly [number, number])[]): void {
  const first = ring[0];
  const second = ring[1];
  if (!first || !second) return;
  path.moveTo((first[0] + second[0]) / 2, (first[1] + second[1]) / 2);
  for (let i = 1; i <= ring.length; i++) {
    const [x, y] = ring[i % ring.length] as readonly [number, number];
    const [nx, ny] = ring[(i + 1) % ring.length] as readonly [number, number];
    path.quadraticCurveTo(x, y, (x + nx) / 2, (y + ny) / 2);
  }
  path.closePath();
}

/** The box around ink, pen included. */
export function inkBox(points: readonly number[], size: number): Box {
  let left = Number.POSITIVE_INFINITY;
  let top = Number.POSITIVE_INFINITY;
  let right = Number.NEGATIVE_INFINITY;
  let bottom = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < points.length; i += POINT_STRIDE) {
    const x = points[i] as number;
    const y = points[i + 1] as number;
    if (x < left) left = x;
    if (x > right) right = x;
    if (y < top) top = y;
    if (y > bottom) bottom = y;
  }
  if (points.length === 0) return { x: 0, y: 0, w: 0, h: 0 };
  return { x: left - size, y: top - size, w: right - left + 2 * size, h: bottom - top + 2 * size };
}

/** Whether two boxes share anything. */
export function boxesMeet(a: Box, b: Box): boolean {
  return a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h;
}

/** The smallest box around both. */
export function boxAround(a: Box | null, b: Box): Box {
  if (!a) return b;
  const x = Math.min(a.x, b.x);
  const y = Math.min(a.y, b.y);
  return { x, y, w: Math.max(a.x + a.w, b.x + b.w) - x, h: Math.max(a.y + a.h, b.y + b.h) - y };
}

import { NO_PRESSURE } from '../../shared/src/ink.ts';

/** Digits as a few corners each, in a box of 1 × 1.5: made by hand for benchmarks and tests. */
const CORNERS: readonly (readonly number[])[] = [
  [0.5, 0, 0.1, 0.3, 0, 0.8, 0.2, 1.4, 0.6, 1.5, 0.9, 1.1, 1, 0.6, 0.8, 0.1, 0.5, 0],
  [0.2, 0.3, 0.5, 0, 0.5, 1.5],
  [0, 0.3, 0.3, 0, 0.8, 0.1, 0.9, 0.5, 0.5, 1, 0, 1.5, 1, 1.45],
  [0, 0.1, 0.6, 0, 0.9, 0.3, 0.4, 0.7, 0.9, 0.9, 0.9, 1.3, 0.4, 1.5, 0, 1.3],
  [0.6, 0, 0, 0.9, 1, 0.9, 0.7, 0.5, 0.65, 1.5],
  [0.9, 0, 0.1, 0, 0.05, 0.6, 0.6, 0.55, 0.9, 0.9, 0.7, 1.4, 0, 1.5],
  [0.7, 0, 0.2, 0.5, 0, 1.1, 0.3, 1.5, 0.8, 1.3, 0.8, 0.9, 0.3, 0.8, 0.05, 1.1],
  [0, 0, 1, 0, 0.4, 1.5],
  [0.8, 0.2, 0.4, 0, 0.1, 0.3, 0.8, 1, 0.8, 1.4, 0.4, 1.5, 0.1, 1.2, 0.4, 0.8, 0.8, 0.2],
  [0.9, 0.3, 0.5, 0, 0.1, 0.3, 0.3, 0.7, 0.8, 0.6, 0.9, 0.2, 0.8, 1.5],
];

/** A digit as evenly spaced points (x, y, ms, pressure) of one stroke, `size` units wide. */
export function digitLine(of: {
  digit: number;
  points: number;
  x: number;
  y: number;
  size: number;
}): number[] {
  const corners = CORNERS[of.digit] as readonly number[];
  const legs: number[] = [];
  for (let i = 2; i < corners.length; i += 2) {
    const [x0, y0, x1, y1] = corners.slice(i - 2, i + 2) as [number, number, number, number];
    legs.push(Math.hypot(x1 - x0, y1 - y0));
  }
  const total = legs.reduce((sum, leg) => sum + leg, 0);
  const points: number[] = [];
  for (let n = 0; n < of.points; n++) {
    let left = (total * n) / (of.points - 1);
    let leg = 0;
    while (leg < legs.length - 1 && left > (legs[leg] as number)) left -= legs[leg++] as number;
    const share = Math.min(1, left / (legs[leg] as number));
    const [x0, y0, x1, y1] = corners.slice(2 * leg, 2 * leg + 4) as [
      number,
      number,
      number,
      number,
    ];
    points.push(
      Math.round(of.x + of.size * (x0 + share * (x1 - x0))),
      Math.round(of.y + of.size * (y0 + share * (y1 - y0))),
      n * 16,
      NO_PRESSURE,
    );
  }
  return points;
}

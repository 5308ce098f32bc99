import type { Stroke } from '@inkling/shared/canvas';
import { POINT_STRIDE } from '@inkling/shared/ink';

/** How long the pen was down for one stroke, in milliseconds. */
export function strokeTime(stroke: Pick<Stroke, 'points'>): number {
  return stroke.points[stroke.points.length - 2] ?? 0;
}

/** How long the pen was down for all of these strokes, in milliseconds: pauses between strokes do not count. */
export function inkTime(strokes: Iterable<Pick<Stroke, 'points'>>): number {
  let total = 0;
  for (const stroke of strokes) total += strokeTime(stroke);
  return total;
}

/** What had been drawn after that many milliseconds of pen down. The last stroke may be cut short. */
export function cutInk(strokes: readonly Stroke[], ms: number): Stroke[] {
  const drawn: Stroke[] = [];
  let left = ms;
  for (const stroke of strokes) {
    if (left < 0) break;
    const time = strokeTime(stroke);
    drawn.push(time <= left ? stroke : { ...stroke, points: pointsUntil(stroke.points, left) });
    left -= time;
    if (left <= 0) break;
  }
  return drawn;
}

function pointsUntil(points: readonly number[], ms: number): number[] {
  let end = POINT_STRIDE;
  while (end < points.length && (points[end + 2] as number) <= ms) end += POINT_STRIDE;
  return points.slice(0, end);
}

/** The bare coordinates of strokes, as `rasterise` takes them. */
export function coordinates(strokes: Iterable<Pick<Stroke, 'points'>>): number[][] {
  const flat: number[][] = [];
  for (const { points } of strokes) {
    const xy: number[] = [];
    for (let i = 0; i < points.length; i += POINT_STRIDE) {
      xy.push(points[i] as number, points[i + 1] as number);
    }
    flat.push(xy);
  }
  return flat;
}

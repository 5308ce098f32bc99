import { POINT_STRIDE } from '@inkling/shared/ink';

/** The points of a stroke that are so far from the one before, and its last: nearer ones look like one in a picture. */
export function thin(points: readonly number[], apart: number): number[] {
  const kept: number[] = [];
  const last = points.length - POINT_STRIDE;
  let [x, y] = [Infinity, Infinity];
  for (let i = 0; i <= last; i += POINT_STRIDE) {
    const [nextX, nextY] = [points[i] as number, points[i + 1] as number];
    if (i < last && Math.hypot(nextX - x, nextY - y) < apart) continue;
    [x, y] = [nextX, nextY];
    for (let n = 0; n < POINT_STRIDE; n++) kept.push(points[i + n] as number);
  }
  return kept;
}

import { expect, it } from 'vitest';
import { outlineOf } from './brush.ts';

const SIZE = 26;

/** A zigzag with one point at each corner, as a pen draws it in no time. */
const corners = Array.from({ length: 9 }, (_, i) => [i % 2 ? 400 : 0, i * 50] as const);
const points = corners.flatMap(([x, y], i) => [x, y, i * 16, 128]);

/** How often a ring turns around a place: 0 is outside. */
function winds(ring: readonly (readonly [number, number])[], x: number, y: number): number {
  let turns = 0;
  for (let i = 0; i < ring.length; i++) {
    const [x0, y0] = ring[i] as [number, number];
    const [x1, y1] = ring[(i + 1) % ring.length] as [number, number];
    const side = (x1 - x0) * (y - y0) - (x - x0) * (y1 - y0);
    if (y0 <= y && y1 > y && side > 0) turns++;
    if (y0 > y && y1 <= y && side < 0) turns--;
  }
  return turns;
}

it('[BRUSH40] the ink of a quick pen reaches its corners, and is not torn', () => {
  for (const pressure of [false, true]) {
    const ring = outlineOf(points, { size: SIZE, pressure });
    for (let i = 0; i < corners.length - 1; i++) {
      const [x0, y0] = corners[i] as readonly [number, number];
      const [x1, y1] = corners[i + 1] as readonly [number, number];
      for (const t of [0.06, 0.3, 0.5, 0.7, 0.94]) {
        expect(winds(ring, x0 + (x1 - x0) * t, y0 + (y1 - y0) * t)).not.toBe(0);
      }
    }
  }
});

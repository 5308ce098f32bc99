import { expect, it } from 'vitest';
import { thin } from './thin.ts';

it('[HTTP15] of points that a picture cannot tell apart one is left, and the last', () => {
  const point = (x: number, y: number) => [x, y, 7, 128];
  expect(thin([], 2)).toEqual([]);
  expect(thin(point(5, 5), 2)).toEqual(point(5, 5));
  const slow = Array.from({ length: 9 }, (_, x) => point(x, 0)).flat();
  expect(thin(slow, 2)).toEqual(
    [point(0, 0), point(2, 0), point(4, 0), point(6, 0), point(8, 0)].flat(),
  );
  const still = Array.from({ length: 9 }, () => point(3, 3)).flat();
  expect(thin(still, 2)).toEqual([point(3, 3), point(3, 3)].flat());
});

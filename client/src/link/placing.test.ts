import { TILE } from '@inkling/shared/limits';
import { describe, expect, it } from 'vitest';
import { moveOntoTile } from './placing.ts';

const moved = (points: number[], tile: { x: number; y: number; w: number; h: number }) => {
  moveOntoTile(points, tile);
  return points;
};
const tile = { x: 1000, y: 500, w: TILE.w / 2, h: TILE.h / 2 };

describe('ink from before a page knew its tile', () => {
  it('[PLACE1] stays where it was seen on the screen', () => {
    expect(moved([1100, 600, 0, 128, 1150, 700, 20, 90], tile)).toEqual([
      200, 200, 0, 128, 300, 400, 20, 90,
    ]);
  });

  it('[PLACE1] is moved in, whole, where it lay beyond the tile', () => {
    expect(moved([900, 600, 0, 128, 950, 700, 20, 128], tile)).toEqual([
      0, 200, 0, 128, 100, 400, 20, 128,
    ]);
    const corner = moved([5000, 5000, 0, 128], tile);
    expect(corner).toEqual([TILE.w, TILE.h, 0, 128]);
  });

  it('[PLACE1] is made smaller where it is larger than the tile, and keeps its shape', () => {
    const points = moved([0, 500, 0, 128, 4 * TILE.w, 500 + 2 * TILE.w, 20, 128], tile);
    expect(points).toEqual([0, 0, 0, 128, TILE.w, TILE.w / 2, 20, 128]);
  });
});

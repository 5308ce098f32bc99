import { describe, expect, it } from 'vitest';
import { gridShape } from './grid-shape.ts';

const space = { w: 1225, h: 890, caption: 31 };

describe('the grid of tiles', () => {
  it('[LOOK13] fits any class, and uses the space', () => {
    for (const count of [1, 2, 5, 18, 30, 36, 60]) {
      const { columns, rows, w, h } = gridShape(count, space);
      expect(columns * rows).toBeGreaterThanOrEqual(count);
      expect(columns * w).toBeLessThanOrEqual(space.w);
      expect(rows * (h + space.caption)).toBeLessThanOrEqual(space.h + 1);
      expect(Math.min(w, h)).toBeGreaterThan(80);
    }
  });

  it('[LOOK13] lays eighteen as six by three', () => {
    expect(gridShape(18, space)).toMatchObject({ columns: 6, rows: 3 });
  });

  it('[LOOK13] survives an empty class and a stage without room', () => {
    expect(gridShape(0, space).columns).toBe(1);
    expect(gridShape(4, { w: 0, h: 0, caption: 31 })).toEqual({ columns: 1, rows: 1, w: 0, h: 0 });
  });
});

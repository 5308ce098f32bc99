import { describe, expect, it } from 'vitest';
import { RASTER_LENGTH, RASTER_SIDE, rasterise } from './rasterise.ts';

const hook = [10, 10, 60, 12, 64, 30, 40, 60, 30, 90, 28, 110];
const bar = [20, 60, 55, 58];

function ink(raster: Uint8Array): {
  total: number;
  x: number;
  y: number;
  wide: number;
  tall: number;
} {
  let total = 0;
  let sumX = 0;
  let sumY = 0;
  const columns = new Set<number>();
  const rows = new Set<number>();
  raster.forEach((value, at) => {
    if (value === 0) return;
    const column = at % RASTER_SIDE;
    const row = Math.floor(at / RASTER_SIDE);
    total += value;
    sumX += value * column;
    sumY += value * row;
    columns.add(column);
    rows.add(row);
  });
  return { total, x: sumX / total, y: sumY / total, wide: columns.size, tall: rows.size };
}

describe('rasterise', () => {
  it('draws the longer side 20 px at half ink, centre of mass on pixel 14', () => {
    const seen = ink(rasterise([hook, bar]));
    expect(seen.tall).toBeGreaterThanOrEqual(20);
    expect(seen.tall).toBeLessThanOrEqual(22);
    expect(Math.abs(seen.x - 14)).toBeLessThanOrEqual(0.5);
    expect(Math.abs(seen.y - 14)).toBeLessThanOrEqual(0.5);
  });

  it('sees the same picture wherever and however large the ink is', () => {
    const here = rasterise([hook, bar]);
    for (const [scale, x, y] of [
      [8, 0, 0],
      [0.125, 0, 0],
      [1, 4096, -512],
      [0.5, -3, 900],
    ] as const) {
      const there = [hook, bar].map((stroke) =>
        stroke.map((value, i) => value * scale + (i % 2 === 0 ? x : y)),
      );
      expect(rasterise(there)).toEqual(here);
    }
  });

  it('draws a dot as a dot, from one point, many or none that move', () => {
    const dot = rasterise([[7, 7]]);
    expect(ink(dot)).toMatchObject({ wide: 4, tall: 4, x: 13.5, y: 13.5 });
    expect(rasterise([[1e9, -1e9]])).toEqual(dot);
    expect(
      rasterise([
        [3, 3, 3, 3, 3, 3],
        [3, 3],
      ]),
    ).toEqual(dot);
  });

  it('gives a blank for no ink and for ink that is not finite', () => {
    const blank = new Uint8Array(RASTER_LENGTH);
    expect(rasterise([])).toEqual(blank);
    expect(rasterise([[]])).toEqual(blank);
    expect(rasterise([[5]])).toEqual(blank);
    expect(rasterise([[0, 0, Number.POSITIVE_INFINITY, 4]])).toEqual(blank);
    expect(rasterise([[-1.7e308, 0, 1.7e308, 4]])).toEqual(blank);
    expect(rasterise([[Number.NaN, Number.NaN]])).toEqual(blank);
  });

  it('takes flat and upright lines, and typed arrays, without a hole', () => {
    for (const line of [Int16Array.of(0, 5, 90, 5), Float32Array.of(5, 0, 5, 90)]) {
      const seen = ink(rasterise([line]));
      expect(Math.max(seen.wide, seen.tall)).toBeGreaterThanOrEqual(20);
      expect(Math.min(seen.wide, seen.tall)).toBe(4);
    }
  });

  it('is the same ink whatever the pen sampled in between', () => {
    const few = [0, 0, 100, 40];
    const many: number[] = [];
    for (let i = 0; i <= 400; i++) many.push(i / 4, i / 10);
    const [a, b] = [rasterise([few]), rasterise([many])];
    a.forEach((value, at) => {
      expect(Math.abs(value - (b[at] ?? 0))).toBeLessThanOrEqual(1);
    });
  });

  it('writes into the middle of a batch and touches nothing else', () => {
    const batch = new Uint8Array(3 * RASTER_LENGTH).fill(9);
    expect(rasterise([hook], batch, RASTER_LENGTH)).toBe(batch);
    expect(batch.subarray(RASTER_LENGTH, 2 * RASTER_LENGTH)).toEqual(rasterise([hook]));
    expect(batch.subarray(0, RASTER_LENGTH).every((value) => value === 9)).toBe(true);
    expect(batch.subarray(2 * RASTER_LENGTH).every((value) => value === 9)).toBe(true);
    expect(() => rasterise([hook], batch, 2 * RASTER_LENGTH + 1)).toThrow(RangeError);
  });

  it('never cuts ink off, however lopsided', () => {
    const knot: number[] = [];
    for (let i = 0; i < 200; i++) knot.push(10 * Math.sin(i * 1.7), 10 * Math.cos(i * 2.3));
    const raster = rasterise([knot, [0, 0, 100, 0]]);
    expect(ink(raster).wide).toBeGreaterThanOrEqual(20);
  });
});

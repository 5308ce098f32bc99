import type { Stroke } from '@inkling/shared/canvas';
import { describe, expect, it } from 'vitest';
import { coordinates, cutInk, inkTime } from './ink-time.ts';

const stroke = (times: number[]): Stroke => ({
  author: 1,
  stroke: 0,
  surface: 0,
  done: true,
  pressure: false,
  points: times.flatMap((t) => [t, t * 2, t, 128]),
});

describe('ink time', () => {
  const two = [stroke([0, 50, 100]), stroke([0, 30])];

  it('[LOOK6] counts the pen down, not the pauses', () => {
    expect(inkTime(two)).toBe(130);
    expect(inkTime([])).toBe(0);
  });

  it('[LOOK6] rewinds to the half-made drawing', () => {
    expect(cutInk(two, 1000)).toEqual(two);
    expect(cutInk(two, 60)).toEqual([{ ...two[0], points: two[0]?.points.slice(0, 8) }]);
    expect(cutInk(two, 110).map((s) => s.points.length)).toEqual([12, 4]);
    expect(cutInk(two, 0).map((s) => s.points.length)).toEqual([4]);
  });

  it('leaves nothing but coordinates for the rasteriser', () => {
    expect(coordinates([stroke([0, 5])])).toEqual([[0, 0, 5, 10]]);
  });
});

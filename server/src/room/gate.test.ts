import type { Chunk } from '@inkling/shared/ink';
import { describe, expect, it } from 'vitest';
import { readConfig } from '../config.ts';
import { type Ground, judge, type Pen } from './gate.ts';

const { limits } = readConfig({});
const pen: Pen = {
  author: 5,
  as: 'draw',
  host: false,
  takePoints: () => true,
  payPoints: () => {},
  takeStrokes: () => true,
  putOff: new Map(),
};
const empty: Ground = {
  frozen: false,
  strokeCount: 0,
  pointTotal: 0,
  known: () => undefined,
  wasErased: () => false,
};
const half = { author: 5, stroke: 1, surface: 0, pressure: false, done: false, count: 4 };
const withHalf: Ground = {
  ...empty,
  known: (author, stroke) => (author === 5 && stroke === 1 ? half : undefined),
};

function chunk(at: number, count: number, more: Partial<Chunk> = {}): Chunk {
  const points = Array.from({ length: count }, (_, i) => [i, i, i, 128]).flat();
  return { stroke: 1, at, done: false, pressure: false, surface: 0, points, ...more };
}

describe('the gate', () => {
  it('[GATE1] a chunk that continues its stroke passes', () => {
    expect(judge(chunk(0, 3), pen, empty, limits)).toEqual({ accept: chunk(0, 3) });
    expect(judge(chunk(4, 2), pen, withHalf, limits)).toEqual({ accept: chunk(4, 2) });
  });

  it('[GATE2] a repeated chunk changes nothing, and of an overlapping one only the new points pass', () => {
    expect(judge(chunk(0, 4), pen, withHalf, limits)).toEqual({ repeat: true });
    expect(judge(chunk(2, 4), pen, withHalf, limits)).toMatchObject({
      accept: { at: 4, points: chunk(2, 4).points.slice(8) },
    });
  });

  it('[GATE3] a stroke has no gaps', () => {
    expect(judge(chunk(6, 2), pen, withHalf, limits)).toMatchObject({ refused: 'bad-ink' });
    expect(judge(chunk(1, 2), pen, empty, limits)).toMatchObject({ refused: 'bad-ink' });
  });

  it('[GATE4] everyone draws on the board and on their own tile, and nowhere else', () => {
    expect(judge(chunk(0, 1, { surface: 5 }), pen, empty, limits)).toHaveProperty('accept');
    expect(judge(chunk(0, 1, { surface: 6 }), pen, empty, limits)).toEqual({
      refused: 'not-yours',
    });
    const watching: Pen = { ...pen, as: 'watch' };
    expect(judge(chunk(0, 1), watching, empty, limits)).toMatchObject({ refused: 'not-yours' });
  });

  it('[GATE5] frozen pens do not draw, but the host does, and a repeat is still harmless', () => {
    const frozen = { ...withHalf, frozen: true };
    expect(judge(chunk(4, 1), pen, frozen, limits)).toEqual({ refused: 'frozen' });
    expect(judge(chunk(0, 4), pen, frozen, limits)).toEqual({ repeat: true });
    expect(judge(chunk(4, 1), { ...pen, host: true }, frozen, limits)).toHaveProperty('accept');
  });

  it('[GATE10] a frozen pen may be lifted', () => {
    const frozen = { ...withHalf, frozen: true };
    const lift = chunk(4, 0, { done: true });
    expect(judge(lift, pen, frozen, limits)).toEqual({ accept: lift });
    expect(judge(chunk(4, 1, { done: true }), pen, frozen, limits)).toEqual({ refused: 'frozen' });
    expect(judge(chunk(0, 0, { done: true }), pen, { ...empty, frozen: true }, limits)).toEqual({
      refused: 'frozen',
    });
  });

  it('[GATE6] strokes, canvases and sessions have their limits', () => {
    const small = { ...limits, strokePoints: 5, roomStrokes: 1, roomPoints: 10 };
    expect(judge(chunk(4, 2), pen, withHalf, small)).toEqual({ refused: 'stroke-full' });
    expect(judge(chunk(0, 1), pen, { ...empty, strokeCount: 1 }, small)).toEqual({
      refused: 'canvas-full',
    });
    expect(judge(chunk(0, 2), pen, { ...empty, pointTotal: 9 }, small)).toEqual({
      refused: 'canvas-full',
    });
    expect(judge(chunk(0, 2), { ...pen, takePoints: () => false }, empty, limits)).toEqual({
      refused: 'too-fast',
    });
  });

  it('[GATE11] a stroke at rest that goes on costs what it takes to write it anew', () => {
    const costs: number[] = [];
    const takePoints = (count: number) => costs.push(count) > 0;
    const rested = (count: number) => ({ ...empty, known: () => ({ ...half, done: true, count }) });
    judge(chunk(3900, 1), { ...pen, takePoints }, rested(3900), limits);
    judge(chunk(4, 1), { ...pen, takePoints }, rested(4), limits);
    judge(chunk(4, 1), { ...pen, takePoints }, withHalf, limits);
    expect(costs).toEqual([3901, 51, 1]);
  });

  it('[GATE7] the ink of an erased stroke is taken for a repeat: it does not come back', () => {
    expect(judge(chunk(0, 2), pen, { ...empty, wasErased: () => true }, limits)).toEqual({
      repeat: true,
    });
  });

  it('[GATE8] a pen may be lifted without a further point', () => {
    expect(judge(chunk(4, 0, { done: true }), pen, withHalf, limits)).toHaveProperty(
      'accept.done',
      true,
    );
    expect(judge(chunk(0, 0, { done: true }), pen, empty, limits)).toMatchObject({
      refused: 'bad-ink',
    });
  });
});

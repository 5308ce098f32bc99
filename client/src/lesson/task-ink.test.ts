import type { Stroke } from '@inkling/shared/canvas';
import { type Reading, type StrokeId, strokeKey } from '@inkling/shared/reading';
import { describe, expect, it } from 'vitest';
import { TaskInk } from './task-ink.ts';

const drawing = (...strokes: StrokeId[]): Reading[] => [
  {
    glyph: strokes.map(String).join(),
    surface: 1,
    box: { x: 0, y: 0, w: 9, h: 9 },
    version: 1,
    strokes,
    probabilities: new Uint8Array(11),
  },
];

describe('the ink of a task', () => {
  const strokes = new Map<string, Stroke>();
  const stroke = (author: number, number: number, more: Partial<Stroke> = {}): Stroke => {
    const points = [number, 0, 0, 128, number, 9, 16, 128];
    const one = { author, stroke: number, surface: author, done: true, pressure: false, points };
    strokes.set(strokeKey(author, number), { ...one, ...more });
    return { ...one, ...more };
  };

  it('[LOOK24] is newer than all that was there when the task began: what is put back is not of it', () => {
    const ink = new TaskInk(() => strokes);
    for (const number of [4, 5, 3]) ink.saw(stroke(1, number));
    expect(ink.has(drawing([1, 5]))).toBe(true);
    ink.begin();
    ink.saw(stroke(1, 6));
    expect(ink.has(drawing([1, 5]))).toBe(false);
    expect(ink.has(drawing([1, 5], [1, 6]))).toBe(false);
    expect(ink.has(drawing([1, 6]))).toBe(true);
    expect(ink.has(drawing([2, 0]))).toBe(true);
    ink.begin();
    expect(ink.has(drawing([1, 6]))).toBe(false);
    // Without a task everything counts.
    ink.begin(new Map());
    expect(ink.has(drawing([1, 5]))).toBe(true);
  });

  it('[LOOK24] is more than the end of a stroke that was cleared under the pen', () => {
    const ink = new TaskInk(() => strokes);
    ink.saw(stroke(1, 7, { done: false }));
    ink.begin();
    const tail = { points: [5, 5, 0, 128, 5, 5, 0, 128, 6, 9, 16, 128] };
    ink.saw(stroke(1, 8, tail));
    ink.saw(stroke(1, 9));
    expect(ink.has(drawing([1, 8]))).toBe(false);
    // What is drawn over it is a drawing all the same.
    expect(ink.has(drawing([1, 8], [1, 9]))).toBe(true);
    expect(ink.has(drawing([1, 9]))).toBe(true);
    // A pen that was lifted in time leaves no end: the next stroke is a stroke.
    stroke(1, 8);
    expect(ink.has(drawing([1, 8]))).toBe(true);
  });
});

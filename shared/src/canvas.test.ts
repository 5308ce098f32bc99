import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import {
  type Entry,
  followStrokes,
  inkOf,
  parseEntry,
  StrokeFold,
  strokesOf,
  toEntry,
} from './canvas.ts';
import { POINT_STRIDE } from './ink.ts';

const line = (count: number, from = 0): number[] =>
  Array.from({ length: count }, (_, i) => [100 + i + from, 200, (i + from) * 16, 128]).flat();

function entry(stroke: number, at: number, count: number, done = false): Entry {
  const points = line(count, at);
  return toEntry(1, { stroke, at, done, pressure: false, surface: 0, points });
}

describe('the canvas fold', () => {
  it('[INK1] chunks of a stroke join in the order of their points, wherever they stand', () => {
    const doc = new Y.Doc();
    inkOf(doc).push([entry(1, 2, 3), entry(2, 0, 1, true), entry(1, 0, 2), entry(1, 5, 1, true)]);
    const [first, second] = strokesOf(doc);
    expect(first).toMatchObject({ author: 1, stroke: 1, done: true, points: line(6) });
    expect(second).toMatchObject({ stroke: 2, points: line(1) });
  });

  it('[INK2] a repeat of (author, stroke, at) changes nothing', () => {
    const doc = new Y.Doc();
    inkOf(doc).push([entry(1, 0, 2), entry(1, 0, 2), entry(1, 2, 2, true), entry(1, 2, 2, true)]);
    expect(strokesOf(doc)).toHaveLength(1);
    expect(strokesOf(doc)[0]?.points).toEqual(line(4));
  });

  it('[INK3] what does not parse is dropped', () => {
    const doc = new Y.Doc();
    const odd = [
      null,
      7,
      'ink',
      [],
      [1, 2, 3, 4, 5, 6],
      [1, 1, 0, 9, 0, new Uint8Array([1])],
      { ink: 1 },
    ];
    doc.getArray('ink').push([...odd, entry(1, 0, 1, true)]);
    expect(strokesOf(doc)).toHaveLength(1);
    for (const value of odd) expect(parseEntry(value)).toBeNull();
  });

  it('[INK4] a finished stroke that replaces its chunks is the same stroke', () => {
    const doc = new Y.Doc();
    const fold = new StrokeFold();
    const seen: string[] = [];
    followStrokes(doc, fold, (keys) => seen.push(...keys));
    inkOf(doc).push([entry(1, 0, 3)]);
    inkOf(doc).push([entry(1, 3, 3)]);
    doc.transact(() => {
      inkOf(doc).delete(0, 2);
      inkOf(doc).push([entry(1, 0, 6, true)]);
    });
    expect(fold.get('1.1')).toMatchObject({ done: true, points: line(6) });
    inkOf(doc).delete(0, 1);
    expect(fold.get('1.1')).toBeUndefined();
    expect(fold.size).toBe(0);
    expect(seen).toEqual(['1.1', '1.1', '1.1', '1.1']);
  });

  it('[INK9] who was away for an erasure and its undoing still sees the stroke', () => {
    const doc = new Y.Doc();
    inkOf(doc).push([entry(1, 0, 3, true)]);
    const away = new Y.Doc();
    const fold = new StrokeFold();
    followStrokes(away, fold, () => {});
    Y.applyUpdate(away, Y.encodeStateAsUpdate(doc));
    inkOf(doc).delete(0, 1);
    inkOf(doc).push([entry(1, 0, 3, true)]);
    Y.applyUpdate(away, Y.encodeStateAsUpdate(doc, Y.encodeStateVector(away)));
    expect(fold.get('1.1')).toMatchObject({ done: true, points: line(3) });
  });

  it('[INK5] followed stroke by stroke or read at once, a canvas holds the same strokes', () => {
    const act = fc.record({
      stroke: fc.nat(5),
      at: fc.nat(6),
      count: fc.integer({ min: 1, max: 4 }),
    });
    fc.assert(
      fc.property(
        fc.array(act, { maxLength: 30 }),
        fc.array(fc.nat(), { maxLength: 8 }),
        (acts, cuts) => {
          const doc = new Y.Doc();
          const fold = new StrokeFold();
          followStrokes(doc, fold, () => {});
          for (const { stroke, at, count } of acts) inkOf(doc).push([entry(stroke, at, count)]);
          const followed = new Map([...fold.strokes()].map((s) => [s.stroke, s.points]));
          const atOnce = new Map(strokesOf(doc).map((s) => [s.stroke, s.points]));
          expect(followed).toEqual(atOnce);
          for (const cut of cuts)
            if (inkOf(doc).length > 0) inkOf(doc).delete(cut % inkOf(doc).length, 1);
          for (const points of atOnce.values()) expect(points.length % POINT_STRIDE).toBe(0);
        },
      ),
    );
  });
});

import type { Reading } from '@inkling/shared/reading';
import { describe, expect, it } from 'vitest';
import { outcomeOf, readTiles, targetOf } from './outcome.ts';

const reading = (surface: number, digit: number, x = 0, share = 0.95): Reading => {
  const probabilities = new Uint8Array(11);
  probabilities[digit] = Math.round(share * 255);
  const box = { x, y: 0, w: 300, h: 500 };
  return { glyph: `${surface}.${x}`, surface, box, version: 1, strokes: [], probabilities };
};

describe('a class’s drawings, counted', () => {
  const sevens = [reading(1, 7), reading(2, 7), reading(3, 1), reading(4, 10), reading(0, 7)];

  it('[LOOK14] reads each tile, and says what the network took it for', () => {
    const tiles = readTiles(sevens, '7');
    expect([...tiles.values()]).toEqual([
      { surface: 1, text: '7', right: true, counts: true },
      { surface: 2, text: '7', right: true, counts: true },
      { surface: 3, text: '1', right: false, counts: true },
      { surface: 4, text: '–', right: false, counts: true },
    ]);
    expect(outcomeOf(tiles.values())).toEqual({
      drawings: 4,
      right: 2,
      percent: 50,
      mistakes: [{ text: '1', count: 1 }],
    });
  });

  it('[LOOK14] reads a number on a tile as a number', () => {
    const tiles = readTiles([reading(1, 4, 0), reading(1, 2, 350)], '42');
    expect(tiles.get(1)).toEqual({ surface: 1, text: '42', right: true, counts: true });
  });

  it('[LOOK42] of drawings about as high the newest counts, whatever lies under it; a slip does not', () => {
    const made = (digit: number, stroke: number, y: number, h: number): Reading => ({
      ...reading(1, digit),
      glyph: `1.${stroke}`,
      box: { x: 10 * stroke, y, w: 300, h },
      strokes: [[1, stroke]],
    });
    const [old, over, slip] = [made(3, 0, 0, 520), made(7, 1, 20, 480), made(1, 2, 700, 90)];
    for (const readings of [
      [old, over, slip],
      [slip, over, old],
    ]) {
      expect(readTiles(readings, '7').get(1)?.text).toBe('7');
    }
  });

  it('[LOOK43] a digit that a newer one was written over is no part of the number', () => {
    const made = (digit: number, stroke: number, x: number, w: number): Reading => ({
      ...reading(1, digit),
      glyph: `1.${stroke}`,
      box: { x, y: 0, w, h: 500 },
      strokes: [[1, stroke]],
    });
    const said = (...readings: Reading[]) => readTiles(readings, '7').get(1)?.text;
    expect(said(made(1, 0, 300, 60), made(7, 5, 100, 300))).toBe('7');
    const row = [made(1, 0, 0, 60), made(2, 1, 150, 300), made(3, 2, 550, 300)];
    expect(said(...row, made(7, 6, 160, 310))).toBe('173');
    expect(said(...row)).toBe('123');
  });

  it('[LOOK24] neither judges nor counts what was not drawn for the task', () => {
    const tiles = readTiles(sevens, '7', ([drawing]) => drawing?.surface !== 3);
    expect(tiles.get(3)).toEqual({ surface: 3, text: '1', right: null, counts: false });
    expect(outcomeOf(tiles.values())).toMatchObject({ drawings: 3, right: 2, mistakes: [] });
  });

  it('[LOOK14] judges nothing where nothing was asked', () => {
    expect(targetOf(null)).toBeNull();
    expect(targetOf({ kind: 'fifty', target: null, began: 0 })).toBeNull();
    expect(readTiles(sevens, null).get(1)?.right).toBeNull();
    expect(outcomeOf([])).toEqual({ drawings: 0, right: 0, percent: 0, mistakes: [] });
  });
});

import type { Reading } from '@inkling/shared/reading';
import { plainly } from '@inkling/shared/steady';
import { describe, expect, it } from 'vitest';
import { markList } from './mark-list.ts';

const reading = (glyph: string, digit: number, x: number, share = 0.98): Reading => {
  const probabilities = new Uint8Array(11);
  probabilities[digit] = Math.round(share * 255);
  return {
    glyph,
    surface: 0,
    box: { x, y: 0, w: 100, h: 180 },
    version: 1,
    strokes: [],
    probabilities,
  };
};

const list = (readings: Reading[], followed: string | null = null) =>
  markList(readings, {
    sayOf: (glyph) => plainly(readings.find((r) => r.glyph === glyph)?.probabilities ?? null),
    followed,
    words: { or: 'or' },
  });

describe('marks over the ink', () => {
  it('[LOOK4] reads neighbours together, with one confidence', () => {
    const year = [2, 0, 2, 6].map((digit, i) => reading(`1.${i}`, digit, i * 150));
    expect(list([...year, reading('2.0', 4, 2000, 0.88)], '1.1')).toMatchObject([
      { text: '2026', percent: 92, followed: true, box: { x: 0, w: 550 } },
      { text: '4', percent: 88, followed: false },
    ]);
  });

  it('[LOOK4] says what it is torn between, and leaves scribbles in peace', () => {
    const torn = reading('1.0', 4, 0, 0.5);
    torn.probabilities[9] = 120;
    expect(list([torn])).toMatchObject([{ text: '4 or 9', percent: null }]);
    const scribble = reading('1.0', 10, 0);
    expect(list([scribble])).toEqual([]);
    expect(list([scribble], '1.0')).toMatchObject([{ text: '–', percent: null }]);
  });
});

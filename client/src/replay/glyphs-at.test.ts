import type { Stroke } from '@inkling/shared/canvas';
import type { Reading } from '@inkling/shared/reading';
import { describe, expect, it } from 'vitest';
import { timelineOf } from '../ink/replay.ts';
import type { History } from '../mind/history.ts';
import { glyphsAt } from './glyphs-at.ts';

const stroke = (number: number): Stroke => ({
  author: 1,
  stroke: number,
  surface: 0,
  done: true,
  pressure: false,
  points: [100, 100, 0, 128, 140, 180, 90, 128, 160, 300, 200, 128],
});
const strokes = new Map<string, Stroke>([1, 2].map((n) => [`1.${n}`, stroke(n)]));
const sure = (digit: number) => Uint8Array.from({ length: 11 }, (_, d) => (d === digit ? 250 : 0));
const reading: Reading = {
  glyph: '1.1',
  surface: 0,
  box: { x: 100, y: 100, w: 60, h: 200 },
  version: 3,
  strokes: [
    [1, 1],
    [1, 2],
  ],
  probabilities: sure(4),
};
const line = timelineOf(strokes.values());
const at = (ms: number, history: History, told: History | null = null) =>
  glyphsAt([reading], ms, {
    toldOf: () => told,
    line,
    strokeOf: (key) => strokes.get(key),
    historyOf: () => history,
  })[0];

describe('glyphs of a replay', () => {
  it('[REPLAY2] have the ink drawn by then, and what was read of it', () => {
    const history = [
      { at: 90, probabilities: sure(1) },
      { at: 400, probabilities: sure(4) },
    ];
    const early = at(100, history);
    expect(early?.inkMs).toBe(100);
    expect(early?.box).toEqual({ x: 100, y: 100, w: 40, h: 80 });
    expect(early?.probabilities).toEqual(sure(1));
    // In the rest between the strokes nothing moves.
    expect(at(300, history)).toMatchObject({ inkMs: 200, touched: 200 });
    expect(at(line.length, history)?.probabilities).toEqual(sure(4));
  });

  it('[REPLAY2] have what is read again where this page heard nothing, and nothing while that is not known', () => {
    const late = [{ at: 400, probabilities: sure(4) }];
    expect(at(150, late)?.probabilities).toBeNull();
    expect(at(line.length, late)?.probabilities).toEqual(sure(4));
    expect(at(line.length, [])?.probabilities).toBeNull();
    const told = [
      { at: 120, probabilities: sure(1) },
      { at: 300, probabilities: sure(9) },
    ];
    // Of a first touch nothing was said.
    expect(at(50, late, told)?.probabilities).toBeNull();
    expect(at(150, late, told)?.probabilities).toEqual(sure(1));
    expect(at(line.length, late, told)?.probabilities).toEqual(sure(4));
  });

  it('[REPLAY2] are not there before they begin', () => {
    expect(at(-1, [])).toBeUndefined();
  });
});

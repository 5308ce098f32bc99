import type { Reading } from '@inkling/shared/reading';
import { describe, expect, it } from 'vitest';
import { Readings } from './readings.ts';

function reading(glyph: string, winner: number, version: number): Reading {
  const probabilities = new Uint8Array(11).fill(5);
  probabilities[winner] = 200;
  const box = { x: 0, y: 0, w: 9, h: 9 };
  return { glyph, surface: 0, box, version, strokes: [[1, 1]], probabilities };
}

describe('the readings of a room', () => {
  it('[FRAME1] a reading whose winner stays is held, one whose winner changes is told at once', () => {
    const readings = new Readings();
    const take = (now: number) => readings.takeChanges({ now, holdMs: 100 });
    readings.update([reading('1.1', 4, 1), reading('2.1', 7, 1)]);
    expect(take(0)).toHaveLength(2);
    readings.update([reading('1.1', 4, 2), reading('2.1', 9, 2)]);
    expect(take(40)).toMatchObject([{ glyph: '2.1', version: 2 }]);
    expect(readings.holding).toBe(true);
    readings.update([reading('1.1', 4, 3)]);
    expect(take(100)).toMatchObject([{ glyph: '1.1', version: 3 }]);
    expect(readings.holding).toBe(false);
  });

  it('[FRAME2] who missed frames gets every change since, and what is gone', () => {
    const readings = new Readings();
    const take = () => readings.takeChanges({ now: 0, holdMs: 0 });
    readings.update([reading('1.1', 4, 1), reading('2.1', 7, 1)]);
    take();
    const mark = readings.mark;
    readings.update([reading('1.1', 5, 2), { glyph: '2.1', gone: true }]);
    take();
    expect(readings.since(mark)).toMatchObject([
      { glyph: '1.1', version: 2 },
      { glyph: '2.1', gone: true },
    ]);
  });
});

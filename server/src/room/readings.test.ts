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
  it('[FRAME2] who missed frames gets every change since, and what is gone', () => {
    const readings = new Readings();
    const take = () => readings.takeChanges();
    readings.update([reading('1.1', 4, 1), reading('2.1', 7, 1)]);
    take();
    const { taken } = readings;
    readings.update([reading('1.1', 5, 2), { glyph: '2.1', gone: true }]);
    take();
    expect(readings.since(taken)).toMatchObject([
      { glyph: '1.1', version: 2 },
      { glyph: '2.1', gone: true },
    ]);
  });
});

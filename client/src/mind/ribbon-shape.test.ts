import { describe, expect, it } from 'vitest';
import type { Sample } from './history.ts';
import { bandPath, COLUMNS, ribbonBands } from './ribbon-shape.ts';

const sample = (at: number, shares: Record<number, number>): Sample => {
  const probabilities = new Uint8Array(11);
  for (const [digit, share] of Object.entries(shares)) {
    probabilities[Number(digit)] = Math.round(share * 255);
  }
  return { at, probabilities };
};

const changing = [
  sample(0, { 1: 0.9, 9: 0.1 }),
  sample(500, { 1: 0.1, 9: 0.9 }),
  sample(1000, { 9: 0.9, 4: 0.1 }),
  sample(1400, { 4: 0.9, 9: 0.1 }),
];

describe('the ribbon', () => {
  it('[LOOK5] has no band before anything was read', () => {
    expect(ribbonBands([])).toEqual([]);
  });

  it('[LOOK5] has ten bands that never overlap and never leave the ribbon', () => {
    const bands = ribbonBands(changing);
    expect(bands.map((band) => band.digit).sort()).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    for (let c = 0; c < COLUMNS; c++) {
      let floor = 1 + 1e-9;
      for (const band of bands) {
        const [top, bottom] = band.edges[c] as readonly [number, number];
        expect(bottom).toBeLessThanOrEqual(floor);
        expect(top).toBeLessThanOrEqual(bottom);
        expect(top).toBeGreaterThanOrEqual(0);
        floor = top + 1e-9;
      }
    }
  });

  it('[LOOK5] lays the later digit under the earlier one', () => {
    const loud = ribbonBands(changing).filter((band) => !band.faint);
    expect(loud.map((band) => band.digit)).toEqual([4, 9, 1]);
  });

  it('[LOOK5] ends with what the bars say', () => {
    const four = ribbonBands(changing).find((band) => band.digit === 4);
    const [top, bottom] = four?.edges[COLUMNS - 1] ?? [0, 0];
    expect(bottom - top).toBeCloseTo(0.9, 2);
  });

  it('[LOOK5] writes a digit only where it fits, inside its band', () => {
    const bands = ribbonBands(changing);
    expect(bands.filter((band) => band.label).map((band) => band.digit)).toEqual([4, 9, 1]);
    for (const { label, edges } of bands) {
      if (!label) continue;
      const [top, bottom] = edges[Math.round(label.x * (COLUMNS - 1))] ?? [0, 0];
      expect(label.y).toBeGreaterThan(top);
      expect(label.y).toBeLessThan(bottom);
    }
  });

  it('[LOOK5] is flat when only the end is known', () => {
    const [band] = ribbonBands([sample(900, { 7: 1 })]);
    expect(band?.digit).toBe(7);
    expect(band?.edges.every(([top]) => top < 1e-9)).toBe(true);
    expect(bandPath(band as NonNullable<typeof band>, 300, 100)).toMatch(/^M0\.0 .*Z$/);
  });
});

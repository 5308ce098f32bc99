import { describe, expect, it } from 'vitest';
import { DraftPen } from './draft.ts';

/** The corners of what is traced. */
function traced(points: readonly number[], size: number): [number, number][] {
  const corners: [number, number][] = [];
  const add = (x: number, y: number) => void corners.push([x, y]);
  let closed = 0;
  const draft = new DraftPen({ moveTo: add, lineTo: add, closePath: () => void closed++ });
  // Nothing is left of the stroke before.
  draft.trace([900, 900, 0, 128, 950, 990, 9, 128], 40);
  corners.length = 0;
  draft.trace(points, size);
  expect(closed).toBe(2);
  return corners;
}

const area = (ring: readonly [number, number][]) =>
  Math.abs(
    ring.reduce((sum, [x, y], i) => {
      const [nx, ny] = ring[(i + 1) % ring.length] as [number, number];
      return sum + (x * ny - nx * y) / 2;
    }, 0),
  );

describe('a draft of ink', () => {
  it('[PAINT1] is as wide and as long as the stroke, blunt at its ends', () => {
    const line = Array.from({ length: 51 }, (_, i) => [100 + i * 2, 200, i * 16, 128]).flat();
    const corners = traced(line, 20);
    const xs = corners.map(([x]) => x);
    const ys = corners.map(([, y]) => y);
    expect([Math.min(...ys), Math.max(...ys)]).toEqual([190, 210]);
    expect([Math.min(...xs), Math.max(...xs)]).toEqual([90.5, 209.5]);
    expect(area(corners)).toBeGreaterThan(100 * 20);
    expect(corners.length).toBeLessThan(40);
  });

  it('[PAINT1] shows a dot, and keeps its width where the pen turns back', () => {
    expect(area(traced([50, 50, 0, 128], 20))).toBeGreaterThan(200);
    const back = traced([0, 0, 0, 128, 100, 0, 50, 128, 0, 2, 100, 128], 20);
    const atTurn = back.filter(([x]) => x > 95).map(([, y]) => y);
    expect(Math.max(...atTurn) - Math.min(...atTurn)).toBeGreaterThan(19);
  });
});

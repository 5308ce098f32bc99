import type { Stroke } from '@inkling/shared/canvas';
import { toSvg } from '@inkling/shared/svg';
import { describe, expect, it } from 'vitest';
import { fromJson, toJson } from './export.ts';
import { timelineOf } from './replay.ts';

const stroke = (number: number, more: Partial<Stroke> = {}): Stroke => ({
  author: 1,
  stroke: number,
  surface: 0,
  done: true,
  pressure: false,
  points: [100, 100, 0, 128, 140, 180, 90, 128, 160, 300, 200, 128],
  ...more,
});
const colorOf = () => '#1f6fe5';

describe('taking ink along', () => {
  it('[TAKE1] an SVG holds every stroke of its surface in its author’s colour, cut to the ink', () => {
    const svg = toSvg({
      strokes: [stroke(1), stroke(2), stroke(3, { surface: 4 })],
      surface: 0,
      colorOf,
    });
    expect(svg.match(/<path fill="#1f6fe5" d="M/g)).toHaveLength(2);
    expect(svg).toContain('viewBox="14 14 232 372"');
    expect(svg).not.toContain('NaN');
  });

  it('[TAKE2] a colour cannot break out of its attribute', () => {
    const svg = toSvg({ strokes: [stroke(1)], surface: 0, colorOf: () => '"><script>' });
    expect(svg).not.toContain('<script>');
  });

  it('[TAKE3] ink goes out and comes back as it was, times included', () => {
    const text = toJson({ strokes: [stroke(1), stroke(2, { pressure: true })], colorOf });
    const back = fromJson(text, 0);
    expect(back).toEqual(
      [1, 2].map((n) => ({ surface: 0, pressure: n === 2, points: stroke(n).points })),
    );
  });

  it('[TAKE4] what is not ink is not taken, and what lies outside comes to the edge', () => {
    for (const text of [
      '',
      '{',
      '[]',
      '{"strokes":1}',
      '{"strokes":[{}]}',
      '{"strokes":[{"points":[["x",1]]}]}',
    ]) {
      expect(fromJson(text, 0)).toBeNull();
    }
    expect(fromJson('{"strokes":[{"points":[[-5,99999,3]]}]}', 0)?.[0]?.points).toEqual([
      0, 2560, 3, 128,
    ]);
  });

  it('[TAKE5] a replay shows stroke after stroke', () => {
    const line = timelineOf([stroke(1), stroke(2)]);
    expect(line.length).toBe(200 + 220 + 200);
    expect([...line.cutsAt(100)]).toEqual([
      ['1.1', 100],
      ['1.2', -320],
    ]);
    expect([...line.cutsAt(line.length)]).toEqual([
      ['1.1', 620],
      ['1.2', 200],
    ]);
    expect(line.beginOf('1.2')).toBe(420);
  });
});

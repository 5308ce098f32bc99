import { expect, it } from 'vitest';
import { type Figure, readNumbers, toFigure } from './number.ts';

const figure = (digit: number | null, x: number, more: Partial<Figure['box']> = {}): Figure => ({
  id: `${digit}@${x}`,
  box: { x, y: 0, w: 60, h: 100, ...more },
  digit,
  probability: 0.9,
});

it('[NUM1] neighbours on a line are one number, with one confidence and one box', () => {
  const [number, ...more] = readNumbers([2, 0, 2, 6].map((digit, i) => figure(digit, 100 * i)));
  expect(more).toEqual([]);
  expect(number?.text).toBe('2026');
  expect(number?.confidence).toBeCloseTo(0.9 ** 4);
  expect(number?.box).toEqual({ x: 0, y: 0, w: 360, h: 100 });
});

it('[NUM2] the order of writing does not matter', () => {
  expect(readNumbers([figure(7, 200), figure(4, 0), figure(1, 100)])[0]?.text).toBe('417');
});

it('[NUM3] digits far apart, of another height or on another line are not of one number', () => {
  expect(readNumbers([figure(1, 0), figure(2, 160)])).toEqual([]);
  expect(readNumbers([figure(1, 0), figure(2, 100, { h: 30 })])).toEqual([]);
  expect(readNumbers([figure(1, 0), figure(2, 100, { y: 70 })])).toEqual([]);
});

it('[NUM4] a glyph that is no digit parts two numbers', () => {
  const glyphs = [1, 2, null, 3, 4].map((digit, i) => figure(digit, 100 * i));
  expect(readNumbers(glyphs).map(({ text }) => text)).toEqual(['12', '34']);
});

it('[NUM4] a reading that is refused is no digit', () => {
  const reading = {
    glyph: '1.0',
    surface: 0,
    box: { x: 0, y: 0, w: 1, h: 1 },
    version: 1,
    strokes: [],
    probabilities: Uint8Array.of(0, 0, 0, 60, 0, 0, 0, 0, 0, 0, 190),
  };
  expect(toFigure(reading).digit).toBeNull();
});

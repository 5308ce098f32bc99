import { expect, it } from 'vitest';
import { addNearness, boundsGap, boundsOf, pointToSegment, toBox } from './geometry.ts';

const start = () => ({ squared: Infinity, crossings: 0 });

it('[SEG12] lines that cross are at distance 0, and the crossing is counted', () => {
  const near = start();
  addNearness(near, [0, 0, 10, 10], 0, [0, 10, 10, 0]);
  expect(near).toEqual({ squared: 0, crossings: 1 });
});

it('[SEG12] the distance between lines is that of their nearest points, not of their boxes', () => {
  const near = start();
  addNearness(near, [0, 0, 0, 100], 0, [3, 50, 90, 50]);
  expect(near).toEqual({ squared: 9, crossings: 0 });
});

it('[SEG12] a line measured as it grows comes out as near as the whole', () => {
  const line = [0, 0, 20, 5, 40, -5, 60, 9, 80, 30];
  const other = [70, 0, 50, 40, 10, 12];
  const whole = start();
  addNearness(whole, line, 0, other);
  const grown = start();
  for (let n = 2; n <= line.length; n += 2) addNearness(grown, line.slice(0, n), n / 2 - 1, other);
  expect(grown).toEqual(whole);
});

it('[SEG12] a dot has a distance too', () => {
  const near = start();
  addNearness(near, [0, 0], 0, [3, 4]);
  expect(near.squared).toBe(25);
  expect(pointToSegment(5, 5, 0, 0, 10, 0)).toBe(25);
});

it('[SEG12] a box holds its ink in whole units', () => {
  const bounds = boundsOf([[1.5, 2, 9.2, 4]]);
  expect(toBox(bounds)).toEqual({ x: 1, y: 2, w: 9, h: 2 });
  expect(boundsGap(bounds, boundsOf([[20, 0]]))).toBeCloseTo(10.8);
});

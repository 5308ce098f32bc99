import { expect, it } from 'vitest';
import { Mark } from './mark.ts';

/** A stroke of whole units, or of any. */
function drawn(step: number, points: number): Mark {
  const mark = new Mark(1, 1, 0);
  for (let i = 0; i < points; i++) mark.add([i * step, (i * i * step) % 500], 0, 2);
  return mark;
}

it.each([
  ['whole units', 7],
  ['any units', 7.3],
])('[SEG20] a stroke is the same ink once its pen was lifted, and takes no more: %s', (_, step) => {
  const mark = drawn(step, 300);
  const [points, line] = [[...mark.points], [...mark.line]];
  mark.finish();
  expect([...mark.points]).toEqual(points);
  expect([...mark.line].slice(0, line.length)).toEqual(line);
  expect([...mark.line].slice(-2)).toEqual(points.slice(-2));
  mark.add([1, 1], 0, 2);
  expect([...mark.points]).toEqual(points);
});

it('[SEG20] ink of a room is packed: two bytes a number', () => {
  const mark = drawn(7, 300);
  mark.finish();
  expect(mark.points).toBeInstanceOf(Int16Array);
  expect(mark.points).toHaveLength(600);
});

import { expect, it } from 'vitest';
import { Trace } from './trace.ts';

/** A stroke of whole units, or of any. */
function drawn(step: number, points: number): Trace {
  const trace = new Trace(1, 1, 0);
  for (let i = 0; i < points; i++) trace.add([i * step, (i * i * step) % 500], 0, 2);
  return trace;
}

it.each([
  ['whole units', 7],
  ['any units', 7.3],
])('[SEG20] a stroke is the same ink once its pen was lifted, and takes no more: %s', (_, step) => {
  const trace = drawn(step, 300);
  const [points, line] = [[...trace.points], [...trace.line]];
  trace.finish();
  expect([...trace.points]).toEqual(points);
  expect([...trace.line].slice(0, line.length)).toEqual(line);
  expect([...trace.line].slice(-2)).toEqual(points.slice(-2));
  trace.add([1, 1], 0, 2);
  expect([...trace.points]).toEqual(points);
});

it('[SEG20] ink of a room is packed: two bytes a number', () => {
  const trace = drawn(7, 300);
  trace.finish();
  expect(trace.points).toBeInstanceOf(Int16Array);
  expect(trace.points).toHaveLength(600);
});

import { expect, it } from 'vitest';
import { parseDrawing } from './drawing.ts';

/** A list that counts how often somebody looks at what is in it. */
function watched(values: readonly unknown[]) {
  const seen = { values: 0 };
  const list = new Proxy(values, {
    get(target, key, receiver) {
      if (/^\d+$/.test(String(key))) seen.values++;
      return Reflect.get(target, key, receiver);
    },
  });
  return { list, seen };
}

it('[PREDICT5] a drawing is judged up to the first wrong value, and what is too long is not looked at', () => {
  for (const [values, looks] of [
    [new Array(400).fill(0), 1],
    [new Array(100_000).fill([1, 2]), 0],
    [[[1, 2], ...new Array(300).fill(['1', 2])], 2],
    [new Array(400).fill(new Array(20_000).fill(1)), 3],
  ] as const) {
    const { list, seen } = watched(values);
    expect(parseDrawing(list)).toHaveProperty('refused');
    expect(seen.values).toBe(looks);
  }
  const stroke = watched(new Array(10_000).fill('1'));
  expect(parseDrawing([stroke.list])).toHaveProperty('refused');
  expect(stroke.seen.values).toBe(1);
  for (const wrong of [null, 7, [], [[1]], [[1, null]], [[1, 1e10]], [[1, Number.NaN]], [[[[]]]]]) {
    expect(parseDrawing(wrong)).toHaveProperty('refused');
  }
  expect(parseDrawing([[1, 2], []])).toEqual({ drawing: [[1, 2], []] });
});

import fc from 'fast-check';
import { expect, it } from 'vitest';
import { Heap } from './heap.ts';

it('[SEG22] the likeliest pair is found without looking at all of them: what is taken out comes in order', () => {
  fc.assert(
    fc.property(fc.array(fc.integer()), fc.array(fc.integer()), (some, more) => {
      const heap = new Heap<number>((a, b) => a < b);
      const sorted = (all: readonly number[]) => [...all].sort((a, b) => a - b);
      for (const n of some) heap.push(n);
      const half = sorted(some).slice(0, some.length >> 1);
      expect(half.map(() => heap.pop())).toEqual(half);
      for (const n of more) heap.push(n);
      const left = sorted([...sorted(some).slice(half.length), ...more]);
      expect(left.map(() => heap.pop())).toEqual(left);
      expect(heap.pop()).toBeUndefined();
    }),
  );
});

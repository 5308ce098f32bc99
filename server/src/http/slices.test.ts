import { expect, it } from 'vitest';
import { inSlices } from './slices.ts';

/** Works for so many milliseconds without letting anybody else. */
function toil(ms: number): void {
  const until = performance.now() + ms;
  while (performance.now() < until);
}

it('[HTTP7] long work is done a slice at a time: everything else gets its turn between', async () => {
  const hard = function* () {
    for (let n = 0; n < 12; n++) {
      toil(5);
      yield n;
    }
  };
  let turns = 0;
  let working = true;
  const look = () => {
    turns++;
    if (working) setImmediate(look);
  };
  setImmediate(look);
  expect(await inSlices(hard())).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
  working = false;
  expect(turns).toBeGreaterThanOrEqual(5);
});

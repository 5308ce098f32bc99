import { expect, it } from 'vitest';
import { inSlices, Turns } from './slices.ts';

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

it('[HTTP7] only so many work at once; the others wait in line, and a line that is too long is refused', async () => {
  const turns = new Turns(2, 1);
  const done: (() => void)[] = [];
  const made: string[] = [];
  const work = (name: string) =>
    turns.take(async () => {
      made.push(name);
      await new Promise<void>((go) => done.push(go));
      return name;
    });
  const [a, b, c] = [work('a'), work('b'), work('c')];
  expect(await work('d')).toBeNull();
  expect(made).toEqual(['a', 'b']);
  done[0]?.();
  expect(await a).toBe('a');
  expect(made).toEqual(['a', 'b', 'c']);
  done[1]?.();
  done[2]?.();
  expect([await b, await c]).toEqual(['b', 'c']);
});

it('[HTTP7] work that fails makes place, too', async () => {
  const turns = new Turns(1, 0);
  const failing = turns.take(() => Promise.reject(new Error('no')));
  await expect(failing).rejects.toThrow('no');
  expect(await turns.take(async () => 'next')).toBe('next');
});

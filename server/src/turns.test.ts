import { expect, it } from 'vitest';
import { Turns } from './turns.ts';

it('[TURN1] only so many work at once; the others wait in line, and a line that is too long is refused', async () => {
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

it('[TURN1] work that fails makes place, too', async () => {
  const turns = new Turns(1, 0);
  const failing = turns.take(() => Promise.reject(new Error('no')));
  await expect(failing).rejects.toThrow('no');
  expect(await turns.take(async () => 'next')).toBe('next');
});

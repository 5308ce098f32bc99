import { describe, expect, it } from 'vitest';
import { HandClock } from '../../test/hand-clock.ts';
import { Gather } from './gather.ts';

describe('gathering', () => {
  const gathering = (refuses: (task: string) => boolean = () => false) => {
    const clock = new HandClock();
    const acts: string[][] = [];
    const gather = new Gather<string>(
      async (tasks) => {
        acts.push([...tasks]);
        if (tasks.some(refuses)) throw new Error(`not ${tasks.join()}`);
      },
      clock,
      25,
    );
    return { clock, acts, gather };
  };

  it('[STORE9] the first task after a quiet window is done at once, those within it together', async () => {
    const { clock, acts, gather } = gathering();
    const first = gather.add('a');
    clock.turn(0);
    await first;
    await gather.settled();
    const others = [gather.add('b'), gather.add('c')];
    clock.turn(24);
    expect(acts).toEqual([['a']]);
    clock.turn(1);
    await Promise.all(others);
    expect(acts).toEqual([['a'], ['b', 'c']]);
  });

  it('[STORE9] a task that fails takes no other with it', async () => {
    const { clock, gather } = gathering((task) => task === 'b');
    const all = Promise.allSettled(['a', 'b', 'c'].map((task) => gather.add(task)));
    clock.turn(0);
    expect((await all).map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  });

  it('[STORE9] what is added meanwhile is settled too, without waiting for the window', async () => {
    const { clock, acts, gather } = gathering();
    const first = gather.add('a');
    clock.turn(0);
    const second = gather.add('b');
    await gather.settled();
    await Promise.all([first, second]);
    expect(acts).toEqual([['a'], ['b']]);
  });

  it('[STORE10] who waits for what was added before does not wait for what comes later', async () => {
    const clock = new HandClock();
    const acts: (readonly string[])[] = [];
    const gather: Gather<string> = new Gather<string>(
      async (tasks) => {
        acts.push(tasks);
        if (acts.length < 50) void gather.add(`later ${acts.length}`);
      },
      clock,
      25,
    );
    const first = gather.add('a');
    clock.turn(0);
    const second = gather.add('b');
    await Promise.all([gather.settled(), gather.settled()]);
    await Promise.all([first, second]);
    expect(acts).toEqual([['a'], ['later 1', 'b']]);
  });
});

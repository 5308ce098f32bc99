import { expect, it } from 'vitest';
import { Comeback } from './comeback.ts';
import { HandClock } from './testing/hand-clock.ts';

/** When somebody tries again after a cut, try by try, in milliseconds. */
async function waits(random: number, tries: number): Promise<number[]> {
  const clock = new HandClock();
  const start = clock.now();
  const times: number[] = [];
  const connect = () => {
    times.push(clock.now() - start);
    if (times.length < tries) comeback.later();
  };
  const comeback = new Comeback({ clock, random: () => random, visible: () => true, connect });
  comeback.later();
  await clock.turn(tries * 2000);
  return times.map((time, i) => time - (times[i - 1] ?? 0));
}

it('[LINK25] thirty pages that were cut at one moment come back at thirty, the first time too', async () => {
  const pages = await Promise.all(Array.from({ length: 30 }, (_, i) => waits(i / 30, 4)));
  for (let n = 0; n < 4; n++) {
    const tries = pages.map((page) => page[n] ?? 0);
    expect(new Set(tries).size).toBe(30);
    expect(Math.max(...tries) - Math.min(...tries)).toBeGreaterThan(400);
    expect(Math.min(...tries)).toBeGreaterThanOrEqual(500);
    expect(Math.max(...tries)).toBeLessThanOrEqual(2000);
  }
});

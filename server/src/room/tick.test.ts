import { describe, expect, it } from 'vitest';
import { HandClock } from '../../test/hand-clock.ts';
import { Tick } from './tick.ts';

function counted(windowMs: number) {
  const clock = new HandClock();
  const flushed: number[] = [];
  const tick = new Tick(
    clock,
    () => windowMs,
    () => flushed.push(clock.now()),
  );
  return { clock, flushed, tick, start: clock.now() };
}

describe('the tick', () => {
  it('[TICK1] the first change after a quiet window is flushed at once', () => {
    const { clock, flushed, tick, start } = counted(40);
    tick.touch();
    clock.turn(0);
    expect(flushed).toEqual([start]);
    clock.turn(100);
    tick.touch();
    clock.turn(0);
    expect(flushed).toEqual([start, start + 100]);
  });

  it('[TICK2] the window is fixed: it does not grow however often something changes', () => {
    const { clock, flushed, tick, start } = counted(40);
    for (let ms = 0; ms < 200; ms += 5) {
      tick.touch();
      clock.turn(5);
    }
    expect(flushed).toEqual([0, 40, 80, 120, 160, 200].map((ms) => start + ms));
  });

  it('[TICK3] nothing is flushed when nothing changed, or after a stop', () => {
    const { clock, flushed, tick } = counted(40);
    clock.turn(1000);
    tick.touch();
    tick.stop();
    clock.turn(1000);
    expect(flushed).toEqual([]);
  });
});

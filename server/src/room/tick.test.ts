import { describe, expect, it } from 'vitest';
import { HandClock } from '../../test/hand-clock.ts';
import { Lead, Tick } from './tick.ts';

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

describe('the lead', () => {
  it('[TICK4] what leads a flush comes once a window, in time for it, with all that gathered', () => {
    const clock = new HandClock();
    const start = clock.now();
    const said: string[] = [];
    const say = (what: string) => said.push(`${what} ${clock.now() - start}`);
    const tick = new Tick(
      clock,
      () => 40,
      () => say('flush'),
    );
    const callback = () => say('lead');
    const lead = new Lead(clock, { tick, leadMs: 12, windowMs: () => 40, callback });
    for (let ms = 0; ms < 100; ms += 5) {
      tick.touch();
      lead.touch();
      clock.turn(5);
    }
    expect(said.slice(0, 6)).toEqual([
      'flush 0',
      'lead 0',
      'lead 28',
      'flush 40',
      'lead 68',
      'flush 80',
    ]);
  });
});

import { expect, it } from 'vitest';
import { Looks } from './looks.ts';

/** Looks by a clock turned by hand; the network is never asked. */
function open() {
  const clock = { now: 0, stretch: 1 };
  interface Paced {
    readonly name: string;
    readonly paceMs: number;
    readonly slowestMs: number;
  }
  const looks = new Looks<Paced>(
    () => clock.now,
    () => clock.stretch,
  );
  const room = (name: string, paceMs = 100, slowestMs = paceMs) => ({ name, paceMs, slowestMs });
  /** The rooms that are looked at now, each for so long. */
  const look = (takesMs = 0) => {
    const seen: string[] = [];
    looks.take(({ name }) => {
      seen.push(name);
      clock.now += takesMs;
    });
    return seen;
  };
  return { clock, looks, room, look };
}

it('[READ8] a room that changed is looked at once, and again when it has rested for its pace', () => {
  const { clock, looks, room, look } = open();
  const a = room('A');
  looks.changed(a);
  looks.changed(a);
  expect([look(), look()]).toEqual([['A'], []]);
  clock.now = 30;
  looks.changed(a);
  expect([looks.wake(), look()]).toEqual([100, []]);
  clock.now = 100;
  expect([looks.wake(), look()]).toEqual([Infinity, ['A']]);
});

it('[READ8] rests end on common beats, and a timer that comes a little early is early enough', () => {
  const { clock, looks, room, look } = open();
  const [a, b] = [room('A'), room('B')];
  for (const [now, one] of [
    [4, a],
    [17, b],
  ] as const) {
    clock.now = now;
    looks.changed(one);
    look();
    looks.changed(one);
  }
  expect(looks.wake()).toBe(120);
  clock.now = 119;
  expect([looks.wake(), look()]).toEqual([Infinity, ['A', 'B']]);
});

it('[READ34] while the thread is busy, rooms rest longer, each as far as it allows', () => {
  const { clock, looks, room, look } = open();
  const [class30, few] = [room('class', 50), room('few', 50, 150)];
  clock.stretch = 2;
  looks.changed(class30);
  looks.changed(few);
  look();
  looks.changed(class30);
  looks.changed(few);
  clock.now = 50;
  expect([looks.wake(), look()]).toEqual([100, ['class']]);
  clock.now = 150;
  clock.stretch = 9;
  expect([looks.wake(), look()]).toEqual([Infinity, ['few']]);
  looks.changed(few);
  expect(looks.wake()).toBe(300);
});

it('[READ32] a room that takes long to look at rests four times as long, for what the network says too', () => {
  const { clock, looks, room, look } = open();
  const [quick, slow] = [room('quick', 0), room('slow', 0)];
  looks.changed(slow);
  look(50);
  looks.changed(quick);
  look(5);
  looks.answered(slow);
  looks.answered(quick);
  expect([look(), looks.wake()]).toEqual([['quick'], 250]);
  clock.now = 250;
  looks.wake();
  expect(look()).toEqual(['slow']);
});

it('[READ6] a room that is forgotten is not looked at, and begins without a rest when it comes back', () => {
  const { looks, room, look } = open();
  const [a, b] = [room('A'), room('B')];
  looks.changed(a);
  look();
  looks.changed(a);
  looks.ask(b);
  looks.forget(a);
  looks.forget(b);
  expect([looks.due, looks.wake()]).toEqual([0, Infinity]);
  looks.changed(a);
  expect(look()).toEqual(['A']);
});

it('[READ32] but no longer than three seconds', () => {
  const { looks, room, look } = open();
  const slow = room('slow', 0);
  looks.changed(slow);
  look(800);
  looks.changed(slow);
  expect([look(), looks.wake()]).toEqual([[], 3800]);
});

import type { Reading } from '@inkling/shared/reading';
import { expect, it } from 'vitest';
import { HandClock } from '../../test/hand-clock.ts';
import { Followed } from './followed.ts';

const reading = (stroke: number): Reading => ({
  glyph: `1.${stroke}`,
  surface: 0,
  box: { x: 0, y: 0, w: 90, h: 130 },
  version: 1,
  strokes: [[1, stroke]],
  probabilities: new Uint8Array(11),
});

/** A room with so many readings, and two who follow it. */
function follow(count: number) {
  const clock = new HandClock();
  const room = {
    people: () => [],
    readings: () => Array.from({ length: count }, (_, stroke) => reading(stroke)),
    readingsRevision: 1,
  };
  const followed = new Followed(room, clock);
  const told: [Uint8Array[], Uint8Array[]] = [[], []];
  const leave = told.map((all) =>
    followed.add(
      (message) => void all.push(message),
      () => {},
    ),
  );
  const change = (ms: number) => {
    room.readingsRevision++;
    followed.changed();
    clock.turn(ms);
  };
  return { clock, followed, told, change, leave };
}

it('[YJS7] readings are made into a message once for all who follow, and in an ordinary room told as they come', () => {
  const { followed, told, change } = follow(20);
  for (let n = 1; n <= 10; n++) {
    change(16);
    expect(told[0]).toHaveLength(n);
    expect(told[1].at(-1)).toBe(told[0].at(-1));
    expect(followed.message()).toBe(told[0].at(-1));
  }
});

it('[YJS7] many readings are told no oftener than their bytes bear, and the last of them always', () => {
  const { followed, told, change, clock } = follow(5000);
  for (let n = 0; n < 300; n++) change(16);
  const bytes = followed.message().length;
  expect(bytes).toBeGreaterThan(500_000);
  expect(told[0].length).toBeLessThan(8);
  clock.turn(2000);
  expect(told[0].at(-1)).toBe(followed.message());
});

it('[YJS7] what did not change is renewed before followers forget it, as long as somebody follows', () => {
  const { told, clock, leave } = follow(3);
  clock.turn(31_000);
  expect(told[0]).toHaveLength(2);
  expect(told[0][1]).not.toEqual(told[0][0]);
  for (const go of leave) go();
  clock.turn(60_000);
  expect(told[0]).toHaveLength(2);
});

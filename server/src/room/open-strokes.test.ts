import { expect, it } from 'vitest';
import { oneRoom } from '../../test/one-room.ts';
import { finishFrozen, finishOldest, finishUnlessBack } from './open-strokes.ts';

/** A room in which the first and the second author have their pen down. */
function drawing() {
  const { clock, room, draw } = oneRoom();
  for (const author of [1, 2]) {
    room.roster.admit(author);
    draw({ author, done: false });
  }
  clock.turn(8);
  return { clock, room, open: () => room.canvas.unfinished().map(([author]) => author) };
}

it('[INK29] the open strokes of who left are finished after thirty seconds', () => {
  const { clock, room, open } = drawing();
  finishUnlessBack(room, 1);
  clock.turn(29_999);
  expect(open()).toEqual([1, 2]);
  clock.turn(1);
  expect(open()).toEqual([2]);
});

it('[INK29] but not of who came back', () => {
  const { clock, room, open } = drawing();
  finishUnlessBack(room, 1);
  clock.turn(10_000);
  room.roster.arrive(1, 'draw');
  clock.turn(30_000);
  expect(open()).toEqual([1, 2]);
});

it('[INK29] nor of who was cut twice: the last cut counts', () => {
  const { clock, room, open } = drawing();
  finishUnlessBack(room, 1);
  clock.turn(20_000);
  room.roster.arrive(1, 'draw');
  clock.turn(8_000);
  room.roster.depart(1, 'draw');
  finishUnlessBack(room, 1);
  clock.turn(29_999);
  expect(open()).toEqual([1, 2]);
  clock.turn(1);
  expect(open()).toEqual([2]);
});

it('[INK27] who is frozen has their pen lifted, the host does not', () => {
  const { room, open } = drawing();
  room.roster.admit(2).host = true;
  finishFrozen(room);
  expect(open()).toEqual([2]);
});

it('[INK30] nobody has more strokes open than fingers: the oldest are finished', () => {
  const { room, draw } = oneRoom();
  for (let n = 0; n < 12; n++) draw({ done: false });
  draw({ author: 2, done: false });
  finishOldest(room, 1);
  expect(room.canvas.unfinished(1).map(([, stroke]) => stroke)).toEqual([
    3, 4, 5, 6, 7, 8, 9, 10, 11, 12,
  ]);
  expect(room.canvas.unfinished(2)).toHaveLength(1);
});

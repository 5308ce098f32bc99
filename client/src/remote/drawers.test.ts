import type { Person } from '@inkling/shared/protocol';
import type { Reading, StrokeId } from '@inkling/shared/reading';
import { expect, it } from 'vitest';
import { authorsIn, drawersOf } from './drawers.ts';

const reading = (surface: number, ...strokes: StrokeId[]) =>
  ({ surface, strokes }) as unknown as Reading;
const person = (author: number, as: Person['as'], more: Partial<Person> = {}) =>
  ({ author, as, here: true, host: false, ...more }) as Person;

it('[CLASS32] whoever draws or has ink can be shown and removed, also who only watches now', () => {
  const people = [
    person(1, 'draw', { host: true }),
    person(2, 'draw'),
    person(3, 'watch'),
    person(4, 'watch'),
    person(5, 'draw', { here: false }),
    person(6, 'watch', { host: true }),
  ];
  const owners = authorsIn([reading(3, [3, 1]), reading(0, [5, 0]), reading(6, [6, 0])]);
  expect(drawersOf(people, owners).map(({ author }) => author)).toEqual([2, 3, 5]);
});

it('[CLASS32] ink is its author’s on the board, too', () => {
  expect([...authorsIn([reading(0, [2, 1], [3, 1]), reading(4, [4, 0])])]).toEqual([2, 3, 4]);
});

import type { Person } from '@inkling/shared/protocol';
import { expect, it } from 'vitest';
import { FollowedPeople } from './followed-people.ts';

const person = (author: number): Person => ({
  author,
  name: `Otter ${author}`,
  color: '#123456',
  surface: 0,
  as: 'draw',
  here: true,
  host: false,
});

it('[YJS40] who is here is made into a message once for all who follow, and who knew others is told who went', () => {
  const followed = new FollowedPeople(() => 1000);
  const one = [person(1)];
  const late = followed.tell(one, new Set());
  let shown = Array.from({ length: 100 }, () => followed.tell([...one], new Set()).shown);
  for (const people of [[person(1), person(2)], [person(2)]]) {
    const told = shown.map((before) => followed.tell(people, before));
    expect(new Set(told.map(({ message }) => message)).size).toBe(1);
    shown = told.map((each) => each.shown);
  }
  const text = (before: ReadonlySet<number>, people: readonly Person[]) =>
    new TextDecoder().decode(followed.tell(people, before).message);
  expect(text(late.shown, [person(2)])).toContain('null');
  expect(text(new Set([2]), [person(2)])).not.toContain('null');
});

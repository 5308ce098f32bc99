import type { HostRequest, Person } from '@inkling/shared/protocol';
import { type Accessor, createEffect, createMemo, createSignal, on } from 'solid-js';
import { keepLesson, readLesson } from '../lesson/kept-lesson.ts';
import type { RoomLink } from '../link/link.ts';

/** Whom the host removed, on whatever device, so that they can be let in again. */
export interface Removed {
  readonly people: Accessor<readonly Person[]>;
  remove(person: Person): Promise<void>;
  readmit(person: Person): Promise<void>;
}

/** Removes people and lets them in again; kept by the tab for the report, which outlives the room. */
export function createRemoved(
  link: RoomLink,
  ask: (request: HostRequest) => Promise<boolean>,
): Removed {
  const [people, setPeople] = createSignal<readonly Person[]>([]);
  const code = createMemo(() => link.room()?.code ?? null);
  const keep = (next: readonly Person[]) => {
    setPeople(next);
    const now = code();
    if (now) keepLesson(now, { part: 'removed', kept: next });
  };
  const without = ({ author }: Person) => people().filter((other) => other.author !== author);
  createEffect(
    on([code, link.removed], ([now, told]) => {
      if (!now) return;
      if (told) keep(told);
      else setPeople(readLesson(now).removed);
    }),
  );
  return {
    people,
    async remove(person) {
      if (await ask({ do: 'remove', author: person.author })) keep([...without(person), person]);
    },
    async readmit(person) {
      if (await ask({ do: 'readmit', author: person.author })) keep(without(person));
    },
  };
}

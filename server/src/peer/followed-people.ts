import type { Person } from '@inkling/shared/protocol';
import { type AwarenessState, awarenessMessage, nextClock } from './awareness.ts';

/** A message of who is here, and whom whoever is told it knows then. */
export interface ToldPeople {
  readonly message: Uint8Array;
  readonly shown: ReadonlySet<number>;
}

/** Who is here, as awareness states by author number: a message is made once for all followers who knew the same before. */
export class FollowedPeople {
  #clock = 0;
  #people: readonly Person[] = [];
  #shown: ReadonlySet<number> = new Set();
  /** What is said of the newest list, by who was known before. */
  readonly #told = new Map<ReadonlySet<number>, ToldPeople>();

  constructor(private readonly now: () => number) {}

  /** A list of people for somebody who knew some of them, or others; those who went are told as null. */
  tell(people: readonly Person[], before: ReadonlySet<number>): ToldPeople {
    if (this.#people !== people) this.#take(people);
    const known = this.#told.get(before);
    if (known) return known;
    const states: [client: number, state: AwarenessState | null][] = [];
    for (const person of people) {
      if (person.here) states.push([person.author, personState(person)]);
    }
    for (const client of before) if (!this.#shown.has(client)) states.push([client, null]);
    this.#clock = nextClock(this.#clock, this.now());
    const told = { message: awarenessMessage(states, this.#clock), shown: this.#shown };
    this.#told.set(before, told);
    return told;
  }

  #take(people: readonly Person[]): void {
    this.#people = people;
    this.#told.clear();
    const shown = new Set(people.flatMap(({ author, here }) => (here ? [author] : [])));
    const same = shown.size === this.#shown.size && [...shown].every((one) => this.#shown.has(one));
    if (!same) this.#shown = shown;
  }
}

function personState(person: Person): AwarenessState {
  const { author, name, color, surface, as, host } = person;
  return { user: { name, color }, author, surface, as, host };
}

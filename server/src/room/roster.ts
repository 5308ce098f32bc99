import type { As, Person, RoomKind } from '@inkling/shared/protocol';
import type { PersonRecord, RoomRecord } from '../store/store.ts';
import { makeName } from './names.ts';
import { makeMark } from './roles.ts';

/** People kept in a room's record at most; beyond that, those who left without a trace are forgotten. */
const RECORDS_KEPT = 1000;

/** Who is in a room and who was: records by author, and the connections of each. */
export class Roster {
  readonly #record: RoomRecord;
  readonly #people = new Map<number, PersonRecord>();
  readonly #here = new Map<number, As[]>();
  /** The connections to other machines, machine by machine. */
  readonly #elsewhere = new Map<string, ReadonlyMap<number, readonly As[]>>();

  constructor(record: RoomRecord) {
    this.#record = record;
    for (const person of record.people) this.#people.set(person.author, person);
  }

  get(author: number): PersonRecord | undefined {
    return this.#people.get(author);
  }

  /** Finds an author's record, or makes one; a new person gets the next number. */
  admit(author: number | null): PersonRecord {
    const number = author ?? this.#record.nextAuthor;
    this.#record.nextAuthor = Math.max(this.#record.nextAuthor, number + 1);
    const known = this.#people.get(number);
    if (known) return known;
    const person: PersonRecord = {
      author: number,
      mark: makeMark(),
      ...makeName(number),
      host: false,
      removed: false,
    };
    this.#people.set(number, person);
    this.#record.people.push(person);
    return person;
  }

  arrive(author: number, as: As): void {
    this.#here.set(author, [...(this.#here.get(author) ?? []), as]);
  }

  /** Notes that one of an author's connections ended; says whether it was the last. */
  depart(author: number, as: As): boolean {
    const connections = this.#here.get(author) ?? [];
    const i = connections.indexOf(as);
    if (i >= 0) connections.splice(i, 1);
    if (connections.length > 0) return false;
    this.#here.delete(author);
    return true;
  }

  /** Takes up people whom another machine has put into the record. */
  refresh(): void {
    for (const person of this.#record.people) this.#people.set(person.author, person);
  }

  /** The connections to this machine: author, and 1 for each that draws, 0 for each that watches. */
  hereNow(): [author: number, draws: (0 | 1)[]][] {
    return [...this.#here].map(([author, all]) => [
      author,
      all.map((as) => (as === 'draw' ? 1 : 0)),
    ]);
  }

  /** Notes who is connected to another machine; says whether that changed anything. */
  setElsewhere(
    machine: string,
    here: readonly (readonly [author: number, draws: readonly (0 | 1)[]])[],
  ): boolean {
    const before = JSON.stringify([...(this.#elsewhere.get(machine) ?? [])]);
    const now = new Map(
      here.map(([author, all]) => [author, all.map((draws): As => (draws ? 'draw' : 'watch'))]),
    );
    if (now.size > 0) this.#elsewhere.set(machine, now);
    else this.#elsewhere.delete(machine);
    return before !== JSON.stringify([...now]);
  }

  /** How many people are connected to other machines. */
  get elsewhere(): number {
    let count = 0;
    for (const machine of this.#elsewhere.values()) count += machine.size;
    return count;
  }

  /** Everybody's connections, to whatever machine. */
  #connections(): ReadonlyMap<number, readonly As[]> {
    if (this.#elsewhere.size === 0) return this.#here;
    const all = new Map<number, readonly As[]>(this.#here);
    for (const machine of this.#elsewhere.values()) {
      for (const [author, as] of machine) all.set(author, [...(all.get(author) ?? []), ...as]);
    }
    return all;
  }

  /** How many people are here to draw, or to watch; one with two pages counts once. */
  count(as: As): number {
    let count = 0;
    for (const connections of this.#connections().values()) {
      const draws = connections.includes('draw');
      if (draws === (as === 'draw')) count++;
    }
    return count;
  }

  /** Who is here to draw. */
  drawing(): number[] {
    const all = [...this.#connections()];
    return all.flatMap(([author, as]) => (as.includes('draw') ? author : []));
  }

  /** Whether somebody is connected, to whatever machine. */
  isHere(author: number): boolean {
    if (this.#here.has(author)) return true;
    for (const machine of this.#elsewhere.values()) if (machine.has(author)) return true;
    return false;
  }

  /** How many people are connected to this machine. */
  get present(): number {
    return this.#here.size;
  }

  /** A person as everybody sees them. */
  person(record: PersonRecord, all = this.#connections()): Person {
    const { author, name, color, host } = record;
    const connections = all.get(author) ?? [];
    const as: As = connections.length === 0 || connections.includes('draw') ? 'draw' : 'watch';
    const surface = surfaceOf(this.#record.kind, author, as);
    return { author, name, color, surface, as, here: connections.length > 0, host };
  }

  /** Everybody who is here, and those who left ink behind. */
  people(hasInk: (author: number) => boolean): Person[] {
    const all = this.#connections();
    const shown = [...this.#people.values()].filter(
      (p) => !p.removed && (all.has(p.author) || hasInk(p.author)),
    );
    return shown.map((p) => this.person(p, all));
  }

  /** Everybody whom the room keeps out. */
  removed(): Person[] {
    return [...this.#people.values()].filter((p) => p.removed).map((p) => this.person(p));
  }

  /** Forgets people who left without a trace, once there are very many; returns their numbers. */
  prune(hasInk: (author: number) => boolean): number[] {
    if (this.#people.size <= RECORDS_KEPT) return [];
    const forgotten: number[] = [];
    for (const [author, p] of this.#people) {
      if (p.removed || p.host || this.isHere(author) || hasInk(author)) continue;
      this.#people.delete(author);
      forgotten.push(author);
    }
    this.#record.people = [...this.#people.values()];
    return forgotten;
  }
}

/** In a class everyone draws on a tile of their own; on a board everyone draws on the board. */
function surfaceOf(kind: RoomKind, author: number, as: As): number {
  return kind === 'class' && as === 'draw' ? author : 0;
}

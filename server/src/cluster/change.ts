import type { StrokeId } from '@inkling/shared/reading';
import type { PersonRecord, RoomRecord } from '../store/store.ts';

/** Parts of a record that never change, that are a machine's own, or that change bit by bit. */
const APART = [
  'code',
  'kind',
  'keyHash',
  'made',
  'writer',
  'open',
  'nextAuthor',
  'people',
  'votes',
  'erased',
] as const;

/** All other parts are written over as a whole. */
type Settings = Omit<RoomRecord, (typeof APART)[number]>;
type Votes = RoomRecord['votes'];

const apart: ReadonlySet<string> = new Set(APART);

/** What differs between two records of one room: the smallest parts that machines may change independently. */
export interface RecordChange {
  readonly settings: Partial<Settings>;
  readonly people: readonly PersonRecord[];
  readonly votes: Votes;
  readonly unvoted: Votes;
  readonly erased: readonly StrokeId[];
  readonly restored: readonly StrokeId[];
}

type Erased = RoomRecord['erased'];

/** The strokes that one set of erased strokes has and another lacks. */
function minus(a: Erased, b: Erased): StrokeId[] {
  const known = new Map(b);
  const ids: StrokeId[] = [];
  for (const [author, ranges] of a) {
    const others = known.get(author) ?? [];
    for (const [from, to] of ranges) {
      for (let n = from; n <= to; n++) {
        const covering = others.find(([start, end]) => start <= n && n <= end);
        if (covering) n = covering[1];
        else ids.push([author, n]);
      }
    }
  }
  return ids;
}

/** What turns one record into another; null when nothing does. */
export function changeBetween(before: RoomRecord, after: RoomRecord): RecordChange | null {
  const changed = Object.keys(after).filter((name) => {
    const setting = name as keyof RoomRecord;
    return !apart.has(name) && !same(before[setting], after[setting]);
  });
  const settings: Partial<Settings> = Object.fromEntries(
    changed.map((name) => [name, after[name as keyof RoomRecord]]),
  );
  const known = new Map(before.people.map((person) => [person.author, person]));
  const people = after.people.filter((person) => !same(known.get(person.author), person));
  const votes = after.votes.filter((vote) => !before.votes.some((other) => same(vote, other)));
  const unvoted = before.votes.filter(
    ([on, by]) => !after.votes.some((vote) => vote[0] === on && vote[1] === by),
  );
  const erased = minus(after.erased, before.erased);
  const restored = minus(before.erased, after.erased);
  const change = { settings, people, votes, unvoted, erased, restored };
  return keysOf(change).length > 0 ? change : null;
}

function same(a: unknown, b: unknown): boolean {
  return a === b || JSON.stringify(a) === JSON.stringify(b);
}

const personKey = (person: PersonRecord) => `p${person.author}`;
const voteKey = ([surface, author]: Votes[number]) => `v${surface}.${author}`;
const inkKey = ([author, stroke]: StrokeId) => `e${author}.${stroke}`;

/** Names each part that a change is about. */
export function keysOf(change: RecordChange): string[] {
  return [
    ...Object.keys(change.settings),
    ...change.people.map(personKey),
    ...change.votes.map(voteKey),
    ...change.unvoted.map(voteKey),
    ...change.erased.map(inkKey),
    ...change.restored.map(inkKey),
  ];
}

/** A change with only those parts that a test lets through. */
export function partOf(change: RecordChange, test: (key: string) => boolean): RecordChange {
  return {
    settings: Object.fromEntries(Object.entries(change.settings).filter(([name]) => test(name))),
    people: change.people.filter((person) => test(personKey(person))),
    votes: change.votes.filter((vote) => test(voteKey(vote))),
    unvoted: change.unvoted.filter((vote) => test(voteKey(vote))),
    erased: change.erased.filter((id) => test(inkKey(id))),
    restored: change.restored.filter((id) => test(inkKey(id))),
  };
}

/** Does a change's settings, votes and people to a record; its erased strokes are the canvas's to keep. */
export function applyChange(record: RoomRecord, change: RecordChange): void {
  const { epoch } = record;
  Object.assign(record, structuredClone(change.settings));
  // Two machines may ask for a fresh start at once; the number never goes back.
  record.epoch = Math.max(epoch, record.epoch);
  const changed = new Set([...change.votes, ...change.unvoted].map(voteKey));
  if (changed.size > 0) {
    record.votes = record.votes.filter((vote) => !changed.has(voteKey(vote)));
    record.votes.push(...change.votes);
  }
  for (const person of change.people) {
    const i = record.people.findIndex((known) => known.author === person.author);
    if (i < 0) record.people.push({ ...person });
    else Object.assign(record.people[i] as PersonRecord, person);
    record.nextAuthor = Math.max(record.nextAuthor, person.author + 1);
  }
}

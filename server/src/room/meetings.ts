import type { Room } from './room.ts';

/**
 * Notes whom somebody who leaves while votes are given has met. Two who were here at once are two people; two who never
 * were may be one, under another name.
 *
 * @param next who the same connection is from now on, if it goes on as somebody else
 */
export function noteMeetings(room: Room, author: number, next: number | null): void {
  const { record, roster, ports } = room;
  const person = roster.get(author);
  if (record.task?.kind !== 'fool' || !person) return;
  const most = ports.limits.drawing;
  const here = roster.drawing().filter((other) => other !== author && other !== next);
  person.met = [...new Set([...(person.met ?? []), ...here])].slice(-2 * most);
  // However many come and go: those who came first are forgotten first.
  const noted = record.people.filter(({ met }) => met && met.length > 0);
  for (const one of noted.slice(0, Math.max(0, noted.length - most))) one.met = [];
  room.keeper.noteRecord();
}

/** Forgets who met whom: another task begins. */
export function forgetMeetings({ record }: Room): void {
  for (const person of record.people) if (person.met) person.met = [];
}

/** Tells whether two people were here at once, as far as that was noted when the first of them left. */
export function meetingsOf({ roster }: Room): (a: number, b: number) => boolean {
  const known = new Map<number, ReadonlySet<number>>();
  const metBy = (author: number) => {
    const met = known.get(author) ?? new Set(roster.get(author)?.met);
    known.set(author, met);
    return met;
  };
  return (a, b) => metBy(a).has(b) || metBy(b).has(a);
}

import { type Done, type Refusal, refuse, type Tally, type Vote } from '@inkling/shared/protocol';
import { READING_CLASSES } from '@inkling/shared/reading';
import type { Pen } from './gate.ts';
import type { Room } from './room.ts';

/** Takes what somebody sees on somebody else's tile, while the task asks for it. */
export function vote(room: Room, pen: Pen, { surface, says }: Vote): Done | Refusal {
  const { record } = room;
  if (record.task?.kind !== 'fool') return refuse('not-yours', 'There is nothing to vote on now.');
  if (surface === pen.author) return refuse('not-yours', 'Nobody votes on their own tile.');
  if (!room.roster.get(surface)) return refuse('not-yours', 'There is no such tile.');
  record.votes = record.votes.filter(([on, by]) => on !== surface || by !== pen.author);
  record.votes.push([surface, pen.author, says]);
  room.votesChanged();
  return { ok: true };
}

/** How many said what of each tile. */
export function tallies(room: Room): Tally[] {
  const counts = new Map<number, number[]>();
  for (const [surface, , says] of room.record.votes) {
    const tally = counts.get(surface) ?? new Array<number>(READING_CLASSES).fill(0);
    tally[says] = (tally[says] ?? 0) + 1;
    counts.set(surface, tally);
  }
  return [...counts].map(([surface, tally]) => ({ surface, counts: tally }));
}

/** Forgets all votes: another task begins. */
export function clearVotes(room: Room): void {
  if (room.record.votes.length === 0) return;
  room.record.votes = [];
  room.votesChanged();
}

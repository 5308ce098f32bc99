import { type Done, type Refusal, refuse, type Tally, type Vote } from '@inkling/shared/protocol';
import { READING_CLASSES } from '@inkling/shared/reading';
import type { RoomRecord } from '../store/store.ts';
import type { Pen } from './gate.ts';
import { forgetMeetings, meetingsOf } from './meetings.ts';
import type { Room } from './room.ts';

type Votes = RoomRecord['votes'];

/** Whether somebody has a tile, and a say whatever others say: who left and never had ink, or was removed, or only watches, has neither. */
function takesPart(room: Room, author: number): boolean {
  const record = room.roster.get(author);
  if (!record || record.removed) return false;
  const { here, as } = room.roster.person(record);
  return (here && as === 'draw') || room.canvas.signed(author);
}

/** Takes what somebody sees on somebody else's tile, while the task asks for it. */
export function vote(room: Room, pen: Pen, { surface, says }: Vote): Done | Refusal {
  const { record } = room;
  if (pen.as === 'watch') return refuse('not-yours', 'You are watching this room.');
  if (record.task?.kind !== 'fool') return refuse('not-yours', 'There is nothing to vote on now.');
  if (record.curtain) return refuse('not-yours', 'The curtain is down.');
  if (surface === pen.author) return refuse('not-yours', 'Nobody votes on their own tile.');
  if (!takesPart(room, surface)) return refuse('not-yours', 'There is no such tile.');
  record.votes = record.votes.filter(([on, by]) => on !== surface || by !== pen.author);
  makePlace(room);
  record.votes.push([surface, pen.author, says]);
  room.votesChanged();
  return { ok: true };
}

/** Forgets votes that count no more, and then the oldest, where there are as many as a full class has for its tiles. */
function makePlace(room: Room): void {
  const { record, ports } = room;
  const most = ports.limits.drawing ** 2;
  if (record.votes.length < most) return;
  const counting = new Set(votesThatCount(room));
  record.votes = record.votes.filter((vote) => counting.has(vote));
  record.votes.splice(0, record.votes.length - most + 1);
}

/** Those whom votes concern and who take part. */
function partsOf(room: Room): ReadonlySet<number> {
  const concerned = new Set(room.record.votes.flatMap((vote) => vote.slice(0, 2)));
  return new Set([...concerned].filter((author) => takesPart(room, author)));
}

/** The votes of those who take part, and of those who left without ink if nobody who voted there may be them under a new name. */
function votesThatCount(room: Room): Votes {
  const { votes } = room.record;
  const { roster } = room;
  const parts = partsOf(room);
  const hasLeft = (author: number) => {
    const record = roster.get(author);
    return record !== undefined && !record.removed && !roster.isHere(author);
  };
  const onTiles = votes.filter(([on]) => parts.has(on));
  const counting = onTiles.filter(([, by]) => parts.has(by));
  const left = onTiles.filter(([, by]) => !parts.has(by) && hasLeft(by));
  if (left.length === 0) return counting;
  const haveMet = meetingsOf(room);
  const votedOn = new Map<number, number[]>();
  const count = (vote: Votes[number]) => {
    const [on, by] = vote;
    votedOn.set(on, [...(votedOn.get(on) ?? []), by]);
    return vote;
  };
  for (const vote of counting) count(vote);
  // The latest first: of the names of one person it is the last that counts.
  for (const vote of left.reverse()) {
    const [on, by] = vote;
    const others = votedOn.get(on) ?? [];
    if (others.every((other) => haveMet(by, other))) counting.push(count(vote));
  }
  return counting;
}

/** How many of those whose votes count said what of each tile. */
export function tallies(room: Room): Tally[] {
  const counts = new Map<number, number[]>();
  for (const [surface, , says] of votesThatCount(room)) {
    const tally = counts.get(surface) ?? new Array<number>(READING_CLASSES).fill(0);
    tally[says] = (tally[says] ?? 0) + 1;
    counts.set(surface, tally);
  }
  return [...counts].map(([surface, tally]) => ({ surface, counts: tally }));
}

/** Forgets the votes on surfaces that are drawn on anew: people saw another drawing. */
export function forgetVotes(room: Room, surfaces: Iterable<number | undefined>): void {
  const { record } = room;
  if (record.votes.length === 0) return;
  const redrawn = new Set(surfaces);
  const left = record.votes.filter(([surface]) => !redrawn.has(surface));
  if (left.length === record.votes.length) return;
  record.votes = left;
  room.votesChanged();
}

/** Forgets all votes: another task begins. */
export function clearVotes(room: Room): void {
  forgetMeetings(room);
  if (room.record.votes.length === 0) return;
  room.record.votes = [];
  room.votesChanged();
}

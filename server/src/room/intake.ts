import {
  type BadChunk,
  type Chunk,
  decodeChunks,
  type InkMessage,
  pointCount,
} from '@inkling/shared/ink';
import { type InkAnswer, type Refusal, type RefusedStroke, refuse } from '@inkling/shared/protocol';
import { type Ground, judge, type Pen, refusedStroke } from './gate.ts';
import { finishOldest } from './open-strokes.ts';
import type { Room } from './room.ts';
import { forgetVotes } from './votes.ts';

/** While memory is full, a room of more points than this takes no more. */
const LARGE_POINTS = 100_000;

/** Refused strokes that one answer names for nothing: a page that is refused more of them pays for the others. */
const NAMED = 100;
/** What each further one costs, in points: to name a stroke takes ten times the bytes that asked for it. */
const NAMING_POINTS = 20;

/** Strokes that a connection may have put off; of more the oldest are forgotten, and what comes after them is a gap. */
const PUT_OFF = 100;

/** Judges the chunks of a message and puts what passes into the canvas; resolves once that is stored. */
export async function takeInk(room: Room, pen: Pen, bytes: Uint8Array): Promise<InkAnswer> {
  const { elsewhere, watch } = room.ports;
  const message = decodeChunks(bytes);
  if (!message) return refuse('bad-ink');
  const { chunks, bad } = message;
  // Each chunk costs a point beside those it holds, or a message of thousands of empty ones would cost nothing.
  if (!pen.takePoints(chunks.length + bad.length)) {
    watch.refused('too-fast');
    return putOff(pen, chunks, 'too-fast');
  }
  // Points that seem to be missing may be on their way from the machine that acknowledged them.
  if (elsewhere && hasGap(room, pen, chunks) && !(await elsewhere.caughtUp(room))) {
    return putOff(pen, chunks, 'busy');
  }
  // Not lost: who drew it keeps it, and sends it again.
  if (room.ports.memory?.full && room.canvas.pointTotal > LARGE_POINTS) {
    return putOff(pen, chunks, 'busy');
  }
  const opens = chunks.some((chunk) => opensStroke(room, pen, chunk));
  // What is no ink comes first: chunks of the same stroke that only miss it are refused for that reason.
  const refused = [
    ...bad.map((chunk) => refuseBad(room, chunk)),
    ...chunks.flatMap((chunk) => takeChunk(room, pen, chunk) ?? []),
  ];
  if (opens) finishOldest(room, pen.author);
  watch.chunks(chunks.length);
  const failure = await room.settled();
  if (failure) return failure;
  return refused.length > 0 ? answerFor(pen, message, onePerStroke(refused)) : { ok: true };
}

/** Refuses chunks for the time being: those that come after them in their strokes wait as well. */
function putOff(pen: Pen, chunks: readonly Chunk[], reason: 'too-fast' | 'busy'): Refusal {
  for (const { stroke } of chunks) {
    pen.putOff.delete(stroke);
    pen.putOff.set(stroke, reason);
    const [oldest] = pen.putOff.keys();
    if (oldest !== undefined && pen.putOff.size > PUT_OFF) pen.putOff.delete(oldest);
  }
  return refuse(reason);
}

/** Names the refused strokes, or refuses a message as one where that says the same in a sentence. */
function answerFor(pen: Pen, message: InkMessage, refused: readonly RefusedStroke[]): InkAnswer {
  if (refused.length <= NAMED) return { ok: true, refused };
  // All of it may be sent again: what was taken is a repeat then, and what was refused is refused again.
  if (refused.some(({ reason }) => reason === 'too-fast')) return refuse('too-fast');
  const [{ reason, message: why }] = refused as [RefusedStroke];
  const all = new Set([...message.chunks, ...message.bad].map(({ stroke }) => stroke));
  const alike = refused.every((one) => one.reason === reason && one.message === why);
  if (alike && refused.length === all.size) return refuse(reason, why);
  pen.payPoints(NAMING_POINTS * (refused.length - NAMED));
  return { ok: true, refused };
}

function refuseBad(room: Room, { stroke, message }: BadChunk): RefusedStroke {
  room.ports.watch.refused('bad-ink');
  return refusedStroke(stroke, { refused: 'bad-ink', message });
}

/** Whether a chunk begins a stroke, or goes on with one at rest, and leaves it open. */
function opensStroke({ canvas }: Room, { author }: Pen, { stroke, done }: Chunk): boolean {
  return !done && (canvas.known(author, stroke)?.done ?? true);
}

/** Takes one chunk; what is refused of it, if it is. */
function takeChunk(room: Room, pen: Pen, chunk: Chunk): RefusedStroke | null {
  const verdict = judge(chunk, pen, groundOf(room), room.ports.limits);
  if ('refused' in verdict) {
    room.ports.watch.refused(verdict.refused);
    if (verdict.refused === 'too-fast') putOff(pen, [chunk], 'too-fast');
    return refusedStroke(chunk.stroke, verdict);
  }
  if ('accept' in verdict) {
    pen.putOff.delete(chunk.stroke);
    const taken = room.canvas.append(pen.author, verdict.accept);
    if (taken.at === 0) begun(room, pen.author, taken.surface);
    const { stroke, surface, at, done, points } = taken;
    room.toReader({ author: pen.author, stroke, surface, at, done, points });
  }
  return null;
}

/** The first refusal of each stroke. */
function onePerStroke(refused: readonly RefusedStroke[]): RefusedStroke[] {
  const byStroke = new Map<number, RefusedStroke>();
  for (const one of refused) if (!byStroke.has(one.stroke)) byStroke.set(one.stroke, one);
  return [...byStroke.values()];
}

function begun(room: Room, author: number, surface: number): void {
  forgetVotes(room, [surface]);
  room.sign(author);
  if (room.record.inked) return;
  room.record.inked = true;
  room.keeper.noteRecord();
}

function hasGap(room: Room, pen: Pen, chunks: readonly Chunk[]): boolean {
  const ends = new Map<number, number>();
  return chunks.some(({ stroke, at, points }) => {
    const have = ends.get(stroke) ?? room.canvas.known(pen.author, stroke)?.count ?? 0;
    ends.set(stroke, Math.max(have, at + pointCount(points)));
    return at > have;
  });
}

/** What the gate sees of a room. */
function groundOf({ canvas, record }: Room): Ground {
  return {
    frozen: record.frozen,
    strokeCount: canvas.strokeCount,
    pointTotal: canvas.pointTotal,
    known: (author, stroke) => canvas.known(author, stroke),
    wasErased: (author, stroke) => canvas.wasErased(author, stroke),
  };
}

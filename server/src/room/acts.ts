import { inkOf, type Stroke, strokesOf, toEntry } from '@inkling/shared/canvas';
import { pointCount } from '@inkling/shared/ink';
import { UNDO_MS } from '@inkling/shared/limits';
import {
  type ClearAnswer,
  type Done,
  NOTHING_TAKEN,
  type Refusal,
  refuse,
} from '@inkling/shared/protocol';
import type { StrokeId } from '@inkling/shared/reading';
import * as Y from 'yjs';
import type { UndoRecord } from '../store/store.ts';
import type { Pen } from './gate.ts';
import type { Room } from './room.ts';
import { forgetVotes } from './votes.ts';

/** Takes strokes away: one's own, or anybody's for a host. All or nothing. */
export async function erase(
  room: Room,
  pen: Pen,
  ids: readonly StrokeId[],
): Promise<Done | Refusal> {
  if (!pen.host && ids.some(([author]) => author !== pen.author)) return refuse('not-yours');
  if (room.record.frozen && !pen.host) return refuse('frozen');
  if (!pen.takeStrokes(ids.length)) return refuse('too-fast');
  return settle(room, () => {
    forgetVotes(room, surfacesOf(room, ids));
    const gone = room.canvas.erase(ids);
    forestall(room, pen, ids);
    room.canvasChanged(gone, []);
  });
}

/** Notes erased strokes of one's own that are not there: they may be late, over a line that was cut, and are not to come after all. */
function forestall({ canvas }: Room, pen: Pen, ids: readonly StrokeId[]): void {
  if (pen.as !== 'draw') return;
  const late = ids.flatMap(([author, stroke]) =>
    author === pen.author && !canvas.wasErased(author, stroke) ? [stroke] : [],
  );
  if (late.length === 0) return;
  let place = ROOM_RANGES;
  for (const set of canvas.erased.values()) place -= set.ranges;
  const theirs = canvas.ids((stroke) => stroke.author === pen.author);
  const erased = canvas.erased.get(pen.author)?.highest ?? 0;
  const highest = theirs.reduce((most, [, stroke]) => Math.max(most, stroke), erased);
  for (const stroke of late) {
    if (stroke <= highest + STROKES_AHEAD && place-- > 0) canvas.forestall(pen.author, stroke);
  }
}

/** Strokes of one person that may be on their way above the highest that ever came. */
const STROKES_AHEAD = 100;
/** Ranges of erased strokes in a room beyond which none is noted that never came: they are written with every change of its record. */
const ROOM_RANGES = 5000;

/** Putting back costs as much as so many bytes for each stroke, before it is known how many strokes they are. */
const STROKE_BYTES = 400;

/** Clears one's own ink, or everyone's for a host; the answer names what undoes it. */
export async function clear(room: Room, pen: Pen, surface?: number): Promise<ClearAnswer> {
  if (room.record.frozen && !pen.host) return refuse('frozen');
  if (!pen.host && pen.as === 'watch') return refuse('not-yours');
  const concerned = room.canvas.ids(
    (stroke) =>
      (pen.host || stroke.author === pen.author) &&
      (surface === undefined || stroke.surface === surface),
  );
  if (concerned.length === 0) return { ok: true, undo: NOTHING_TAKEN };
  if (!pen.takeStrokes(concerned.length)) return refuse('too-fast');
  let undo = '';
  const done = await settle(room, () => {
    forgetVotes(room, surfacesOf(room, concerned));
    undo = takeAway(room, concerned, { author: pen.author, removed: null });
  });
  return done.ok ? { ok: true, undo } : done;
}

/** Takes strokes of the canvas away so that it can be undone; returns the undo's id. Everything at once makes a fresh document. */
export function takeAway(
  room: Room,
  ids: readonly StrokeId[],
  by: { readonly author: number; readonly removed: number | null },
): string {
  const id = room.keeper.nextUndoId();
  // Machines that share a room keep its document: what one of them writes meanwhile must have a place.
  const everything = ids.length === room.canvas.strokeCount && !room.ports.elsewhere;
  const strokes = room.canvas.whole(ids);
  // Who was removed may be let in again as long as there is the room.
  const until = by.removed === null ? room.ports.clock.now() + UNDO_MS : room.record.ends;
  room.keeper.keepUndo({ id, ...by, until, strokes: packStrokes(strokes) });
  if (everything) room.freshCanvas();
  else {
    room.canvas.erase(ids);
    room.canvasChanged(ids, []);
  }
  return id;
}

/** Undoes a clear: puts back what it took, beside what was drawn since. */
export async function restore(room: Room, pen: Pen, id: string): Promise<Done | Refusal> {
  if (id === NOTHING_TAKEN) return { ok: true };
  const undo = room.keeper.undos.get(id);
  if (!undo || undo.until < room.ports.clock.now()) {
    return refuse('not-yours', 'There is nothing to bring back; ten minutes may have passed.');
  }
  if (!pen.host && undo.author !== pen.author) return refuse('not-yours');
  if (undo.removed !== null && !pen.host) return refuse('not-host');
  if (room.record.frozen && !pen.host) return refuse('frozen');
  if (!pen.takeStrokes(Math.ceil(undo.strokes.length / STROKE_BYTES))) return refuse('too-fast');
  return putBack(room, [undo]) ?? (await room.settled()) ?? { ok: true };
}

/** Puts back what undos hold, and forgets them; what is more than the canvas may hold stays with them for later. */
export function putBack(room: Room, undos: readonly UndoRecord[]): Refusal | null {
  const strokes = undos
    .flatMap((undo) => unpackStrokes(undo.strokes))
    .filter(({ author, stroke }) => !room.canvas.known(author, stroke));
  if (!hasPlace(room, strokes)) return refuse('canvas-full');
  for (const { id } of undos) room.keeper.dropUndo(id);
  room.canvas.putBack(strokes);
  // Who is let in again has the drawing that was judged.
  const redrawn = undos.every(({ removed }) => removed === null) ? strokes : [];
  forgetVotes(
    room,
    redrawn.map(({ surface }) => surface),
  );
  for (const author of new Set(strokes.map((stroke) => stroke.author))) room.sign(author);
  room.canvasChanged(
    [],
    strokes.map((stroke) => ({ ...stroke, at: 0, done: true })),
  );
  return null;
}

function surfacesOf({ canvas }: Room, ids: readonly StrokeId[]): (number | undefined)[] {
  return ids.map(([author, stroke]) => canvas.known(author, stroke)?.surface);
}

function hasPlace({ canvas, ports }: Room, strokes: readonly Stroke[]): boolean {
  const { roomStrokes, roomPoints } = ports.limits;
  const points = strokes.reduce((sum, stroke) => sum + pointCount(stroke.points), 0);
  return (
    canvas.strokeCount + strokes.length <= roomStrokes && canvas.pointTotal + points <= roomPoints
  );
}

/** Does something to the canvas and waits until it is stored. */
async function settle(room: Room, act: () => void): Promise<Done | Refusal> {
  act();
  return (await room.settled()) ?? { ok: true };
}

function packStrokes(strokes: readonly Stroke[]): Uint8Array {
  const doc = new Y.Doc();
  inkOf(doc).push(
    strokes.map((stroke) => toEntry(stroke.author, { ...stroke, at: 0, done: true })),
  );
  const packed = Y.encodeStateAsUpdate(doc);
  doc.destroy();
  return packed;
}

function unpackStrokes(packed: Uint8Array): Stroke[] {
  const doc = new Y.Doc();
  Y.applyUpdate(doc, packed);
  const strokes = strokesOf(doc);
  doc.destroy();
  return strokes;
}

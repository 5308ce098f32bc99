import type { StrokeId } from '@inkling/shared/reading';
import type { Room } from './room.ts';

/** A stroke whose author left is finished after this long. */
const LEFT_MS = 30_000;

/** So many strokes somebody has open at most: one for each finger. */
const OPEN_STROKES = 10;

/** Ends the oldest open strokes of somebody who has more of them than fingers. */
export function finishOldest(room: Room, author: number): void {
  finish(room, room.canvas.unfinished(author).slice(0, -OPEN_STROKES));
}

/** How to undo the ending of strokes of who left a room: of several leavings the last one counts. */
const leavings = new WeakMap<Room, Map<number, () => void>>();

/** After an author's last connection ended: their open strokes end too, unless they come back soon. */
export function finishUnlessBack(room: Room, author: number): void {
  const waiting = leavings.get(room) ?? new Map<number, () => void>();
  leavings.set(room, waiting);
  waiting.get(author)?.();
  const undo = room.ports.clock.after(LEFT_MS, () => {
    waiting.delete(author);
    if (!room.gone && !room.roster.isHere(author)) finishLeft(room, author);
  });
  waiting.set(author, undo);
}

/** Ends the open strokes of somebody who is not here any more. */
export function finishLeft(room: Room, author: number): void {
  finish(room, room.canvas.unfinished(author));
}

/** Ends the open strokes of everybody whose pen was frozen: what else it says of them is refused. */
export function finishFrozen(room: Room): void {
  finish(
    room,
    room.canvas.unfinished().filter(([author]) => !room.roster.get(author)?.host),
  );
}

function finish(room: Room, open: readonly StrokeId[]): void {
  if (open.length === 0) return;
  room.canvas.finish(open);
  for (const [author, stroke] of open) {
    const known = room.canvas.known(author, stroke);
    if (known) room.toReader({ ...known, at: known.count, points: [] });
  }
  room.frames.touch();
}

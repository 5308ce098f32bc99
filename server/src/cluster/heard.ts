import type { HeardInk } from '../room/heard-ink.ts';
import { finishFrozen } from '../room/open-strokes.ts';
import type { Room } from '../room/room.ts';
import type { UndoRecord } from '../store/store.ts';
import { applyChange, type RecordChange } from './change.ts';

/** What another machine did to a room, as far as it counts here. */
export interface Heard {
  readonly updates: readonly Uint8Array[];
  readonly change: RecordChange | null;
  readonly undos: readonly UndoRecord[];
  readonly dropUndos: readonly string[];
}

/** Does to an open room what other machines did to it, and sees to it that its people are told. */
export function applyHeard(room: Room, heard: Heard): void {
  const { canvas, keeper } = room;
  const { change } = heard;
  if (change) canvas.unbury(change.restored);
  const inks: HeardInk[] = heard.updates.map((update) => canvas.apply(update));
  const buried = change ? canvas.bury(change.erased) : [];
  if (buried.length > 0) inks.push({ added: [], erased: buried });
  for (const undo of heard.undos) keeper.undos.set(undo.id, undo);
  for (const id of heard.dropUndos) keeper.undos.delete(id);
  for (const ink of inks) room.heardInk(ink);
  if (change) applySettings(room, change);
}

function applySettings(room: Room, change: RecordChange): void {
  applyChange(room.record, change);
  // Pens on this machine may have drawn on before it heard.
  if (change.settings.frozen) finishFrozen(room);
  const told = Object.keys(change.settings).length + change.votes.length + change.unvoted.length;
  if (told > 0) room.heardRoom();
  if (change.people.length === 0) return;
  room.roster.refresh();
  room.removedChanged();
  const removed = new Set(change.people.flatMap((p) => (p.removed ? p.author : [])));
  if (removed.size > 0) room.dismiss('removed', (peer) => removed.has(peer.author));
}

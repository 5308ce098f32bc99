import { NumberSet } from '../room/number-set.ts';
import type { Room } from '../room/room.ts';
import type { RoomRecord, UndoRecord } from '../store/store.ts';
import { applyChange, type RecordChange } from './change.ts';
import { decodeEvent, decodeSnapshot, encodeSnapshot, type RoomSnapshot } from './event.ts';

/** A room as its log tells it. */
export interface ToldRoom {
  readonly record: RoomRecord;
  readonly updates: readonly Uint8Array[];
  readonly undos: readonly UndoRecord[];
}

/** Folds a snapshot and the events after it. */
export function foldLog(log: {
  readonly snapshot: { readonly bytes: Uint8Array };
  readonly events: readonly (readonly [number, Uint8Array])[];
}): ToldRoom {
  const { record, update, undos } = decodeSnapshot(log.snapshot.bytes);
  const updates = [update];
  const kept = new Map(undos.map((undo) => [undo.id, undo]));
  for (const [, bytes] of log.events) {
    const event = decodeEvent(bytes);
    if (event.update) updates.push(event.update);
    if (event.change) applyWhole(record, event.change);
    for (const undo of event.undos) kept.set(undo.id, undo);
    for (const id of event.dropUndos) kept.delete(id);
  }
  return { record, updates, undos: [...kept.values()] };
}

/** Does a change to a record that is not an open room's: its erased strokes, too. */
export function applyWhole(record: RoomRecord, change: RecordChange): void {
  applyChange(record, change);
  if (change.erased.length === 0 && change.restored.length === 0) return;
  const sets = new Map(record.erased.map(([author, ranges]) => [author, new NumberSet(ranges)]));
  for (const [author, stroke] of change.erased) {
    const set = sets.get(author) ?? new NumberSet();
    set.add(stroke);
    sets.set(author, set);
  }
  for (const [author, stroke] of change.restored) sets.get(author)?.delete(stroke);
  record.erased = [...sets].map(([author, set]) => [author, set.toJSON()]);
}

/** An open room's record as it is now, apart from the room. */
export function recordOf(room: Room): RoomRecord {
  const erased = [...room.canvas.erased].map(
    ([author, set]) => [author, set.toJSON()] as RoomRecord['erased'][number],
  );
  return structuredClone({ ...room.record, open: false, erased });
}

/** An open room as a snapshot keeps it. */
export function packRoom(room: Room): Uint8Array {
  const now = room.ports.clock.now();
  const undos = [...room.keeper.undos.values()].filter((undo) => undo.until > now);
  const snapshot: RoomSnapshot = { record: recordOf(room), update: room.canvas.encode(), undos };
  return encodeSnapshot(snapshot);
}

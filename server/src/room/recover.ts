import { type Entry, inkOf, strokesOf, toEntry } from '@inkling/shared/canvas';
import * as Y from 'yjs';
import type { RoomRecord } from '../store/store.ts';
import { NumberSet } from './number-set.ts';

/** What could be made of a room's stored updates. */
export interface Recovered {
  readonly updates: readonly Uint8Array[];
  /** Whether updates were missing or unreadable, so that the canvas had to be put together anew. */
  readonly rebuilt: boolean;
}

/**
 * Checks that stored updates make a whole document. When one is missing, Yjs would hold back all that came after it;
 * then every entry that can be read is put into a fresh document (the fold ignores repeats), and the rest of the room opens.
 */
export function recover(
  updates: readonly Uint8Array[],
  erased: RoomRecord['erased'] = [],
): Recovered {
  const doc = new Y.Doc();
  const readable: Uint8Array[] = [];
  for (const update of updates) {
    try {
      Y.applyUpdate(doc, update);
      readable.push(update);
    } catch {
      // Left out; what it held is lost, and the rebuilt flag says so.
    }
  }
  const whole =
    readable.length === updates.length && !doc.store.pendingStructs && !doc.store.pendingDs;
  doc.destroy();
  return whole
    ? { updates, rebuilt: false }
    : { updates: [rebuild(readable, erased)], rebuilt: true };
}

function rebuild(updates: readonly Uint8Array[], erased: RoomRecord['erased']): Uint8Array {
  const found = new Y.Doc();
  const fresh = new Y.Doc();
  for (const update of updates) inkOf(found).push(entriesIn(update));
  // The deletions may be what is missing: what was erased is known from the record.
  const gone = new Map(erased.map(([author, ranges]) => [author, new NumberSet(ranges)]));
  const strokes = strokesOf(found).filter((s) => !gone.get(s.author)?.has(s.stroke));
  inkOf(fresh).push(strokes.map((s) => toEntry(s.author, { ...s, at: 0, done: true })));
  return Y.encodeStateAsUpdate(fresh);
}

/** The entries that an update carries, whatever they hang on. */
function entriesIn(update: Uint8Array): Entry[] {
  const { structs } = Y.decodeUpdate(update);
  return structs.flatMap((struct) => {
    if (!(struct instanceof Y.Item) || !(struct.content instanceof Y.ContentAny)) return [];
    return struct.content.getContent().filter((value): value is Entry => Array.isArray(value));
  });
}

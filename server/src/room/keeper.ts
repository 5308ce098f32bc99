import { randomUUID } from 'node:crypto';
import { type Refusal, refuse } from '@inkling/shared/protocol';
import type { RoomWrite, UndoRecord } from '../store/store.ts';
import type { Room } from './room.ts';

/** A room's log is folded into one snapshot when it has grown to this many updates. */
const COMPACT_AFTER = 400;
/** After a failed write, the next try comes this much later. */
const RETRY_MS = 1000;
/** A store that has not kept a write in this time is ill: pages ask again after ten seconds, and have their answer before. */
const WRITE_MS = 8000;
/** Clears of one person, and removals from the room, that can be undone at the same time. */
const UNDOS_EACH = 20;
/** Bytes of clears that one room keeps, whoever cleared: a full canvas has some three million. */
const UNDO_BYTES = 24_000_000;

const NOT_SAVED = 'Not saved: the server cannot write to its store just now.';

/** Keeps a room in the store: one write per tick, whole snapshots after failures, and the answers that wait for it. */
export class Keeper {
  readonly undos = new Map<string, UndoRecord>();
  readonly #room: Room;
  #waiting: ((failure: Refusal | null) => void)[] = [];
  #recordChanged = false;
  #needsSnapshot = false;
  #logged = 0;
  #newUndos: UndoRecord[] = [];
  #oldUndos: string[] = [];
  #last: Promise<void> = Promise.resolve();
  #retry: (() => void) | null = null;
  /** Held while the room is being deleted: nothing is written, and who waits for an answer waits on. Gone when it was let go. */
  #at: 'keeping' | 'held' | 'gone' = 'keeping';

  constructor(room: Room, undos: readonly UndoRecord[]) {
    this.#room = room;
    const now = room.ports.clock.now();
    for (const undo of undos) {
      if (undo.until > now) this.undos.set(undo.id, undo);
      else this.#oldUndos.push(undo.id);
    }
  }

  /** Resolves once the next flush is stored: null, or why it could not be. */
  saved(): Promise<Refusal | null> {
    if (this.#at === 'gone') return Promise.resolve(refuse('busy', NOT_SAVED));
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  /** Whether the record has changed since it was last written. */
  get recordChanged(): boolean {
    return this.#recordChanged;
  }

  noteRecord(): void {
    this.#recordChanged = true;
  }

  /** The next write replaces the log: the document is another, or a write was lost. */
  noteSnapshot(): void {
    this.#needsSnapshot = true;
    this.#recordChanged = true;
  }

  /** An id for an undo: random, because whoever knows it may ask for it. */
  nextUndoId(): string {
    return randomUUID();
  }

  /** Whether the last write failed: what the room holds is not all in the store. */
  get unsaved(): boolean {
    return this.#retry !== null;
  }

  keepUndo(undo: UndoRecord): void {
    this.#dropOld(undo);
    this.undos.set(undo.id, undo);
    this.#newUndos.push(undo);
  }

  /** Lets go of what can no longer be undone, and of the oldest where somebody clears, or a host removes, again and again. */
  #dropOld(fresh: UndoRecord): void {
    const now = this.#room.ports.clock.now();
    const alike: string[] = [];
    for (const [id, old] of this.undos) {
      if (old.until < now) this.dropUndo(id);
      else if (areAlike(old, fresh)) alike.push(id);
    }
    for (const id of alike.slice(0, Math.max(0, alike.length - UNDOS_EACH + 1))) this.dropUndo(id);
    if (fresh.removed === null) this.#makePlace(fresh.strokes.length);
  }

  /** Lets go of the oldest clears where so many bytes more are too much for the room. */
  #makePlace(bytes: number): void {
    const clears = [...this.undos.values()].filter(({ removed }) => removed === null);
    let kept = clears.reduce((sum, { strokes }) => sum + strokes.length, bytes);
    for (const { id, strokes } of clears) {
      if (kept <= UNDO_BYTES) return;
      kept -= strokes.length;
      this.dropUndo(id);
    }
  }

  dropUndo(id: string): void {
    this.undos.delete(id);
    this.#oldUndos.push(id);
  }

  /** Stores what the document learned, with whatever else changed; answers all who wait. */
  keep(update: Uint8Array | null): void {
    if (this.#at !== 'keeping') return;
    const waiting = this.#waiting.splice(0);
    if (this.#retry) {
      // The store is ill: it is not asked again before the next try, which takes everything.
      answer(waiting, true);
      return;
    }
    const undos = this.#newUndos.length + this.#oldUndos.length;
    const something = update || this.#recordChanged || this.#needsSnapshot || undos > 0;
    if (!something) {
      if (waiting.length > 0) this.#last.then(() => answer(waiting, this.#needsSnapshot));
      return;
    }
    // Where machines share the log, one of them folds it.
    if (this.#logged >= COMPACT_AFTER && !this.#room.ports.elsewhere) this.#needsSnapshot = true;
    const write = this.#compose(update);
    this.#last = this.#write(write).then((stored) => answer(waiting, !stored));
  }

  #compose(update: Uint8Array | null): RoomWrite {
    const { record, canvas } = this.#room;
    const write: { -readonly [K in keyof RoomWrite]: RoomWrite[K] } = {};
    if (this.#needsSnapshot) {
      write.snapshot = canvas.encode();
      this.#logged = 1;
    } else if (update) {
      write.append = update;
      this.#logged++;
    }
    if (this.#recordChanged) {
      record.erased = [...canvas.erased].map(([author, set]) => [author, set.toJSON()]);
      write.record = structuredClone(record);
    }
    this.#needsSnapshot = false;
    this.#recordChanged = false;
    write.undos = this.#newUndos.splice(0);
    write.dropUndos = this.#oldUndos.splice(0);
    return write;
  }

  async #write(write: RoomWrite): Promise<boolean> {
    const { ports, code } = this.#room;
    const began = performance.now();
    try {
      await this.#inTime(ports.store.write(code, write));
      ports.watch.stored(performance.now() - began);
      return true;
    } catch (error) {
      ports.onStoreFault(error);
      this.noteSnapshot();
      this.#newUndos.push(...(write.undos ?? []));
      this.#oldUndos.push(...(write.dropUndos ?? []));
      this.#retry ??= ports.clock.after(RETRY_MS, () => {
        this.#retry = null;
        this.keep(null);
      });
      return false;
    }
  }

  /** Fails when the store takes too long: a promise that is never kept must not hold answers for ever. */
  #inTime(written: Promise<void>): Promise<void> {
    return new Promise((resolve, reject) => {
      const late = () => reject(new Error(`the store did not answer within ${WRITE_MS} ms`));
      written.finally(this.#room.ports.clock.after(WRITE_MS, late)).then(resolve, reject);
    });
  }

  /** The store may be asked again: the next write takes everything. */
  renew(): void {
    this.#stopRetry();
    this.noteSnapshot();
  }

  /** Deletes the room from the store; where that cannot be done, what was not written meanwhile is, and the answer is false. */
  async delete(): Promise<boolean> {
    const { ports, code } = this.#room;
    this.#at = 'held';
    this.#stopRetry();
    try {
      await this.#inTime(ports.store.delete(code));
      return true;
    } catch (error) {
      ports.onStoreFault(error);
      this.#at = 'keeping';
      this.noteSnapshot();
      this.keep(null);
      return false;
    }
  }

  /** Writes nothing any more. */
  letGo(): void {
    this.#at = 'gone';
    this.#stopRetry();
    answer(this.#waiting.splice(0), true);
  }

  /** Stores a snapshot and that the room was closed in order; says whether that could be stored. */
  async close(): Promise<boolean> {
    if (this.#at !== 'keeping') return true;
    this.#stopRetry();
    this.#room.record.open = false;
    if (this.#logged > 1 && !this.#room.ports.elsewhere) this.noteSnapshot();
    this.noteRecord();
    this.keep(null);
    await this.#last;
    if (this.#retry) this.#room.record.open = true;
    return this.#retry === null;
  }

  #stopRetry(): void {
    this.#retry?.();
    this.#retry = null;
  }
}

/** Whether two undos count together: the clears of one person do, and all removals. */
function areAlike(a: UndoRecord, b: UndoRecord): boolean {
  if (a.removed !== null || b.removed !== null) return a.removed !== null && b.removed !== null;
  return a.author === b.author;
}

function answer(waiting: readonly ((failure: Refusal | null) => void)[], failed: boolean): void {
  for (const resolve of waiting) resolve(failed ? refuse('busy', NOT_SAVED) : null);
}

import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import { type Database, open, type RootDatabase } from 'lmdb';
import { type Clock, realClock } from '../room/tick.ts';
import { checkWhole } from './check-whole.ts';
import { Gather } from './gather.ts';
import type { RoomRecord, RoomWrite, Store, StoredRoom, UndoRecord } from './store.ts';

type LogKey = [code: string, seq: number];
type UndoKey = [code: string, id: string];

/** Writes of all rooms within so many milliseconds are one transaction: its cost is in the commit, not in what it holds. */
const GATHER_MS = 40;

/** A write with its places in the log. */
interface Numbered {
  readonly code: string;
  readonly write: RoomWrite;
  readonly snapshotKey: LogKey;
  readonly appendKey: LogKey;
}

/** What could not be read from the store, told so that somebody can look. */
export type SetAside = (problem: { readonly code: string; readonly what: string }) => void;

/**
 * The embedded store: LMDB, transactional, memory-mapped. A resolved write is in the operating system's hands, so it
 * survives `kill -9`; LMDB syncs every commit, so a power cut loses at most the last moment.
 */
export class LmdbStore implements Store {
  readonly #root: RootDatabase;
  readonly #records: Database<RoomRecord, string>;
  readonly #log: Database<Uint8Array, LogKey>;
  readonly #undos: Database<UndoRecord, UndoKey>;
  readonly #aside: Database<Uint8Array, LogKey>;
  readonly #next = new Map<string, number>();
  readonly #writes: Gather<Numbered>;

  constructor(
    dataDir: string,
    private readonly setAside: SetAside = () => {},
    clock: Clock = realClock,
  ) {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 });
    const path = join(dataDir, 'rooms.lmdb');
    checkWhole(path);
    this.#root = open({ path, maxDbs: 8 });
    this.#records = this.#root.openDB({ name: 'records' });
    this.#log = this.#root.openDB({ name: 'log', encoding: 'binary' });
    this.#undos = this.#root.openDB({ name: 'undos' });
    this.#aside = this.#root.openDB({ name: 'aside', encoding: 'binary' });
    this.#writes = new Gather((writes) => this.#commit(writes), clock, GATHER_MS);
  }

  async create(record: RoomRecord): Promise<boolean> {
    return this.#records.ifNoExists(record.code, () => {
      this.#records.put(record.code, record);
    });
  }

  load(code: string): StoredRoom | null {
    const record = this.#read(code, 'record', () => this.#records.get(code));
    if (!record) return null;
    const updates: Uint8Array[] = [];
    let last = 0;
    let spoiled = 0;
    for (const { key, value } of this.#log.getRange(within(code))) {
      const update = unseal(value);
      if (update) updates.push(update);
      else {
        spoiled++;
        this.setAside({ code, what: `update ${key[1]}` });
        this.#aside.put(key, value);
      }
      last = key[1];
    }
    this.#next.set(code, last + 1);
    const undos = [...this.#undos.getKeys(within(code))].flatMap((key) => {
      return this.#read(code, 'undo', () => this.#undos.get(key as UndoKey)) ?? [];
    });
    return { record, updates, spoiled, undos };
  }

  /** Reads a value; one that cannot be decoded is told of, and left where it is. */
  #read<T>(code: string, what: string, read: () => T | undefined): T | undefined {
    try {
      return read();
    } catch {
      this.setAside({ code, what });
      return undefined;
    }
  }

  write(code: string, write: RoomWrite): Promise<void> {
    // Numbered now, not when the writer comes to it: the log has the order in which things were said.
    const snapshotKey: LogKey = [code, write.snapshot ? this.#takeSeq(code) : 0];
    const appendKey: LogKey = [code, write.append ? this.#takeSeq(code) : 0];
    return this.#writes.add({ code, write, snapshotKey, appendKey });
  }

  async #commit(writes: readonly Numbered[]): Promise<void> {
    await this.#root.transaction(() => {
      for (const write of writes) this.#put(write);
    });
  }

  #put({ code, write, snapshotKey, appendKey }: Numbered): void {
    const { append, snapshot, record, undos = [], dropUndos = [] } = write;
    if (snapshot) {
      // Only what came before it: what was said since may be written already.
      const before = { start: [code], end: snapshotKey };
      for (const key of [...this.#log.getKeys(before)]) this.#log.remove(key as LogKey);
      this.#log.put(snapshotKey, seal(snapshot));
    }
    if (append) this.#log.put(appendKey, seal(append));
    if (record) this.#records.put(code, record);
    for (const undo of undos) this.#undos.put([code, undo.id], undo);
    for (const id of dropUndos) this.#undos.remove([code, id]);
  }

  #takeSeq(code: string): number {
    const seq = this.#next.get(code) ?? 1;
    this.#next.set(code, seq + 1);
    return seq;
  }

  async delete(code: string): Promise<void> {
    // What was said before must not come after.
    await this.#writes.settled();
    this.#next.delete(code);
    await this.#root.transaction(() => {
      this.#records.remove(code);
      for (const key of [...this.#log.getKeys(within(code))]) this.#log.remove(key as LogKey);
      for (const key of [...this.#undos.getKeys(within(code))]) this.#undos.remove(key as UndoKey);
    });
  }

  *records(): Generator<RoomRecord> {
    for (const code of [...this.#records.getKeys()]) {
      const record = this.#read(code as string, 'record', () => this.#records.get(code as string));
      if (record) yield record;
    }
  }

  count(): number {
    return this.#records.getCount();
  }

  async probe(): Promise<void> {
    await this.#log.put(['', 0], new Uint8Array([Date.now() & 0xff]));
  }

  async close(): Promise<void> {
    await this.#writes.settled();
    await this.#root.flushed;
    await this.#root.close();
  }
}

/** An update with its checksum before it, so that what the disk spoils is noticed. */
function seal(update: Uint8Array): Uint8Array {
  const sealed = Buffer.alloc(update.length + 4);
  sealed.writeUInt32BE(crc32(update));
  sealed.set(update, 4);
  return sealed;
}

/** The update in a sealed value; null when the checksum is not its own. */
function unseal(sealed: Uint8Array): Uint8Array | null {
  const bytes = Buffer.from(sealed);
  if (bytes.length < 4) return null;
  const update = new Uint8Array(bytes.subarray(4));
  return crc32(update) === bytes.readUInt32BE() ? update : null;
}

/** The range of keys that begin with a code. */
function within(code: string): { start: [string]; end: [string, string] } {
  return { start: [code], end: [code, '\u{10ffff}'] };
}

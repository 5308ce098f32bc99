import type {
  RoomRecord,
  RoomWrite,
  Store,
  StoredRoom,
  UndoRecord,
} from '../../src/store/store.ts';
import type { HandClock } from '../hand-clock.ts';
import type { Random } from './random.ts';

interface Kept {
  record: RoomRecord;
  updates: Uint8Array[];
  readonly undos: Map<string, UndoRecord>;
}

interface Pending {
  commit(): void;
  resolve(): void;
}

/** A store in memory whose writes take their time, can fail, and are lost when the process dies. */
export class MemoryStore implements Store {
  readonly #rooms = new Map<string, Kept>();
  #pending: Pending[] = [];
  #free = 0;
  /** Every write fails while this is set. */
  failing = false;
  /** No write asked for while this is set ever ends, well or badly. */
  hanging = false;
  /** How long a write may take, in milliseconds. */
  slowest = 30;
  /** Called when a write is asked for; what it returns is called when the write is durable. */
  onWrite: () => () => void = () => () => {};

  constructor(
    private readonly clock: HandClock,
    private readonly random: Random,
  ) {}

  #queue(commit: () => void): Promise<void> {
    if (this.hanging) return new Promise(() => {});
    const told = this.onWrite();
    return new Promise((resolve, reject) => {
      const fails = this.failing;
      const pending: Pending = {
        commit: () => {
          commit();
          told();
        },
        resolve,
      };
      if (!fails) this.#pending.push(pending);
      this.#free = Math.max(this.#free, this.clock.now() + this.random.below(this.slowest + 1));
      this.clock.after(this.#free - this.clock.now(), () => {
        if (fails) return reject(new Error('ENOSPC: no space left on device'));
        const i = this.#pending.indexOf(pending);
        if (i < 0) return;
        this.#pending.splice(i, 1);
        pending.commit();
        pending.resolve();
      });
    });
  }

  /** The process dies: some of what was on its way still got there, in order, but nobody was told. */
  crash(): void {
    const arrived = this.random.below(this.#pending.length + 1);
    for (const pending of this.#pending.slice(0, arrived)) pending.commit();
    this.#pending = [];
  }

  async create(record: RoomRecord): Promise<boolean> {
    if (this.#rooms.has(record.code)) return false;
    const kept = { record: structuredClone(record), updates: [], undos: new Map() };
    await this.#queue(() => this.#rooms.set(record.code, kept));
    return true;
  }

  load(code: string): StoredRoom | null {
    const kept = this.#rooms.get(code);
    if (!kept) return null;
    const { record, updates, undos } = kept;
    return {
      record: structuredClone(record),
      updates: [...updates],
      spoiled: 0,
      undos: [...undos.values()],
    };
  }

  write(code: string, write: RoomWrite): Promise<void> {
    return this.#queue(() => {
      const kept = this.#rooms.get(code);
      if (!kept) return;
      if (write.snapshot) kept.updates = [write.snapshot];
      if (write.append) kept.updates.push(write.append);
      if (write.record) kept.record = write.record;
      for (const undo of write.undos ?? []) kept.undos.set(undo.id, undo);
      for (const id of write.dropUndos ?? []) kept.undos.delete(id);
    });
  }

  delete(code: string): Promise<void> {
    return this.#queue(() => this.#rooms.delete(code));
  }

  *records(): Generator<RoomRecord> {
    for (const { record } of this.#rooms.values()) yield structuredClone(record);
  }

  count(): number {
    return this.#rooms.size;
  }

  async probe(): Promise<void> {
    if (this.failing) throw new Error('ENOSPC: no space left on device');
  }

  async close(): Promise<void> {}

  /** Bytes that a room takes: its updates, its record and its undos. */
  size(code: string): { ink: number; record: number; undos: number; updates: number } {
    const kept = this.#rooms.get(code);
    const sum = (list: Iterable<Uint8Array>) => [...list].reduce((n, { length }) => n + length, 0);
    return {
      ink: sum(kept?.updates ?? []),
      updates: kept?.updates.length ?? 0,
      record: JSON.stringify(kept?.record ?? null).length,
      undos: sum([...(kept?.undos.values() ?? [])].map(({ strokes }) => strokes)),
    };
  }
}

import type { Pointer } from '@inkling/shared/frame';
import type { Room } from '../room/room.ts';
import type { Clock } from '../room/tick.ts';
import type { RoomRecord, RoomWrite, Store, StoredRoom } from '../store/store.ts';
import type { Bus } from './bus.ts';
import { Chores } from './chores.ts';
import { encodeSnapshot } from './event.ts';
import { Presence } from './presence.ts';
import { Tie } from './tie.ts';

/** An empty Yjs v1 update: no structs, no deletions. */
const NOTHING = new Uint8Array([0, 0]);
/** How often the number of rooms is asked for. */
const COUNT_MS = 10_000;

interface Shared {
  readonly tie: Tie;
  here: readonly Uint8Array[];
  /** What was said in passing before the room was open. */
  early: Uint8Array[];
  open: { readonly room: Room; readonly presence: Presence; readonly chores: Chores } | null;
}

/** What a room tells other machines, and asks of them, beside what it stores. */
export interface Elsewhere {
  /** A room was made of what `load` gave. */
  opened(room: Room): void;
  /** A room is closed on this machine. */
  closed(room: Room): Promise<void>;
  /** Resolves when the room has all that was acknowledged anywhere; to false when the bus is away. */
  caughtUp(room: Room): Promise<boolean>;
  /** A number for a newcomer; null when the bus is away. */
  allot(room: Room): Promise<number | null>;
  peopleChanged(room: Room): void;
  point(room: Room, pointer: Pointer): void;
}

export interface ClusterOptions {
  readonly bus: Bus;
  readonly clock: Clock;
  onFault(error: unknown): void;
}

/** This machine's part in a cluster: the store of its rooms, and their ties to the bus. */
export class Cluster implements Store, Elsewhere {
  readonly #bus: Bus;
  readonly #shared = new Map<string, Shared>();
  #mark = 0;
  #count = 0;
  #cancelCount: () => void = () => {};
  /** Ends a room that another machine has ended. */
  onEnded: (room: Room) => void = () => {};

  constructor(private readonly options: ClusterOptions) {
    this.#bus = options.bus;
    this.#bus.onUp(() => this.#healAll());
    this.#countRooms();
  }

  get machine(): string {
    return this.#bus.machine;
  }

  #countRooms(): void {
    this.#bus.count().then(
      (count) => {
        this.#count = count;
      },
      () => {},
    );
    this.#cancelCount = this.options.clock.after(COUNT_MS, () => this.#countRooms());
  }

  #healAll(): void {
    for (const { tie, open } of this.#shared.values()) {
      tie.heal().catch(() => {});
      void open?.presence.beat();
    }
  }

  async create(record: RoomRecord): Promise<boolean> {
    const snapshot = encodeSnapshot({ record, update: NOTHING, undos: [] });
    const made = await this.#bus.create(record.code, {
      snapshot,
      ends: record.ends,
      author: record.nextAuthor - 1,
      writer: record.writer,
    });
    if (made) this.#count++;
    return made;
  }

  async load(code: string): Promise<StoredRoom | null> {
    const tie = new Tie(code, {
      bus: this.#bus,
      nextMark: () => ++this.#mark,
      onFault: this.options.onFault,
      onEnded: (room) => this.onEnded(room),
    });
    const shared: Shared = { tie, here: [], early: [], open: null };
    this.#shared.set(code, shared);
    try {
      await this.#bus.follow(code, {
        event: (at, bytes) => tie.hear(at, bytes),
        whisper: (bytes) => this.#hearWhisper(shared, bytes),
        ended: () => shared.open && this.onEnded(shared.open.room),
      });
      const opened = await tie.open();
      if (!opened) await this.#forget(code);
      shared.here = opened?.here ?? [];
      return opened?.stored ?? null;
    } catch (error) {
      await this.#forget(code).catch(() => {});
      throw error;
    }
  }

  #hearWhisper(shared: Shared, bytes: Uint8Array): void {
    try {
      if (shared.open) shared.open.presence.hear(bytes);
      else shared.early.push(bytes);
    } catch (error) {
      this.options.onFault(error);
    }
  }

  async #forget(code: string): Promise<void> {
    this.#shared.delete(code);
    await this.#bus.unfollow(code);
  }

  opened(room: Room): void {
    const shared = this.#shared.get(room.code);
    if (!shared) return;
    const { tie } = shared;
    const presence: Presence = new Presence(room, this.#bus, {
      place: () => tie.at,
      head: (head, place) => chores.look(head, place),
    });
    const chores: Chores = new Chores(room, this.#bus, { tie, presence });
    shared.open = { room, presence, chores };
    for (const bytes of [...shared.here, ...shared.early.splice(0)]) presence.hear(bytes);
    shared.here = [];
    tie.bind(room);
    chores.start();
  }

  async closed(room: Room): Promise<void> {
    const shared = this.#shared.get(room.code);
    if (shared?.open?.room !== room) return;
    const { presence, chores } = shared.open;
    chores.stop();
    shared.tie.release();
    await chores.fold(1).catch(() => {});
    this.#shared.delete(room.code);
    await presence.close();
    await this.#bus.unfollow(room.code).catch(() => {});
  }

  async write(code: string, write: RoomWrite): Promise<void> {
    const shared = this.#shared.get(code);
    if (!shared?.open) throw new Error('a room that is not open was written');
    await shared.tie.write(write);
  }

  async delete(code: string): Promise<void> {
    await this.#bus.end(code);
    if (!this.#shared.get(code)?.open) await this.#forget(code);
  }

  *records(): Generator<RoomRecord> {
    // Redis lets rooms go by itself when they end; only those that are open here have somebody to tell.
    for (const { open } of [...this.#shared.values()]) if (open) yield open.room.record;
  }

  count(): number {
    return this.#count;
  }

  probe(): Promise<void> {
    return this.#bus.probe();
  }

  async caughtUp(room: Room): Promise<boolean> {
    const shared = this.#shared.get(room.code);
    if (!this.#bus.up || !shared) return false;
    return shared.tie.caughtUp().then(
      () => true,
      () => false,
    );
  }

  async allot(room: Room): Promise<number | null> {
    return this.#bus.allot(room.code, 'author').catch(() => null);
  }

  peopleChanged(room: Room): void {
    this.#shared.get(room.code)?.open?.presence.changed();
  }

  point(room: Room, pointer: Pointer): void {
    this.#shared.get(room.code)?.open?.presence.point(pointer);
  }

  async close(): Promise<void> {
    this.#cancelCount();
    await this.#bus.close();
  }
}

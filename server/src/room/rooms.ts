import type { Refusal, RoomKind } from '@inkling/shared/protocol';
import type { ReadingChange } from '@inkling/shared/reading';
import type { RoomRecord } from '../store/store.ts';
import { leap } from './epoch.ts';
import type { RoomPorts } from './ports.ts';
import { recover } from './recover.ts';
import { Room } from './room.ts';
import { type MadeRoom, RoomMaker } from './room-maker.ts';

/** A room nobody is in is closed after this long. */
const IDLE_MS = 60_000;
/** Expired rooms are looked for this often. */
const EXPIRE_EVERY_MS = 10 * 60_000;

/** Every room of this server: the one owner of loading, closing, expiring and deleting them. */
export class Rooms {
  readonly #open = new Map<string, Room>();
  readonly #opening = new Map<string, Promise<Room | null>>();
  readonly #closing = new Map<string, Promise<void>>();
  /** Rooms that are being deleted; each says in the end whether it could be. */
  readonly #ending = new Map<Room, Promise<boolean>>();
  readonly #maker: RoomMaker;
  #stopped = false;
  #cancelSweep: () => void = () => {};

  constructor(
    private readonly ports: RoomPorts,
    private readonly options: {
      readonly ttlMs: number;
      onRecovered(code: string): void;
    },
  ) {
    const isOpen = (code: string) => this.#open.has(code);
    this.#maker = new RoomMaker(ports, { ttlMs: options.ttlMs, isOpen });
    this.#sweep();
  }

  /** The other machines, where there are any. */
  get elsewhere(): RoomPorts['elsewhere'] {
    return this.ports.elsewhere;
  }

  /** Makes a room; or says that too many are being made, that there is no place for more, or that none can be kept. */
  make(kind: RoomKind): Promise<MadeRoom | Refusal> {
    return this.#maker.make(kind);
  }

  /** An open room, or the stored one opened; null when there is none. Two who ask at once share one load. */
  async get(code: string): Promise<Room | null> {
    await this.#closing.get(code);
    const open = this.#open.get(code);
    if (open) return open;
    if (this.#stopped) return null;
    const opening = this.#opening.get(code) ?? this.#load(code);
    this.#opening.set(code, opening);
    return opening.finally(() => this.#opening.delete(code));
  }

  async #load(code: string): Promise<Room | null> {
    const stored = await this.ports.store.load(code);
    if (!stored) return null;
    const { record } = stored;
    if (record.ends <= this.ports.clock.now()) {
      await this.ports.store.delete(code);
      return null;
    }
    const { shared } = stored;
    // What a shared room's log lacks is on its way from another machine.
    const { updates, rebuilt } = shared
      ? { updates: stored.updates, rebuilt: false }
      : recover(stored.updates, record.erased);
    const damaged = rebuilt || stored.spoiled > 0;
    if (damaged) this.options.onRecovered(code);
    // After a crash a client may hold ink that was never stored: another epoch makes it start anew.
    if (record.open || damaged) record.epoch = leap(record.epoch);
    record.open = !shared;
    record.writer = shared?.writer ?? record.writer + 1;
    const known = shared ? true : await this.#noteOpen(record);
    const room = new Room(record, this.ports, { updates, undos: stored.undos });
    if (damaged) room.keeper.noteSnapshot();
    if (!known) room.keeper.noteRecord();
    this.#open.set(code, room);
    this.ports.elsewhere?.opened(room);
    this.idle(room);
    return room;
  }

  /**
   * Stores that a room is open before anybody sees ink of its new writer: after a crash, the same writer with other ink
   * would never come to the same canvas. When that cannot be stored, an epoch out of turn keeps the two apart.
   */
  async #noteOpen(record: RoomRecord): Promise<boolean> {
    try {
      await this.ports.store.write(record.code, { record: structuredClone(record) });
      return true;
    } catch (error) {
      this.ports.onStoreFault(error);
      record.epoch = leap(record.epoch);
      return false;
    }
  }

  /** Says that nobody may be left in a room: it is closed unless somebody comes. */
  idle(room: Room): void {
    if (room.audience.size > 0) return;
    this.ports.clock.after(IDLE_MS, () => {
      // Ask again: somebody may have come since.
      if (room.audience.size > 0 || this.#open.get(room.code) !== room) return;
      void this.#unload(room);
    });
  }

  async #unload(room: Room): Promise<void> {
    if (this.#ending.has(room)) return;
    return this.#letGo(room, async () => {
      if (await room.close()) return this.ports.elsewhere?.closed(room);
      // What the store would not take is kept in memory until it does.
      this.#open.set(room.code, room);
      this.idle(room);
    });
  }

  /** Closes every room that nobody is in, without waiting whether somebody comes: memory is short. */
  relieve(): void {
    for (const room of [...this.#open.values()]) {
      if (room.audience.size === 0) void this.#unload(room);
    }
  }

  /** Whether memory is so short that nothing new is begun. */
  get short(): boolean {
    return this.ports.memory?.tight ?? false;
  }

  /** Whether memory is at its end: nobody new comes in. */
  get brimful(): boolean {
    return this.ports.memory?.full ?? false;
  }

  /** Deletes a room, and then ends it; one that cannot be deleted goes on as it was, and the answer is false. */
  end(room: Room): Promise<boolean> {
    const ending = this.#ending.get(room) ?? this.#end(room);
    this.#ending.set(room, ending);
    return ending;
  }

  async #end(room: Room): Promise<boolean> {
    const deleted = await room.keeper.delete();
    if (deleted) void this.ended(room);
    else {
      this.#ending.delete(room);
      this.idle(room);
    }
    return deleted;
  }

  /** A room was deleted, here or by another machine: everybody is told, and nothing of it is left. */
  async ended(room: Room): Promise<void> {
    // Whoever asked for it here is shown out, too: the answer goes first.
    await this.#ending.get(room);
    this.ports.clock.after(0, () => void this.#farewell(room));
  }

  async #farewell(room: Room): Promise<void> {
    this.#ending.delete(room);
    if (this.#open.get(room.code) !== room) return;
    await this.#letGo(room, async () => {
      room.dismiss('ended');
      room.letGo();
      await this.ports.elsewhere?.closed(room);
    });
  }

  /** Whoever asks for a room that is on its way out waits until it is gone. */
  #letGo(room: Room, farewell: () => Promise<void>): Promise<void> {
    this.#open.delete(room.code);
    const gone = farewell().finally(() => this.#closing.delete(room.code));
    this.#closing.set(room.code, gone);
    return gone;
  }

  /** Hands readings to their room. */
  read(code: string, changes: readonly ReadingChange[]): void {
    this.#open.get(code)?.read(changes);
  }

  /** An open room; undefined when it is not open. */
  peek(code: string): Room | undefined {
    return this.#open.get(code);
  }

  get openCount(): number {
    return this.#open.size;
  }

  [Symbol.iterator](): Iterator<Room> {
    return this.#open.values();
  }

  /** Deletes what has expired, now and then. */
  #sweep(): void {
    this.#cancelSweep = this.ports.clock.after(EXPIRE_EVERY_MS, async () => {
      try {
        await this.#expire();
      } catch (error) {
        this.ports.onStoreFault(error);
      }
      if (!this.#stopped) this.#sweep();
    });
  }

  async #expire(): Promise<void> {
    const now = this.ports.clock.now();
    for (const record of this.ports.store.records()) {
      if (record.ends > now) continue;
      const open = this.#open.get(record.code);
      if (open) await this.end(open);
      else await this.ports.store.delete(record.code);
    }
  }

  /** Rooms that hold what the store would not take. */
  get unsaved(): number {
    return [...this.#open.values()].filter((room) => room.keeper.unsaved).length;
  }

  /** Whether the server is on its way out. */
  get stopped(): boolean {
    return this.#stopped;
  }

  /** Closes every room in order; after this no room opens. */
  async stop(): Promise<void> {
    this.#stopped = true;
    this.#cancelSweep();
    await Promise.allSettled([...this.#opening.values(), ...this.#ending.values()]);
    const closing = [...this.#open.values()].map((room) => {
      return this.#letGo(room, async () => {
        if (!(await room.close())) room.letGo();
        await this.ports.elsewhere?.closed(room);
      });
    });
    await Promise.all([...closing, ...this.#closing.values()]);
  }
}

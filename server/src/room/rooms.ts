import { randomInt } from 'node:crypto';
import { CODE_LENGTH, CODE_LETTERS } from '@inkling/shared/limits';
import { type Refusal, type RoomKind, refuse } from '@inkling/shared/protocol';
import type { ReadingChange } from '@inkling/shared/reading';
import type { RoomRecord } from '../store/store.ts';
import { leap } from './epoch.ts';
import { Bucket } from './pace.ts';
import type { RoomPorts } from './ports.ts';
import { recover } from './recover.ts';
import { hashKey, makeKey } from './roles.ts';
import { Room } from './room.ts';

/** A room nobody is in is closed after this long. */
const IDLE_MS = 60_000;
/** Expired rooms are looked for this often. */
const EXPIRE_EVERY_MS = 10 * 60_000;
/** A room that nobody has drawn in by then may make place for another. */
const UNUSED_MS = 10 * 60_000;
const PLACE_EVERY_MS = 60_000;

const TOO_MANY = 'Too many rooms are being made; try again in a moment.';
const NO_PLACE =
  'There is no place for another room; one that exists still works. Try again in some minutes.';
const NO_MEMORY =
  'The server is short of memory; a room that exists still works. Try again in a minute.';
const NOT_KEPT = 'Not saved: the server cannot write to its store just now.';

/** A room that was just made, and the key that rules it. */
export interface MadeRoom {
  readonly code: string;
  readonly key: string;
}

/** Every room of this server: the one owner of loading, closing, expiring and deleting them. */
export class Rooms {
  readonly #open = new Map<string, Room>();
  readonly #opening = new Map<string, Promise<Room | null>>();
  readonly #closing = new Map<string, Promise<void>>();
  /** Rooms that are being deleted; each says in the end whether it could be. */
  readonly #ending = new Map<Room, Promise<boolean>>();
  readonly #pace: Bucket;
  #stopped = false;
  #madePlaceAt = Number.NEGATIVE_INFINITY;
  #cancelSweep: () => void = () => {};

  constructor(
    private readonly ports: RoomPorts,
    private readonly options: {
      readonly ttlMs: number;
      onRecovered(code: string): void;
    },
  ) {
    const { roomRate, roomBurst } = ports.limits;
    this.#pace = new Bucket({ rate: roomRate, burst: roomBurst }, ports.clock.now);
    this.#sweep();
  }

  /** The other machines, where there are any. */
  get elsewhere(): RoomPorts['elsewhere'] {
    return this.ports.elsewhere;
  }

  /** Makes a room; or says that too many are being made, that there is no place for more, or that none can be kept. */
  async make(kind: RoomKind): Promise<MadeRoom | Refusal> {
    if (this.short) return refuse('busy', NO_MEMORY);
    if (!this.#pace.take()) return refuse('busy', TOO_MANY);
    try {
      const { store, limits } = this.ports;
      if (store.count() >= limits.rooms) await this.#makePlace();
      if (store.count() >= limits.rooms) return refuse('busy', NO_PLACE);
      return await this.#make(kind);
    } catch (error) {
      this.ports.onStoreFault(error);
      return refuse('busy', NOT_KEPT);
    }
  }

  /** Rooms that were made a while ago and never drawn in make place for new ones, so that making rooms fills nothing up. */
  async #makePlace(): Promise<void> {
    const now = this.ports.clock.now();
    if (now - this.#madePlaceAt < PLACE_EVERY_MS) return;
    this.#madePlaceAt = now;
    for (const { code, inked, made } of this.ports.store.records()) {
      if (inked || now - made < UNUSED_MS || this.#open.has(code)) continue;
      await this.ports.store.delete(code);
    }
  }

  async #make(kind: RoomKind): Promise<MadeRoom> {
    const key = makeKey();
    for (;;) {
      const record = newRecord(makeCode(), kind, {
        keyHash: hashKey(key),
        now: this.ports.clock.now(),
        ttlMs: this.options.ttlMs,
      });
      const made = await this.ports.store.create(record);
      if (made) return { code: record.code, key };
    }
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

function makeCode(): string {
  let code = '';
  for (let i = 0; i < CODE_LENGTH; i++) code += CODE_LETTERS[randomInt(CODE_LETTERS.length)];
  return code;
}

/** The record of a room that nobody has been in. */
export function newRecord(
  code: string,
  kind: RoomKind,
  made: { readonly keyHash: string; readonly now: number; readonly ttlMs: number },
): RoomRecord {
  return {
    code,
    kind,
    keyHash: made.keyHash,
    made: made.now,
    ends: made.now + made.ttlMs,
    epoch: 1,
    writer: 0,
    open: false,
    inked: false,
    frozen: false,
    closed: false,
    names: true,
    pointers: true,
    curtain: false,
    spotlight: null,
    task: null,
    votes: [],
    people: [],
    nextAuthor: 1,
    erased: [],
  };
}

import * as Y from 'yjs';
import type { Room } from '../room/room.ts';
import type { RoomRecord, RoomWrite, StoredRoom } from '../store/store.ts';
import { type Bus, BusDown, type Log } from './bus.ts';
import { changeBetween, keysOf, partOf } from './change.ts';
import { decodeEvent, encodeEvent, type RoomEvent } from './event.ts';
import { applyHeard } from './heard.ts';
import { applyWhole, foldLog, packRoom, recordOf, type ToldRoom } from './told.ts';

export interface TieOptions {
  readonly bus: Bus;
  /** The next mark of this machine: grows. */
  nextMark(): number;
  onFault(error: unknown): void;
  /** The room was ended by another machine. */
  onEnded(room: Room): void;
}

/**
 * One open room's tie to the bus: what the room writes goes into the log, and what others put there comes into the
 * room, in the log's order. A change of ours that has not come back yet counts more than others' before it, because in
 * the log it comes after them; so every machine ends with the same.
 */
export class Tie {
  readonly #bus: Bus;
  #room: Room | null = null;
  /** The place up to which the room has the log. */
  #at = 0;
  /** Events that came before their turn. */
  readonly #ahead = new Map<number, Uint8Array>();
  /** The record as the log has it, with what we have published. */
  #base: RoomRecord | null = null;
  /** Parts of the record that we changed, each with the mark of its event, until that comes back. */
  readonly #pending = new Map<string, number>();
  /** Settles when all that was written is in the log; once rejected, only healing mends it. */
  #written: Promise<void> = Promise.resolve();
  #healing = false;
  /** Something could not be put into the log: what comes from it waits until that is healed. */
  #broken = false;
  #catching: Promise<void> | null = null;

  constructor(
    readonly code: string,
    private readonly options: TieOptions,
  ) {
    this.#bus = options.bus;
  }

  get at(): number {
    return this.#at;
  }

  /** Reads the room and gets a number to write as; null when there is no such room. */
  async open(): Promise<{ readonly stored: StoredRoom; readonly here: Log['here'] } | null> {
    const log = await this.#bus.read(this.code, 0);
    if (log === null || log === 'ended') return null;
    const told = foldLog(log as Log & { snapshot: { bytes: Uint8Array } });
    this.#at = log.last;
    this.#base = structuredClone(told.record);
    const writer = await this.#bus.allot(this.code, 'writer');
    const { record, updates, undos } = told;
    return { stored: { record, updates, undos, spoiled: 0, shared: { writer } }, here: log.here };
  }

  /** The room that was made of what `open` read. */
  bind(room: Room): void {
    this.#room = room;
    this.#drain();
  }

  /** Puts what the room has to store into the log; resolves once it, and all before it, is there. */
  write(write: RoomWrite): Promise<void> {
    const before = this.#written;
    if (write.snapshot) this.#broken = true;
    if (write.snapshot) this.#written = before.catch(() => {}).then(() => this.#heal(write));
    else if (this.#healing) this.#written = before.then(() => this.#publish(write));
    else this.#written = Promise.all([this.#publish(write), before]).then(() => {});
    this.#written.catch(() => {});
    return this.#written;
  }

  async #publish(write: RoomWrite): Promise<void> {
    const room = this.#room as Room;
    const record = write.record ? recordOf(room) : null;
    const change = record && this.#base && changeBetween(this.#base, record);
    const { append = null, undos = [], dropUndos = [] } = write;
    if (!append && !change && undos.length + dropUndos.length === 0) return;
    const mark = this.options.nextMark();
    if (change) {
      this.#base = record;
      for (const key of keysOf(change)) this.#pending.set(key, mark);
    }
    const { machine } = this.#bus;
    const event: RoomEvent = { machine, mark, update: append, change, undos, dropUndos };
    const at = await this.#bus.publish(this.code, mark, encodeEvent(event));
    if (at === null) throw new BusDown('the log did not take an event');
  }

  /**
   * After something could not be put into the log, or the bus was away: reads all that the log has, takes it in, and
   * publishes what the log lacks, told by the state vectors of both. A log that was lost is made anew from this room.
   */
  async #heal(write: RoomWrite): Promise<void> {
    this.#healing = true;
    try {
      const room = this.#room as Room;
      await this.#raise(room);
      const log = (await this.#bus.read(this.code, 0)) ?? (await this.#makeAnew(room));
      if (log === 'ended') {
        this.options.onEnded(room);
        throw new BusDown('the room has ended');
      }
      const told = foldLog(log as Log & { snapshot: { bytes: Uint8Array } });
      this.#takeWhole(told, log.last);
      this.#broken = false;
      this.#pending.clear();
      const append = room.canvas.encode(vectorOf(told));
      const { record = room.record, undos = [], dropUndos = [] } = write;
      this.#drain();
      await this.#publish({ append, record, undos, dropUndos });
    } finally {
      this.#healing = false;
    }
  }

  /** Numbers that the bus may have forgotten giving out must not be given again. */
  async #raise(room: Room): Promise<void> {
    const { author, writer } = numbersOf(room);
    await this.#bus.raise(this.code, 'author', author);
    await this.#bus.raise(this.code, 'writer', writer);
  }

  async #makeAnew(room: Room): Promise<Log | 'ended'> {
    const numbers = numbersOf(room);
    await this.#bus.create(this.code, {
      snapshot: packRoom(room),
      ends: room.record.ends,
      ...numbers,
    });
    const log = await this.#bus.read(this.code, 0);
    if (log === null) throw new BusDown('the room could not be made anew');
    return log;
  }

  /** An event from the channel. */
  hear(at: number, bytes: Uint8Array): void {
    if (at <= this.#at) return;
    this.#ahead.set(at, bytes);
    this.#drain();
    if (this.#ahead.size > 0 && this.#room) this.catchUp().catch(() => {});
  }

  /** Takes events in whose turn it is. */
  #drain(): void {
    if (!this.#room || this.#broken) return;
    for (const at of this.#ahead.keys()) if (at <= this.#at) this.#ahead.delete(at);
    for (;;) {
      const bytes = this.#ahead.get(this.#at + 1);
      if (!bytes) return;
      this.#ahead.delete(++this.#at);
      this.#take(bytes);
    }
  }

  /** Parts of the record that we changed and the log has not, or that have not come back from it. */
  #ours(room: Room): Set<string> {
    const ours = new Set(this.#pending.keys());
    const unwritten = this.#base && changeBetween(this.#base, recordOf(room));
    for (const key of unwritten ? keysOf(unwritten) : []) ours.add(key);
    return ours;
  }

  #take(bytes: Uint8Array): void {
    const room = this.#room as Room;
    try {
      const event = decodeEvent(bytes);
      const own = event.machine === this.#bus.machine;
      if (own && event.change) {
        for (const key of keysOf(event.change)) {
          if (this.#pending.get(key) === event.mark) this.#pending.delete(key);
        }
      }
      // Reading the whole record is dear; most of the time nothing of it is waiting to be written.
      const ours = room.keeper.recordChanged ? this.#ours(room) : this.#pending;
      const change = event.change && partOf(event.change, (key) => !ours.has(key));
      if (change && this.#base) applyWhole(this.#base, change);
      const { update, undos, dropUndos } = event;
      const updates = update && !own ? [update] : [];
      applyHeard(room, { updates, change, undos, dropUndos });
    } catch (error) {
      this.options.onFault(error);
    }
  }

  /** Takes in a whole room as the log tells it, but for what we changed and the log has not. */
  #takeWhole(told: ToldRoom, at: number): void {
    const room = this.#room as Room;
    const change = changeBetween(recordOf(room), told.record);
    const ours = this.#ours(room);
    applyHeard(room, {
      updates: [Y.mergeUpdates([...told.updates])],
      change: change && partOf(change, (key) => !ours.has(key)),
      undos: told.undos,
      dropUndos: [],
    });
    this.#base = told.record;
    this.#at = at;
  }

  /** Reads what the log has after our place; resolves when the room has all that was there when this was called. */
  async caughtUp(): Promise<void> {
    await this.#catching;
    await this.catchUp();
  }

  /** The same, but content with a reading that is under way. */
  catchUp(): Promise<void> {
    this.#catching ??= this.#catch().finally(() => {
      this.#catching = null;
    });
    return this.#catching;
  }

  async #catch(): Promise<void> {
    const place = this.#at;
    const log = await this.#bus.read(this.code, place);
    const room = this.#room;
    if (!room) return;
    if (log === 'ended') return this.options.onEnded(room);
    // The bus has lost what we knew when it was asked: it gets it back.
    if (log === null || log.last < place || this.#broken) return this.heal();
    if (log.snapshot && log.snapshot.at > this.#at) {
      this.#takeWhole(foldLog({ ...log, snapshot: log.snapshot }), log.last);
    } else for (const [at, bytes] of log.events) if (at > this.#at) this.#ahead.set(at, bytes);
    this.#drain();
  }

  /** Exchanges all with the log, as after the bus was away; resolves when both have all. */
  heal(): Promise<void> {
    this.#room?.keeper.renew();
    // The keeper writes at once, and what it writes is waited for here.
    this.#room?.flush();
    return this.#written;
  }

  /** Nothing that is still under way reaches the room. */
  release(): void {
    this.#room = null;
    this.#ahead.clear();
  }
}

/** The state vector of a room as the log tells it. */
function vectorOf(told: ToldRoom): Uint8Array {
  const doc = new Y.Doc();
  for (const update of told.updates) Y.applyUpdate(doc, update);
  const vector = Y.encodeStateVector(doc);
  doc.destroy();
  return vector;
}

/** The highest numbers that this room knows were given out. */
function numbersOf(room: Room): { readonly author: number; readonly writer: number } {
  const writers = Y.decodeStateVector(Y.encodeStateVector(room.canvas.doc)).keys();
  return {
    author: room.record.nextAuthor - 1,
    writer: Math.max(room.record.writer, ...writers),
  };
}

import { encodeChunks } from '@inkling/shared/ink';
import { readConfig } from '../../src/config.ts';
import type { Peer } from '../../src/peer/peer.ts';
import { clear, erase, restore } from '../../src/room/acts.ts';
import type { Pen } from '../../src/room/gate.ts';
import { Roles } from '../../src/room/roles.ts';
import type { Room } from '../../src/room/room.ts';
import { Rooms } from '../../src/room/rooms.ts';
import { join } from '../../src/room/session.ts';
import { HandClock } from '../hand-clock.ts';
import { MemoryStore } from './memory-store.ts';
import { Random } from './random.ts';

const PEOPLE = 6;
/** How many strokes the six draw in a minute together. */
const STROKES_A_MINUTE = 60;

function silent({ author, as }: Pick<Peer, 'author' | 'as'>): Peer {
  const nothing = () => {};
  return {
    ...{
      author,
      as,
      enveloped: true,
      packed: false,
      backedUp: () => false,
      people: nothing,
      room: nothing,
      votes: nothing,
      removed: nothing,
    },
    ...{ frame: (outgoing) => void outgoing.bytes(), bye: nothing, drop: nothing },
  };
}

/** A class that draws, erases, clears and brings back, minute by minute, on a clock turned by hand. */
export class Hour {
  readonly #clock = new HandClock();
  readonly #random: Random;
  readonly #store: MemoryStore;
  readonly #rooms: Rooms;
  readonly #roles = new Roles('soak');
  #room: Room | null = null;
  readonly #pens: Pen[] = [];
  /** The newest stroke of each person: their numbers run on, as a page's do. */
  readonly #numbers = new Map<number, number>();
  strokes = 0;

  constructor(seed: number) {
    this.#random = new Random(seed);
    this.#store = new MemoryStore(this.#clock, this.#random);
    const watch = { chunks() {}, refused() {}, skipped() {}, frame() {}, stored() {} };
    const reader = { ink() {}, erase() {}, forget() {} };
    const { limits } = readConfig({});
    const ports = { store: this.#store, reader, clock: this.#clock, limits, watch };
    const onStoreFault = (error: unknown) => {
      throw error;
    };
    this.#rooms = new Rooms({ ...ports, onStoreFault }, { ttlMs: 1e12, onRecovered() {} });
  }

  async begin(): Promise<void> {
    for (let person = 0; person < PEOPLE; person++) await this.#enter();
  }

  async #enter(): Promise<Pen> {
    const room = this.#room?.code;
    const request = { v: 1, ...(room !== undefined && { room }) };
    const door = { rooms: this.#rooms, roles: this.#roles, attach: silent };
    const welcome = await this.#during(join(request, door));
    if ('reason' in welcome) throw new Error(welcome.message);
    this.#room = welcome.session.room;
    this.#pens.push(welcome.session.pen);
    return welcome.session.pen;
  }

  async #during<T>(asked: Promise<T>): Promise<T> {
    for (let turns = 0; turns < 8; turns++) {
      this.#clock.turn(25);
      await new Promise((resolve) => setImmediate(resolve));
    }
    return asked;
  }

  /** One minute: strokes in chunks, some erased; at its end somebody clears, and sometimes takes it back. */
  async minute(): Promise<void> {
    const room = this.#room as Room;
    for (let n = 0; n < STROKES_A_MINUTE; n++) {
      const pen = this.#random.pick(this.#pens);
      this.strokes++;
      const stroke = (this.#numbers.get(pen.author) ?? 0) + 1;
      this.#numbers.set(pen.author, stroke);
      for (let at = 0; at < 24; at += 8) {
        const points = Array.from({ length: 8 }, (_, i) => [
          at + i + 50,
          (at + i) * 9,
          (at + i) * 8,
          128,
        ]).flat();
        const chunk = { stroke, at, done: at === 16, pressure: false, surface: 0, points };
        const asked = room.ink(pen, encodeChunks([chunk]));
        if (at === 16) await this.#during(asked);
        else this.#clock.turn(40);
      }
      if (this.#random.chance(0.2)) await this.#during(erase(room, pen, [[pen.author, stroke]]));
    }
    const pen = this.#random.chance(0.5) ? (this.#pens[0] as Pen) : this.#random.pick(this.#pens);
    const cleared = await this.#during(clear(room, pen));
    if (cleared.ok && this.#random.chance(0.2))
      await this.#during(restore(room, pen, cleared.undo));
    await this.#during(clear(room, this.#pens[0] as Pen));
    this.#clock.turn(45_000);
  }

  /** What the room weighs: its document, and what the store keeps of it. */
  sizes(): { ink: number; record: number; undos: number; updates: number; document: number } {
    const room = this.#room as Room;
    return { ...this.#store.size(room.code), document: room.canvas.encode().length };
  }
}

import type { As, Joined, Person } from '@inkling/shared/protocol';
import { describe, expect, it } from 'vitest';
import { MemoryStore } from '../../test/fuzz/memory-store.ts';
import { Random } from '../../test/fuzz/random.ts';
import { HandClock } from '../../test/hand-clock.ts';
import { readConfig } from '../config.ts';
import type { Peer } from '../peer/peer.ts';
import type { RoomPorts } from './ports.ts';
import { Roles } from './roles.ts';
import type { Room } from './room.ts';
import { Rooms } from './rooms.ts';
import { join } from './session.ts';

/** A connection that writes down what lists of people it is told, and when. */
class Listener implements Peer {
  readonly enveloped = false;
  readonly packed = true;
  readonly told: { readonly at: number; readonly people: readonly Person[] }[] = [];

  constructor(
    private readonly clock: HandClock,
    readonly author: number,
    readonly as: As,
  ) {}

  people(people: readonly Person[]): void {
    this.told.push({ at: this.clock.now(), people });
  }

  backedUp(): boolean {
    return false;
  }

  frame(): void {}
  room(): void {}
  votes(): void {}
  removed(): void {}
  bye(): void {}
  drop(): void {}
}

/** A room to which people come by a hand-turned clock. */
class House {
  readonly clock = new HandClock();
  readonly #roles = new Roles('a secret for tests');
  readonly #rooms: Rooms;
  #code: string | null = null;

  constructor() {
    const store = new MemoryStore(this.clock, new Random(1));
    store.slowest = 0;
    const ports: RoomPorts = {
      store,
      reader: { ink() {}, erase() {}, forget() {} },
      clock: this.clock,
      limits: readConfig({}).limits,
      watch: { chunks() {}, refused() {}, skipped() {}, frame() {}, stored() {} },
      onStoreFault() {},
    };
    this.#rooms = new Rooms(ports, { ttlMs: 1e12, onRecovered() {} });
  }

  async open(code: string): Promise<Room> {
    const room = await this.#rooms.get(code);
    if (!room) throw new Error('there is no such room');
    return room;
  }

  /** Somebody comes: how they are told, and what they heard when they came in. */
  async comes(as: As = 'watch'): Promise<{ readonly peer: Listener; readonly answer: Joined }> {
    let peer: Listener | null = null;
    const joining = join(
      { v: 1, as, ...(this.#code !== null && { room: this.#code }) },
      {
        rooms: this.#rooms,
        roles: this.#roles,
        attach: (who) => {
          peer = new Listener(this.clock, who.author, who.as);
          return peer;
        },
      },
    );
    let welcome: Awaited<typeof joining> | null = null;
    void joining.then((answer) => {
      welcome = answer;
    });
    while (!welcome) {
      await Promise.resolve();
      this.clock.turn(0);
    }
    const { answer } = welcome as Exclude<Awaited<typeof joining>, { reason: unknown }>;
    this.#code = answer.room.code;
    return { peer: peer as unknown as Listener, answer };
  }
}

describe('news of people', () => {
  it('[PEOPLE1] in a crowd the list of people rests after it was told; the last one is always told', async () => {
    const house = new House();
    const { peer: host } = await house.comes('draw');
    for (let n = 0; n < 59; n++) await house.comes();
    house.clock.turn(1000);
    const before = host.told.length;
    const began = house.clock.now();
    for (let n = 0; n < 40; n++) {
      const { answer } = await house.comes();
      expect(answer.people).toHaveLength(61 + n);
      house.clock.turn(10);
    }
    house.clock.turn(1000);
    const told = host.told.slice(before);
    // The first at once, and from then on every 2 ms for each who is here.
    expect(told[0]?.at).toBe(began);
    for (let i = 1; i < told.length; i++) {
      const rest = (told[i]?.at ?? 0) - (told[i - 1]?.at ?? 0);
      expect(rest).toBeGreaterThanOrEqual(2 * 61);
    }
    expect(told.length).toBeLessThanOrEqual(5);
    expect(told.at(-1)?.people).toHaveLength(100);
  });

  it('[PEOPLE2] among up to fifteen every change is told with the next frame', async () => {
    const house = new House();
    const { peer: host } = await house.comes('draw');
    for (let n = 2; n <= 15; n++) {
      await house.comes();
      house.clock.turn(44);
      expect(host.told.at(-1)?.people).toHaveLength(n);
    }
  });

  it('[PEOPLE40] a list of very many who left ink rests as its bytes bear', async () => {
    const house = new House();
    const { peer: host, answer } = await house.comes('draw');
    const room = await house.open(answer.room.code);
    for (let n = 0; n < 3000; n++) {
      const { author } = room.roster.admit(null);
      const points = [10, 10, 0, 128];
      const dot = { stroke: 1, at: 0, done: true, pressure: false, surface: 0, points };
      room.canvas.append(author, dot);
      room.sign(author);
      if (n % 50 === 0) room.flush();
    }
    for (let n = 0; n < 9; n++) await house.comes('draw');
    house.clock.turn(5000);
    const before = host.told.length;
    let bytes = 0;
    for (let n = 0; n < 50; n++) {
      room.peopleChanged();
      house.clock.turn(20);
    }
    house.clock.turn(1000);
    const told = host.told.slice(before);
    for (const { people } of told) bytes += JSON.stringify(people).length * 10;
    expect(bytes).toBeLessThan(45_000_000);
    expect(told.length).toBeGreaterThan(2);
    expect(told.at(-1)?.people).toHaveLength(3010);
  });
});

import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Bus, BusListener } from '../src/cluster/bus.ts';
import { BusDown, type Log } from '../src/cluster/bus.ts';
import { Hub, LocalBus } from '../src/cluster/local-bus.ts';
import { RedisBus } from '../src/cluster/redis-bus.ts';
import { realClock } from '../src/room/tick.ts';
import { HAS_REDIS, RedisServer } from './redis-server.ts';

const bytes = (...numbers: number[]) => new Uint8Array(numbers);
const inADay = () => Date.now() + 86_400_000;
const room = (n = 1) => ({ snapshot: bytes(n, 0, 255), ends: inADay(), author: 0, writer: 0 });

/** Notes what a bus tells, and waits for it. */
class Ear implements BusListener {
  readonly heard: string[] = [];
  #wake = () => {};

  event(at: number, said: Uint8Array): void {
    this.#note(`${at}:${said.join()}`);
  }

  whisper(said: Uint8Array): void {
    this.#note(`~${said.join()}`);
  }

  ended(): void {
    this.#note('ended');
  }

  #note(what: string): void {
    this.heard.push(what);
    this.#wake();
  }

  async until(count: number): Promise<string[]> {
    while (this.heard.length < count) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
    return this.heard;
  }
}

interface Ground {
  bus(machine: string): Promise<Bus>;
  start(): Promise<void>;
  stop(): Promise<void>;
  /** Makes the bus unreachable for a while: until what this returns is called. */
  outage(): Promise<() => Promise<void>>;
}

function inProcess(): Ground {
  let hub = new Hub();
  return {
    bus: async (machine) => new LocalBus(hub, machine),
    async start() {
      hub = new Hub();
    },
    async stop() {},
    async outage() {
      const buses = [...hub.buses];
      for (const bus of buses) bus.cut();
      return async () => {
        for (const bus of buses) bus.mend();
      };
    },
  };
}

function redis(): Ground {
  const server = new RedisServer();
  return {
    bus: (machine) =>
      RedisBus.open({ url: server.url, machine, clock: realClock, onFault: () => {} }),
    start: async () => {
      await server.start();
    },
    stop: () => server.stop(),
    async outage() {
      await server.kill();
      return async () => {
        await server.start();
      };
    },
  };
}

describe.each([
  { name: 'in one process', make: inProcess, there: true },
  { name: 'over Redis', make: redis, there: HAS_REDIS },
])('the bus $name', ({ make, there }) => {
  describe.skipIf(!there)('(needs redis-server where it is over Redis)', () => {
    const ground = make();
    let a: Bus;
    let b: Bus;
    let n = 0;
    let code = '';
    beforeAll(() => ground.start());
    afterAll(() => ground.stop());
    beforeEach(async () => {
      a = await ground.bus(`a${n}`);
      b = await ground.bus(`b${n}`);
      code = `ROOM${n++}`;
    });
    afterEach(async () => {
      await a.close();
      await b.close();
    });

    it('[BUS1] a room is made once, and read with its snapshot', async () => {
      expect(await a.read(code, 0)).toBeNull();
      const before = await a.count();
      expect(await a.create(code, room(7))).toBe(true);
      expect(await b.create(code, room(8))).toBe(false);
      expect(await b.count()).toBe(before + 1);
      expect(await b.read(code, 0)).toEqual({
        snapshot: { at: 0, bytes: bytes(7, 0, 255) },
        events: [],
        last: 0,
        here: [],
      });
    });

    it('[BUS2] events have places without gaps, and everybody who follows hears them in order', async () => {
      await a.create(code, room());
      const ear = new Ear();
      await b.follow(code, ear);
      const places = [
        a.publish(code, 1, bytes(1)),
        a.publish(code, 2, bytes(0, 58, 13, 10)),
        b.publish(code, 1, bytes(3)),
      ];
      expect((await Promise.all(places)).sort()).toEqual([1, 2, 3]);
      const { events } = (await a.read(code, 1)) as Log;
      expect(events.map(([at]) => at)).toEqual([2, 3]);
      const heard = await ear.until(3);
      expect(heard.map((said) => Number.parseInt(said, 10))).toEqual([1, 2, 3]);
      // Two machines spoke at once: which of them was first is not said.
      expect(heard.map((said) => said.replace(/^\d+:/, ''))).toContain('0,58,13,10');
    });

    it('[BUS3] an event that was said before, or comes after a later one, is left out', async () => {
      await a.create(code, room());
      expect(await a.publish(code, 5, bytes(5))).toBe(1);
      expect(await a.publish(code, 5, bytes(5))).toBeNull();
      expect(await a.publish(code, 4, bytes(4))).toBeNull();
      expect(await b.publish(code, 1, bytes(1))).toBe(2);
      expect(await a.publish('NOROOM', 6, bytes(1))).toBeNull();
    });

    it('[BUS4] numbers are given out once, and a counter can be raised but never lowered', async () => {
      await a.create(code, { ...room(), author: 3 });
      const numbers = await Promise.all(
        [1, 2, 3, 4].map((i) => (i % 2 ? a : b).allot(code, 'author')),
      );
      expect(numbers.sort()).toEqual([4, 5, 6, 7]);
      await a.raise(code, 'author', 20);
      await a.raise(code, 'author', 10);
      expect(await b.allot(code, 'author')).toBe(21);
      expect(await b.allot(code, 'writer')).toBe(1);
      await a.raise('NOROOM', 'author', 3);
      await expect(a.allot('NOROOM', 'author')).rejects.toBeInstanceOf(BusDown);
    });

    it('[BUS5] one machine at a time holds the lease, and only it takes snapshots, never backwards', async () => {
      await a.create(code, room());
      for (let mark = 1; mark <= 4; mark++) await a.publish(code, mark, bytes(mark));
      expect(await b.snapshot(code, 2, bytes(9))).toBe(false);
      expect(await b.lease(code, 60_000)).toBe(true);
      expect(await b.lease(code, 60_000)).toBe(true);
      expect(await a.lease(code, 60_000)).toBe(false);
      expect(await a.snapshot(code, 3, bytes(9))).toBe(false);
      expect(await b.snapshot(code, 3, bytes(9))).toBe(true);
      expect(await b.snapshot(code, 2, bytes(8))).toBe(false);
      expect(await b.snapshot(code, 77, bytes(8))).toBe(false);
      expect(await a.read(code, 0)).toMatchObject({
        snapshot: { at: 3, bytes: bytes(9) },
        events: [[4, bytes(4)]],
        last: 4,
      });
      expect(await a.read(code, 3)).toMatchObject({ snapshot: null, events: [[4, bytes(4)]] });
      expect(await a.read(code, 1)).toMatchObject({ snapshot: { at: 3 } });
      expect(await a.publish(code, 5, bytes(5))).toBe(5);
    });

    it('[BUS6] who is here is told at once, believed for a while, and taken back', async () => {
      await a.create(code, room());
      const ear = new Ear();
      await b.follow(code, ear);
      expect(await a.beat(code, bytes(4, 0, 10, 255))).toEqual({ last: 0, snapshotAt: 0 });
      expect(await ear.until(1)).toEqual(['~4,0,10,255']);
      expect(await b.read(code, 0)).toMatchObject({ here: [bytes(4, 0, 10, 255)] });
      await a.beat(code, null);
      expect(await b.read(code, 0)).toMatchObject({ here: [] });
      expect(await a.beat('NOROOM', null)).toBeNull();
    });

    it('[BUS7] an ended room is told of, and nobody makes it anew', async () => {
      await a.create(code, room());
      await a.publish(code, 1, bytes(1));
      const ear = new Ear();
      await b.follow(code, ear);
      await a.end(code);
      expect(await ear.until(1)).toEqual(['ended']);
      expect(await b.read(code, 0)).toBe('ended');
      expect(await b.create(code, room())).toBe(false);
    });

    it('[BUS8] while it cannot be reached every promise says so; then it says that it is up, and all is there', async () => {
      await a.create(code, room());
      await a.publish(code, 1, bytes(1));
      const ear = new Ear();
      await b.follow(code, ear);
      const back = Promise.all([a, b].map((bus) => new Promise<void>((up) => bus.onUp(up))));
      const mend = await ground.outage();
      await expect(a.publish(code, 2, bytes(2))).rejects.toBeInstanceOf(BusDown);
      await expect(b.read(code, 0)).rejects.toBeInstanceOf(BusDown);
      expect(a.up).toBe(false);
      await mend();
      await back;
      expect(await a.publish(code, 3, bytes(3))).toBe(2);
      expect(await ear.until(1)).toEqual(['2:3']);
      expect(await b.read(code, 0)).toMatchObject({ last: 2 });
    });
  });
});

import { createClient } from 'redis';
import { afterAll, beforeAll, describe, expect, it, onTestFailed } from 'vitest';
import { Random } from './fuzz/random.ts';
import { HAS_MODEL, line, TestClient } from './harness.ts';
import { MachineProcess } from './machine-process.ts';
import { plain } from './machines.ts';
import { HAS_REDIS, RedisServer } from './redis-server.ts';
import { RedisWay } from './redis-way.ts';

const { CHAOS_SEED, CHAOS_FROM = 1, CHAOS_SEEDS = 3 } = process.env;
/** `CHAOS_SEED=7` replays one story; `CHAOS_SEEDS=30 CHAOS_FROM=10` tells many others. */
const SEEDS = CHAOS_SEED
  ? [Number(CHAOS_SEED)]
  : Array.from({ length: Number(CHAOS_SEEDS) }, (_, i) => Number(CHAOS_FROM) + i);

/** Somebody who draws stroke after stroke, and comes back on some machine until everything is acknowledged. */
class Artist {
  client: TestClient | null = null;
  token: string | undefined;
  author = 0;
  acknowledged = 0;
  #waiting: (() => void)[] = [];

  constructor(
    private readonly code: string,
    private readonly machine: () => MachineProcess,
  ) {}

  /** A connection that is in the room, on whatever machine takes it. */
  async #connection(): Promise<TestClient> {
    for (;;) {
      if (this.client?.socket.connected) return this.client;
      this.client?.leave();
      const client = new TestClient(this.machine().url);
      const opened = await new Promise<boolean>((done) => {
        client.socket.once('connect', () => done(true));
        client.socket.once('connect_error', () => done(false));
      });
      if (!opened) continue;
      const { token } = this;
      const answer = await lost(
        client.tryJoin({ room: this.code, ...(token !== undefined && { token }) }),
        client,
      );
      if (!answer?.ok) {
        client.leave();
        continue;
      }
      this.token = answer.you.token;
      this.author = answer.you.author;
      this.client = client;
    }
  }

  /** Draws one stroke in two pieces, asking until it is acknowledged. */
  async draw(): Promise<void> {
    const stroke = this.acknowledged + 1;
    for (const chunk of [line(stroke, 4, { done: false }), line(stroke, 5, { at: 4 })]) {
      for (;;) {
        const client = await this.#connection();
        const answer = await lost(client.draw(chunk), client);
        if (answer?.ok && !answer.refused) break;
        if (answer?.ok) throw new Error(answer.refused?.[0]?.message);
        // Not saved there, or the line is lost: another machine may do better.
        client.leave();
      }
    }
    this.acknowledged = stroke;
    for (const look of this.#waiting.splice(0)) look();
  }

  /** Resolves when the next stroke is acknowledged. */
  next(): Promise<void> {
    return new Promise((look) => this.#waiting.push(look));
  }
}

/** Lets people draw until it is over. */
class Going {
  on = true;

  async draw(artist: Artist): Promise<void> {
    while (this.on) await artist.draw();
  }
}

/** What was answered; null when the line was lost first. */
function lost<T>(answer: Promise<T>, client: TestClient): Promise<T | null> {
  return Promise.race([
    answer,
    new Promise<null>((gone) => client.socket.once('disconnect', () => gone(null))),
  ]);
}

describe.skipIf(!HAS_MODEL || !HAS_REDIS)(
  'three processes and a real Redis (needs redis-server and the weights)',
  () => {
    const redis = new RedisServer();
    let ways: RedisWay[] = [];
    let machines: MachineProcess[] = [];

    beforeAll(async () => {
      await redis.start();
      ways = await Promise.all([1, 2, 3].map(() => new RedisWay(redis).start()));
      machines = await Promise.all(
        ways.map(({ url }) => {
          const env = { REDIS_URL: url, SECRET: 'the same on every machine' };
          return new MachineProcess(env).start();
        }),
      );
    }, 60_000);
    afterAll(async () => {
      await Promise.all(machines.map((machine) => machine.kill()));
      for (const way of ways) way.stop();
      await redis.stop();
    });

    /** Looks at the room from every machine and every artist's screen: all that was acknowledged is there, once. */
    async function judge(code: string, artists: readonly Artist[]) {
      const wanted: Record<string, unknown> = {};
      for (const { author, acknowledged } of artists) {
        for (let stroke = 1; stroke <= acknowledged; stroke++) {
          wanted[`${author}.${stroke}`] = {
            surface: 0,
            done: true,
            points: line(stroke, 9).points.join(),
          };
        }
      }
      const sorted = plainKeys(wanted);
      for (const machine of machines) {
        const witness = new TestClient(machine.url);
        await witness.join({ room: code });
        expect(plainKeys(plain(witness.strokes.strokes()))).toEqual(sorted);
        witness.leave();
      }
      for (const { client } of artists) {
        await client?.until(() => client.strokes.size === Object.keys(wanted).length);
        expect(plainKeys(plain(client?.strokes.strokes() ?? []))).toEqual(sorted);
        client?.leave();
      }
    }

    /** Something happens to one machine's way to Redis, until people elsewhere have drawn for a while. */
    async function partition(artists: readonly Artist[], way: RedisWay, how: 'cut' | 'silence') {
      const before = drawn(artists);
      way[how]();
      await until(artists, () => drawn(artists) >= before + 30);
      way.mend();
    }

    const faults = {
      async 'cut one machine off Redis'(random: Random, artists: readonly Artist[]) {
        await partition(artists, random.pick(ways), 'cut');
      },
      async 'silence Redis for one machine'(random: Random, artists: readonly Artist[]) {
        await partition(artists, random.pick(ways), 'silence');
      },
      async kill(random: Random) {
        const machine = random.pick(machines);
        await machine.kill();
        await machine.start();
      },
      async restart(random: Random) {
        const machine = random.pick(machines);
        await machine.stop();
        await machine.start();
      },
      async 'end Redis'() {
        await redis.kill();
        await redis.start();
      },
      async 'cut all lines to Redis'() {
        const client = await createClient({ url: redis.url }).connect();
        await client.sendCommand(['CLIENT', 'KILL', 'TYPE', 'normal']);
        await client.sendCommand(['CLIENT', 'KILL', 'TYPE', 'pubsub']);
        client.destroy();
      },
      async 'silence Redis'() {
        const client = await createClient({ url: redis.url }).connect();
        await client.sendCommand(['CLIENT', 'PAUSE', '2600', 'ALL']);
        client.destroy();
      },
    };

    it.each(SEEDS)(
      '[CLUSTER14] machines and Redis die at random: all canvases equal, every acknowledged stroke there once: seed %i',
      async (seed) => {
        const random = new Random(seed);
        const first = new TestClient((machines[0] as MachineProcess).url);
        const { room } = await first.join();
        first.leave();
        const artists = Array.from(
          { length: 6 },
          () => new Artist(room.code, () => random.pick(machines)),
        );
        const story: string[] = [];
        onTestFailed(() => console.error(`seed ${seed}: ${story.join(', ')}`));
        const going = new Going();
        const drawing = artists.map((artist) => going.draw(artist));
        for (let n = 0; n < 4; n++) {
          const before = drawn(artists);
          const [name, happens] = random.pick(Object.entries(faults));
          story.push(name);
          await happens(random, artists);
          // The story goes on when all have drawn again.
          await until(artists, () => drawn(artists) >= before + 30);
        }
        going.on = false;
        await Promise.all(drawing);
        await judge(room.code, artists);
      },
      120_000,
    );

    it('[CLUSTER17] a rolling restart with people drawing: nothing acknowledged is lost, and everybody is back', async () => {
      const first = new TestClient((machines[0] as MachineProcess).url);
      const { room } = await first.join();
      first.leave();
      const random = new Random(17);
      const artists = Array.from(
        { length: 6 },
        () => new Artist(room.code, () => random.pick(machines)),
      );
      const going = new Going();
      const drawing = artists.map((artist) => going.draw(artist));
      await until(artists, () => drawn(artists) >= 30);
      for (const machine of machines) {
        await machine.stop();
        await machine.start();
        const before = drawn(artists);
        await until(artists, () => drawn(artists) >= before + 30);
      }
      going.on = false;
      await Promise.all(drawing);
      await judge(room.code, artists);
    }, 120_000);
  },
);

/** How many strokes were acknowledged, of all. */
function drawn(artists: readonly Artist[]): number {
  return artists.reduce((sum, artist) => sum + artist.acknowledged, 0);
}

/** Waits until something is so, looking whenever somebody has drawn a stroke. */
async function until(artists: readonly Artist[], isSo: () => boolean): Promise<void> {
  while (!isSo()) await Promise.race(artists.map((artist) => artist.next()));
}

function plainKeys(strokes: Record<string, unknown>): [string, unknown][] {
  return Object.entries(strokes).sort(([a], [b]) => a.localeCompare(b));
}

import { createClient } from 'redis';
import { afterAll, beforeAll, describe, expect, it, onTestFailed } from 'vitest';
import { Crowd } from './artist.ts';
import { Random } from './fuzz/random.ts';
import { HAS_MODEL, line, TestClient } from './harness.ts';
import { MachineProcess } from './machine-process.ts';
import { plain } from './machines.ts';
import { HAS_REDIS, RedisServer } from './redis-server.ts';
import { RedisWay } from './redis-way.ts';

const { CHAOS_SEED, CHAOS_FROM = 1, CHAOS_SEEDS } = process.env;
/** `CHAOS_SEED=7` replays one story; `CHAOS_SEEDS=30 CHAOS_FROM=10` tells many others. */
const SEEDS = CHAOS_SEED
  ? [Number(CHAOS_SEED)]
  : CHAOS_SEEDS
    ? Array.from({ length: Number(CHAOS_SEEDS) }, (_, i) => Number(CHAOS_FROM) + i)
    : [1, 2, 3];
/** So many strokes are drawn between one fault and the next: a third of a second's work. */
const A_WHILE = 30;
/** Longer than it takes to find a silent line dead. */
const LONG = 300;

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

    /** A room, and six people who draw in it, each time on any machine that is up. */
    async function crowd(random: Random): Promise<{ code: string; people: Crowd }> {
      const first = new TestClient((machines[0] as MachineProcess).url);
      const { room } = await first.join();
      first.leave();
      const up = () => random.pick(machines.filter((machine) => machine.up));
      return { code: room.code, people: new Crowd(6, room.code, up) };
    }

    /** Looks at the room from every machine and every artist's screen: all that was acknowledged is there, once. */
    async function judge(code: string, { artists }: Crowd) {
      const wanted: Record<string, unknown> = {};
      for (const { author, acknowledged } of artists) {
        for (let stroke = 1; stroke <= acknowledged; stroke++) {
          const points = line(stroke, 9).points.join();
          wanted[`${author}.${stroke}`] = { surface: 0, done: true, points };
        }
      }
      const sorted = plainKeys(wanted);
      for (const { url } of machines) {
        const witness = await admitted(url, code);
        expect(plainKeys(plain(witness.strokes.strokes()))).toEqual(sorted);
        witness.leave();
      }
      for (const { client } of artists) {
        await client?.until(() => client.strokes.size === sorted.length);
        expect(plainKeys(plain(client?.strokes.strokes() ?? []))).toEqual(sorted);
        client?.leave();
      }
    }

    async function die({ machine }: Place, how: 'kill' | 'stop') {
      await machine[how]();
      await machine.start();
    }

    async function endRedis() {
      await redis.kill();
      await redis.start();
    }

    async function tellRedis(...commands: string[][]) {
      const client = await createClient({ url: redis.url }).connect();
      for (const command of commands) await client.sendCommand(command);
      client.destroy();
    }

    interface Place {
      readonly machine: MachineProcess;
      readonly way: RedisWay;
    }
    type Fault = (people: Crowd, places: readonly [Place, Place], random: Random) => Promise<void>;

    const faults: Readonly<Record<string, Fault>> = {
      'a machine is killed': (_, [one]) => die(one, 'kill'),
      'a machine is stopped': (_, [one]) => die(one, 'stop'),
      'Redis is killed': endRedis,
      'all lines to Redis are cut': () =>
        tellRedis(['CLIENT', 'KILL', 'TYPE', 'normal'], ['CLIENT', 'KILL', 'TYPE', 'pubsub']),
      'Redis is silent for all': () => tellRedis(['CLIENT', 'PAUSE', '2600', 'ALL']),
      async 'a machine is cut off Redis'(people, [{ way }], random) {
        way.cut();
        await people.draws(random.pick([A_WHILE, LONG]));
        way.mend();
      },
      async 'Redis is silent for a machine'(people, [{ way }], random) {
        way.silence();
        await people.draws(random.pick([A_WHILE, LONG]));
        way.mend();
      },
      async 'one is cut off while another is killed'(_, [{ way }, other]) {
        way.cut();
        await die(other, 'kill');
        way.mend();
      },
      async 'one is cut off while Redis is killed'(people, [{ way }]) {
        way.cut();
        await endRedis();
        await people.draws(A_WHILE);
        way.mend();
      },
      async 'one that drew alone is killed'(people, [one]) {
        one.way.cut();
        await people.draws(A_WHILE);
        await one.machine.kill();
        one.way.mend();
        await one.machine.start();
      },
    };

    /** Two machines, in random order. */
    function twoOf(random: Random): readonly [Place, Place] {
      const places = machines.map((machine, i) => ({ machine, way: ways[i] as RedisWay }));
      const from = random.below(3);
      const other = (from + 1 + random.below(2)) % 3;
      return [places[from] as Place, places[other] as Place];
    }

    it.each(SEEDS)(
      '[CLUSTER14] machines and Redis die at random: all canvases equal, every acknowledged stroke there once: seed %i',
      async (seed) => {
        const random = new Random(seed);
        // People choose machines as often as they must: what happens does not hang on it.
        const { code, people } = await crowd(new Random(seed + 1e6));
        const story: string[] = [];
        onTestFailed(() => console.error(`seed ${seed}: ${story.join(', ')}`));
        for (let n = 0; n < 4; n++) {
          const [name, happens] = random.pick(Object.entries(faults));
          story.push(name);
          await happens(people, twoOf(random), random);
          await people.draws(A_WHILE);
        }
        await people.rest();
        await judge(code, people);
      },
      60_000,
    );

    it('[CLUSTER17] a rolling restart with people drawing: nothing acknowledged is lost, and everybody is back', async () => {
      const { code, people } = await crowd(new Random(17));
      await people.draws(A_WHILE);
      for (const machine of machines) {
        await machine.stop();
        await machine.start();
        await people.draws(A_WHILE);
      }
      await people.rest();
      expect(people.artists.map(({ client }) => client?.socket.connected)).not.toContain(false);
      await judge(code, people);
    }, 60_000);
  },
);

/** Somebody who looks at the room from this machine, as soon as it has found Redis again and lets newcomers in. */
async function admitted(url: string, code: string): Promise<TestClient> {
  const witness = new TestClient(url);
  const answer = await witness.tryJoin({ room: code });
  if (answer.ok) return witness;
  witness.leave();
  if (answer.reason !== 'busy') throw new Error(answer.message);
  return admitted(url, code);
}

function plainKeys(strokes: Record<string, unknown>): [string, unknown][] {
  return Object.entries(strokes).sort(([a], [b]) => a.localeCompare(b));
}

import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { HAS_MODEL, line, TestClient } from './harness.ts';
import { MachineProcess } from './machine-process.ts';
import { plain } from './machines.ts';
import { HAS_NGINX, NginxServer } from './nginx-server.ts';
import { HAS_REDIS, RedisServer } from './redis-server.ts';

describe.skipIf(!HAS_MODEL || !HAS_REDIS || !HAS_NGINX)(
  'two processes behind a real nginx with the configuration of the docs (needs nginx, redis-server and the weights)',
  () => {
    const redis = new RedisServer();
    const nginx = new NginxServer();
    let machines: MachineProcess[] = [];

    beforeAll(async () => {
      await redis.start();
      const env = { REDIS_URL: redis.url, SECRET: 'the same on every machine' };
      machines = await Promise.all([1, 2].map(() => new MachineProcess(env).start()));
      await nginx.start(machines.map(({ port }) => port));
    }, 60_000);
    afterAll(async () => {
      await nginx.stop();
      await Promise.all(machines.map((machine) => machine.kill()));
      await redis.stop();
    });

    /** How many people are connected to each machine. */
    const people = () =>
      Promise.all(
        machines.map(async ({ url }) => {
          const text = await (await fetch(`${url}/metrics`)).text();
          return Number(/^inkling_people (\d+)/m.exec(text)?.[1]);
        }),
      );

    it('[CLUSTER21] metrics are not told outside', async () => {
      expect((await fetch(`${nginx.url}/metrics`)).status).toBe(404);
      expect((await fetch(`${nginx.url}/readyz`)).status).toBe(200);
    });

    it('[CLUSTER18] WebSockets go to any machine and polling stays on one: all of a room see the same', async () => {
      const first = new TestClient(nginx.url);
      const { room } = await first.join();
      const others = Array.from({ length: 8 }, (_, i) => {
        return new TestClient(nginx.url, [i % 2 === 0 ? 'polling' : 'websocket']);
      });
      for (const other of others) await other.join({ room: room.code });
      expect(await people()).not.toContain(0);
      const all = [first, ...others];
      for (const client of all) expect(await client.draw(line(1, 5))).toEqual({ ok: true });
      for (const client of all) await client.until(() => client.strokes.size === all.length);
      const seen = all.map((client) => JSON.stringify(plain(client.strokes.strokes())));
      expect(new Set(seen).size).toBe(1);
      for (const client of all) client.leave();
    });

    it('[CLUSTER19] lines that say which room they are for meet on one machine, over either transport', async () => {
      while ((await people()).some((count) => count > 0)) await pause(50);
      const all = Array.from({ length: 6 }, (_, i) => {
        const transport = i % 2 === 0 ? 'polling' : 'websocket';
        return new TestClient(`${nginx.url}?room=ABCDEF`, [transport]);
      });
      const [first, ...others] = all as [TestClient, ...TestClient[]];
      const { room } = await first.join();
      for (const other of others) await other.join({ room: room.code });
      expect((await people()).sort()).toEqual([0, 6]);
      for (const client of all) client.leave();
    });
  },
);

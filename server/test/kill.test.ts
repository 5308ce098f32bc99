import { afterAll, describe, expect, it } from 'vitest';
import { Random } from './fuzz/random.ts';
import { HAS_MODEL, line, TestClient } from './harness.ts';
import { ServerProcess } from './server-process.ts';

const KILLS = Number(process.env.KILLS ?? 3);

describe.skipIf(!HAS_MODEL)('a server that is killed', () => {
  const victim = new ServerProcess();
  afterAll(() => victim.dispose());

  it(
    '[KEEP2] an acknowledged chunk survives kill -9 at any instant',
    async () => {
      const random = new Random(2026);
      const acked = new Map<string, number[]>();
      let code: string | undefined;
      let token: string | undefined;
      let stroke = 0;
      for (let kill = 0; kill <= KILLS; kill++) {
        await victim.start();
        const client = new TestClient(victim.url);
        const joined = await client.join({
          ...(code !== undefined && { room: code }),
          ...(token !== undefined && { token }),
        });
        ({ code } = joined.room);
        ({ token } = joined.you);
        expect(joined.you.author).toBe(1);
        for (const [key, points] of acked) {
          expect(client.strokes.get(key)?.points.slice(0, points.length)).toEqual(points);
        }
        if (kill === KILLS) return client.leave();
        // It dies while ink is on its way: after so many answers, with more messages under way.
        let left = 1 + random.below(25);
        const dead = new Promise<void>((dead) => {
          const draw = async () => {
            const mine = ++stroke;
            const chunk = line(mine, 3 + random.below(20), { done: random.chance(0.5) });
            const answer = await client.draw(chunk);
            if (answer.ok && !answer.refused) acked.set(`1.${mine}`, [...chunk.points]);
            if (--left === 0) void victim.end('SIGKILL').then(() => dead());
            if (left > 0) void draw();
          };
          for (let underWay = 0; underWay < 6; underWay++) void draw();
        });
        await dead;
        client.leave();
      }
      expect(acked.size).toBeGreaterThan(KILLS);
    },
    60_000 + KILLS * 15_000,
  );
});

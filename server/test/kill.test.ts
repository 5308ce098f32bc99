import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { Random } from './fuzz/random.ts';
import { HAS_MODEL, line, MODEL, TestClient } from './harness.ts';

const root = resolve(import.meta.dirname, '../..');
const KILLS = Number(process.env.KILLS ?? 3);

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as { port: number };
  await new Promise((done) => server.close(done));
  return port;
}

/** A server in a process of its own, that can be killed. */
class Victim {
  readonly dataDir = mkdtempSync(join(tmpdir(), 'inkling-kill-'));
  #child: ChildProcess | null = null;
  port = 0;

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  async start(): Promise<void> {
    this.port ||= await freePort();
    const env = {
      ...process.env,
      INKLING_ROOT: root,
      DATA_DIR: this.dataDir,
      PORT: String(this.port),
      HOST: '127.0.0.1',
      MODEL_PATH: MODEL,
    };
    const main = ['--import', 'tsx', resolve(root, 'server/src/main.ts')];
    const child = spawn(process.execPath, main, { env, stdio: ['ignore', 'pipe', 'inherit'] });
    this.#child = child;
    await new Promise<void>((ready, failed) => {
      child.once('exit', () => failed(new Error('the server did not start')));
      child.stdout?.on('data', (said: Buffer) => said.includes('"ready"') && ready());
    });
  }

  /** `kill -9`; resolves when the process is gone. */
  async kill(): Promise<void> {
    const child = this.#child;
    this.#child = null;
    if (!child) return;
    const gone = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGKILL');
    await gone;
  }
}

describe.skipIf(!HAS_MODEL)('a server that is killed', () => {
  const victim = new Victim();
  afterAll(async () => {
    await victim.kill();
    rmSync(victim.dataDir, { recursive: true, force: true });
  });

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
            if (--left === 0) void victim.kill().then(dead);
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

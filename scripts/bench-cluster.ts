/**
 * One room on one machine, then the same room with its people on three: pen → other screen, CPU, and whether all
 * screens show the same readings. Needs redis-server.
 *
 *     npm run bench:cluster -- --seconds 10
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { line, TestClient } from '../server/test/harness.ts';
import { MachineProcess } from '../server/test/machine-process.ts';
import { RedisServer } from '../server/test/redis-server.ts';

const { values } = parseArgs({ options: { seconds: { type: 'string', default: '10' } } });
const DRAWING = 6;
const WATCHING = 3;
const EVERY_MS = 33;
const STROKE_CHUNKS = 30;

interface Measured {
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
  /** CPU milliseconds of all machines for each chunk delivered to a screen. */
  readonly cpuPerDelivery: number;
  readonly sameReadings: boolean;
}

async function cpuOf(machine: MachineProcess): Promise<number> {
  const text = await (await fetch(`${machine.url}/metrics`)).text();
  return Number(/^process_cpu_seconds_total (\S+)/m.exec(text)?.[1]) * 1000;
}

/** Whether some screens show the same glyphs, of the same strokes, with the same probabilities. */
function alike(clients: readonly TestClient[]): boolean {
  const told = clients.map(({ readings }) =>
    JSON.stringify(
      [...readings.values()]
        .map(({ glyph, strokes, probabilities }) => [glyph, strokes, [...probabilities]])
        .sort(([a], [b]) => String(a).localeCompare(String(b))),
    ),
  );
  return new Set(told).size === 1;
}

/** Draws on and watches one room; person n is on machine n mod the number of machines. */
async function measure(machines: readonly MachineProcess[]): Promise<Measured> {
  const at = (n: number) => machines[n % machines.length] as MachineProcess;
  const host = new TestClient(at(0).url);
  const { room } = await host.join();
  const watchers = Array.from({ length: WATCHING }, (_, n) => new TestClient(at(n).url));
  for (const watcher of watchers) await watcher.join({ room: room.code, as: 'watch' });
  const drawers = Array.from({ length: DRAWING }, (_, n) => new TestClient(at(n).url));
  for (const drawer of drawers) await drawer.join({ room: room.code });

  const latencies: number[] = [];
  let deliveries = 0;
  /** When each point of each stroke was sent. */
  const sent = new Map<string, number[]>();
  watchers.forEach((watcher, w) => {
    const seen = new Map<string, number>();
    watcher.socket.on('frame', () => {
      const now = performance.now();
      for (const [key, times] of sent) {
        const has = (watcher.strokes.get(key)?.points.length ?? 0) / 4;
        for (let i = seen.get(key) ?? 0; i < has; i++) {
          deliveries++;
          // On three machines, only what crossed from one to another counts.
          const drawer = Number(key.split('.')[0]) - 2 - WATCHING;
          if (machines.length === 1 || drawer % 3 !== w % 3)
            latencies.push(now - (times[i] ?? now));
        }
        seen.set(key, has);
      }
    });
  });
  const cpu = async () => (await Promise.all(machines.map(cpuOf))).reduce((a, b) => a + b, 0);
  const before = await cpu();
  const until = performance.now() + Number(values.seconds) * 1000;
  await Promise.all(
    drawers.map(async (drawer, d) => {
      const author = drawer.joined?.you.author ?? 0;
      await pause((d * EVERY_MS) / DRAWING);
      for (let stroke = 1; performance.now() < until; stroke++) {
        const times: number[] = [];
        sent.set(`${author}.${stroke}`, times);
        for (let n = 0; n < STROKE_CHUNKS; n++) {
          times.push(performance.now());
          const x = 100 + d * 600 + (stroke % 10) * 40;
          void drawer.draw(line(stroke, 1, { at: n, done: n === STROKE_CHUNKS - 1, x }));
          await pause(EVERY_MS);
        }
      }
    }),
  );
  const used = (await cpu()) - before;
  // A busy machine may read for a while yet.
  for (let waited = 0; waited < 10_000 && !alike(watchers); waited += 500) await pause(500);
  const sameReadings = alike(watchers);
  for (const client of [host, ...watchers, ...drawers]) client.leave();
  latencies.sort((a, b) => a - b);
  const share = (p: number) => latencies[Math.floor((latencies.length - 1) * p)] ?? Number.NaN;
  return {
    p50: share(0.5),
    p95: share(0.95),
    p99: share(0.99),
    cpuPerDelivery: used / deliveries,
    sameReadings,
  };
}

const data = mkdtempSync(join(tmpdir(), 'inkling-bench-'));
const redis = await new RedisServer().start();
const alone = await new MachineProcess({ DATA_DIR: data }).start();
const one = await measure([alone]);
await alone.stop();
const env = { REDIS_URL: redis.url, SECRET: 'the same on every machine' };
const machines = await Promise.all([1, 2, 3].map(() => new MachineProcess(env).start()));
const three = await measure(machines);
// Most rooms of a cluster have all their people on one machine: what sharing costs those.
const together = await measure(machines.slice(0, 1));
await Promise.all(machines.map((machine) => machine.stop()));
await redis.stop();
rmSync(data, { recursive: true, force: true });

const shown = (m: Measured) => ({
  'p50 ms': m.p50.toFixed(1),
  'p95 ms': m.p95.toFixed(1),
  'p99 ms': m.p99.toFixed(1),
  'CPU ms per delivery': m.cpuPerDelivery.toFixed(3),
  'readings the same': m.sameReadings,
});
console.table({
  'one machine, no Redis': shown(one),
  'one machine of three': shown(together),
  'spread over three': shown(three),
});
const dearer = (together.cpuPerDelivery / one.cpuPerDelivery - 1) * 100;
console.log(`CPU for a delivery on one machine of three: ${dearer.toFixed(0)} % more (at most 20)`);
console.log(`p95: ${(three.p95 / one.p95).toFixed(2)} × that of one machine (must be at most 2)`);

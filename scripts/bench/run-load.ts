import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { ServerProcess } from '../../e2e/server.ts';
import { type Spread, spread } from './figures.ts';
import type { Machines } from './machines.ts';
import { type Spent, spent, type Usage, usageOfAll } from './process.ts';
import type { Places, Seen, Workload } from './workload.ts';

/** What one workload cost and how it felt. */
export interface LoadResult {
  readonly workload: Omit<Workload, 'url'>;
  readonly screen: Spread | null;
  readonly reading: Spread | null;
  readonly points: number;
  /** Points × the people who see them, their author left out. */
  readonly delivered: number;
  readonly upPerPoint: number | null;
  readonly downPerDelivery: number | null;
  /** Of several machines, together. */
  readonly server: Spent;
  /** What Redis used, where machines share rooms over it. */
  readonly redis: Spent | null;
  /** CPU seconds of the server for 100,000 delivered points. */
  readonly cpuPer100k: number;
  readonly joinMs: number;
  readonly lateMs: number;
  readonly refused: number;
  readonly alike: number;
  readonly frames: Seen['frames'];
}

/** More than people do: a bench may fill rooms faster than limits let them. */
export const ROOMY = { ROOMS_BURST: '5000', JOINS_BURST: '5000', MESSAGES_BURST: '100000' };

const ROOT = join(import.meta.dirname, '../..');

/** One process, not two: what is measured must be the script's own. */
function startScript(name: string, ...args: string[]): ChildProcess {
  return spawn(process.execPath, ['--import', 'tsx', `scripts/bench/${name}`, ...args], {
    cwd: ROOT,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
}

/** The processes whose CPU counts. */
interface Pids {
  readonly server: readonly number[];
  readonly redis?: number;
}

interface Moment {
  readonly server: Usage;
  readonly redis: Usage;
}

function momentOf({ server, redis }: Pids): Moment {
  return { server: usageOfAll(server), redis: usageOfAll(redis ? [redis] : []) };
}

async function drive(work: Workload, pids: Pids): Promise<LoadResult> {
  const child = startScript('load.ts', JSON.stringify(work));
  let before: Moment | null = null;
  let after: Moment | null = null;
  let seen: Seen | null = null;
  for await (const line of createInterface({ input: child.stdout as NodeJS.ReadableStream })) {
    if (line === 'start') before = momentOf(pids);
    else if (line === 'end') after = momentOf(pids);
    else if (line.startsWith('{')) seen = JSON.parse(line) as Seen;
  }
  if (!before || !after || !seen) throw new Error('the load process saw nothing');
  const { url: _, ...workload } = work;
  const delivered = seen.points * (work.people - 1);
  const used = spent(before.server, after.server);
  const per = (bytes: number | null, count: number) => (bytes === null ? null : bytes / count);
  return {
    workload,
    screen: spread(seen.screen),
    reading: spread(seen.reading),
    points: seen.points,
    delivered,
    upPerPoint: per(seen.bytesUp, seen.points),
    downPerDelivery: per(seen.bytesDown, delivered),
    server: used,
    redis: pids.redis ? spent(before.redis, after.redis) : null,
    cpuPer100k: delivered > 0 ? (used.cpuSeconds / delivered) * 100_000 : Number.NaN,
    joinMs: seen.joinMs,
    lateMs: seen.lateMs,
    refused: seen.refused,
    alike: seen.alike,
    frames: seen.frames,
  };
}

/** Runs a workload against a server of its own, in its own process; clients in another. */
export async function runLoad(workload: Omit<Workload, 'url'>): Promise<LoadResult> {
  if (workload.against === 'inkling') {
    const server = await ServerProcess.start(ROOMY);
    try {
      return await drive({ ...workload, url: server.url }, { server: [server.pid] });
    } finally {
      await server.dispose();
    }
  }
  const rival = startScript('rivals.ts', workload.against);
  const lines = createInterface({ input: rival.stdout as NodeJS.ReadableStream });
  const [port] = (await once(lines, 'line')) as [string];
  try {
    const url = `http://127.0.0.1:${port}`;
    return await drive({ ...workload, url }, { server: [rival.pid ?? 0] });
  } finally {
    rival.kill();
  }
}

/** Runs a workload against several machines that share their rooms. */
export function runOnMachines(
  workload: Omit<Workload, 'url' | 'machines'>,
  { urls, pids, redisPid }: Machines,
  spread: Places['spread'],
): Promise<LoadResult> {
  const work = { ...workload, url: urls[0] ?? '', machines: { urls, spread } };
  return drive(work, { server: pids, redis: redisPid });
}

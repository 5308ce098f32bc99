import { readFileSync } from 'node:fs';

/** What a process has used. */
export interface Usage {
  /** CPU seconds of all its threads. */
  readonly cpu: number;
  /** CPU seconds of its main thread. */
  readonly main: number;
  /** Resident memory in MB. */
  readonly rss: number;
  /** When it was read, in milliseconds. */
  readonly at: number;
}

const TICKS_A_SECOND = 100;

function cpuSeconds(stat: string): number {
  // Fields 14 and 15 of proc(5)'s stat; the second field, a name, may hold spaces.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) / TICKS_A_SECOND;
}

/** Reads what a process has used so far. Linux only. */
export function usageOf(pid: number): Usage {
  const of = `/proc/${pid}`;
  const status = readFileSync(`${of}/status`, 'utf8');
  return {
    cpu: cpuSeconds(readFileSync(`${of}/stat`, 'utf8')),
    main: cpuSeconds(readFileSync(`${of}/task/${pid}/stat`, 'utf8')),
    rss: Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024,
    at: performance.now(),
  };
}

/** What several processes have used together. */
export function usageOfAll(pids: readonly number[]): Usage {
  const all = pids.map(usageOf);
  const sum = (of: (usage: Usage) => number) => all.reduce((total, usage) => total + of(usage), 0);
  const at = performance.now();
  return { cpu: sum((u) => u.cpu), main: sum((u) => u.main), rss: sum((u) => u.rss), at };
}

/** What was used between two moments; CPU as shares of one core as well. */
export interface Spent {
  readonly cpuSeconds: number;
  readonly cpuShare: number;
  readonly mainShare: number;
  readonly rss: number;
}

export function spent(before: Usage, after: Usage): Spent {
  const seconds = (after.at - before.at) / 1000;
  return {
    cpuSeconds: after.cpu - before.cpu,
    cpuShare: (after.cpu - before.cpu) / seconds,
    mainShare: (after.main - before.main) / seconds,
    rss: after.rss,
  };
}

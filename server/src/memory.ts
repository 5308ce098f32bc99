import { readFileSync } from 'node:fs';
import { totalmem } from 'node:os';
import { getHeapStatistics } from 'node:v8';
import type { Clock } from './room/tick.ts';

/** How near memory is to its end: from `tight` on nothing new is begun, and when `full` nobody new comes in. */
export type Pressure = 'calm' | 'tight' | 'full';

/** How much of each kind of memory is used, in bytes, and how much there may be. */
export type Meter = () => readonly { readonly used: number; readonly most: number }[];

const LOOK_EVERY_MS = 1000;
/** Shares of memory from which pressure grows, and below which it falls again. */
const TIGHT = { from: 0.8, until: 0.75 };
const FULL = { from: 0.92, until: 0.88 };
/** What the server takes of a machine unless it is told. */
const SHARE_OF_MACHINE = 0.75;

/** The pressure after a look at the fullest kind of memory. */
export function nextPressure(now: Pressure, share: number): Pressure {
  if (share >= (now === 'full' ? FULL.until : FULL.from)) return 'full';
  return share >= (now === 'calm' ? TIGHT.from : TIGHT.until) ? 'tight' : 'calm';
}

/** Memory of a process's own: files that it maps, such as the store, can be given back at any time and do not count. */
function ownMemory(): number {
  try {
    const status = readFileSync('/proc/self/status', 'utf8');
    return Number(/RssAnon:\s+(\d+)/.exec(status)?.[1]) * 1024 || process.memoryUsage.rss();
  } catch {
    return process.memoryUsage.rss();
  }
}

/** What the machine, or the container, has in bytes. */
function machineMemory(): number {
  const constrained = process.constrainedMemory?.() ?? 0;
  return Math.min(totalmem(), constrained > 0 ? constrained : Number.POSITIVE_INFINITY);
}

/** Measures this process: all its memory against `mostBytes` (three quarters of the machine's when 0), and its heap. */
export function processMeter(mostBytes: number): Meter {
  const most = mostBytes > 0 ? mostBytes : machineMemory() * SHARE_OF_MACHINE;
  return () => {
    const { used_heap_size, heap_size_limit } = getHeapStatistics();
    return [
      { used: ownMemory(), most },
      { used: used_heap_size, most: heap_size_limit },
    ];
  };
}

/** Looks at memory every second, so that a server sheds what it can before the machine ends it. */
export class Memory {
  #pressure: Pressure = 'calm';
  #share = 0;
  #cancel: () => void = () => {};
  /** Called at every look while memory is tight. */
  onTight: () => void = () => {};

  constructor(
    private readonly clock: Clock,
    private readonly meter: Meter,
  ) {
    this.#look();
  }

  /** The share in use of the fullest kind of memory. */
  get share(): number {
    return this.#share;
  }

  get tight(): boolean {
    return this.#pressure !== 'calm';
  }

  get full(): boolean {
    return this.#pressure === 'full';
  }

  #look(): void {
    this.#share = Math.max(...this.meter().map(({ used, most }) => used / most));
    this.#pressure = nextPressure(this.#pressure, this.#share);
    if (this.tight) this.onTight();
    this.#cancel = this.clock.after(LOOK_EVERY_MS, () => this.#look());
  }

  stop(): void {
    this.#cancel();
  }
}

import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { Clock } from './room/tick.ts';

/** Steps of strain: 0 is none. */
const MOST = 4;
const LOOK_EVERY_MS = 500;
/** The event loop is late by so many milliseconds (p90 of a look): above, strain grows a step; below, it falls one. */
const LATE = { grows: 40, falls: 20 };
/** The clock of the measurement itself, in milliseconds. */
const RESOLUTION_MS = 10;

/** By how much windows widen. Readings slow down first, then frames; ink is never dropped. */
export interface Windows {
  readonly tick: number;
  readonly reader: number;
}

/** The next step of strain after a look at how late the event loop ran. */
export function nextStrain(strain: number, lateMs: number): number {
  if (lateMs > LATE.grows) return Math.min(MOST, strain + 1);
  return lateMs < LATE.falls ? Math.max(0, strain - 1) : strain;
}

/** How much windows widen at a step of strain: the reader's from the first step on, the frames' from the third. */
export function windowsAt(strain: number): Windows {
  return { reader: 2 ** strain, tick: 2 ** Math.max(0, strain - 2) };
}

/** Looks at the event loop twice a second and says how strained it is. */
export class Strain {
  #strain = 0;
  readonly #delay = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  #cancel: () => void = () => {};

  constructor(private readonly clock: Clock) {
    this.#delay.enable();
    this.#look();
  }

  get step(): number {
    return this.#strain;
  }

  get windows(): Windows {
    return windowsAt(this.#strain);
  }

  #look(): void {
    this.#cancel = this.clock.after(LOOK_EVERY_MS, () => {
      const late = this.#delay.percentile(90) / 1e6 - RESOLUTION_MS;
      this.#delay.reset();
      this.#strain = nextStrain(this.#strain, late);
      this.#look();
    });
  }

  stop(): void {
    this.#cancel();
    this.#delay.disable();
  }
}

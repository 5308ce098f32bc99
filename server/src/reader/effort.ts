import type { EventLoopUtilization } from 'node:perf_hooks';

/** How often a thread looks at how busy it is, in milliseconds. */
const LOOK_EVERY_MS = 500;
/** From this share of its time on, rooms are looked at less often. */
const AT_EASE = 0.15;

/** By how much paces are to widen for a thread that is busy for this share of its time, 0 to 1. */
export function stretchFor(busy: number): number {
  // Squared: rooms that are looked at less often make it less busy, and the two meet soon.
  return Math.max(1, busy / AT_EASE) ** 2;
}

/** How busy a thread is, and by how much the paces of its rooms widen for that: with much to read, each is read less often. */
export class Effort {
  readonly #parts: EffortParts;
  #since: EventLoopUtilization;
  #lookedAt: number;
  #busy = 0;

  constructor(parts: EffortParts) {
    this.#parts = parts;
    this.#since = parts.utilization();
    this.#lookedAt = parts.now();
  }

  /** By how much paces widen now. */
  get stretch(): number {
    const now = this.#parts.now();
    if (now - this.#lookedAt >= LOOK_EVERY_MS) this.#look(now);
    return stretchFor(this.#busy);
  }

  #look(now: number): void {
    const total = this.#parts.utilization();
    const { utilization } = this.#parts.utilization(total, this.#since);
    // The mean of the last looks, the newest counting most: one room that is loaded slows nobody down for long.
    this.#busy = (this.#busy + utilization) / 2;
    this.#since = total;
    this.#lookedAt = now;
  }
}

/** What a thread's effort is measured with. */
export interface EffortParts {
  readonly now: () => number;
  /** `performance.eventLoopUtilization` of the thread. */
  readonly utilization: (
    to?: EventLoopUtilization,
    from?: EventLoopUtilization,
  ) => EventLoopUtilization;
}

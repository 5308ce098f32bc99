/** Time as the server sees it, so that tests turn the clock by hand. */
export interface Clock {
  now(): number;
  /** Calls back once after so many milliseconds; returns its undo. */
  after(ms: number, callback: () => void): () => void;
}

/** The machine's own clock. */
export const realClock: Clock = {
  now: () => Date.now(),
  after(ms, callback) {
    const timer = setTimeout(callback, ms);
    return () => clearTimeout(timer);
  },
};

/**
 * A fixed window: the first change after a quiet window is flushed at once (with all that arrives in the same turn of
 * the event loop), and after that the window is fixed, however much arrives. Never a debounce that grows.
 */
export class Tick {
  #last = Number.NEGATIVE_INFINITY;
  #cancel: (() => void) | null = null;

  constructor(
    private readonly clock: Clock,
    private readonly windowMs: () => number,
    private readonly flush: () => void,
  ) {}

  /** Says that something changed. */
  touch(): void {
    if (this.#cancel) return;
    const since = this.clock.now() - this.#last;
    // A clock that was turned back must not hold ink up.
    const wait = since < 0 ? 0 : Math.max(0, this.windowMs() - since);
    this.#cancel = this.clock.after(wait, () => this.now());
  }

  /** Flushes without waiting for the window. */
  now(): void {
    this.begin();
    this.flush();
  }

  /** The next window begins here: what was due has just been flushed. */
  begin(): void {
    this.stop();
    this.#last = this.clock.now();
  }

  /** Forgets a flush that was due. */
  stop(): void {
    this.#cancel?.();
    this.#cancel = null;
  }
}

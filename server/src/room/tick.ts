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
  #due = Number.NEGATIVE_INFINITY;

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
    this.#due = this.clock.now() + wait;
    this.#cancel = this.clock.after(wait, () => this.now());
  }

  /** When the next flush is, or the last one was. */
  get due(): number {
    return this.#due;
  }

  /** Flushes without waiting for the window. */
  now(): void {
    this.#cancel?.();
    this.#cancel = null;
    this.#last = this.clock.now();
    this.flush();
  }

  /** Forgets a flush that was due. */
  stop(): void {
    this.#cancel?.();
    this.#cancel = null;
  }
}

/**
 * Calls back a little before a tick's flush, once for each, so that what it starts comes back in time to go along. What
 * gathers between the call and the flush waits for the next flush, which is the first that could take it anyway.
 */
export class Lead {
  #ledFor = Number.NEGATIVE_INFINITY;
  #cancel: (() => void) | null = null;

  constructor(
    private readonly clock: Clock,
    private readonly options: {
      readonly tick: Tick;
      readonly leadMs: number;
      /** How far flushes are apart. */
      windowMs(): number;
      callback(): void;
    },
  ) {}

  /** Says that something has gathered, after its tick was told so. */
  touch(): void {
    if (this.#cancel) return;
    const { tick, leadMs, windowMs } = this.options;
    const flush = this.#ledFor === tick.due ? tick.due + windowMs() : tick.due;
    const wait = Math.max(0, flush - leadMs - this.clock.now());
    this.#cancel = this.clock.after(wait, () => this.now());
  }

  /** Calls back without waiting. */
  now(): void {
    this.stop();
    this.#ledFor = this.options.tick.due;
    this.options.callback();
  }

  /** Forgets a call that was due. */
  stop(): void {
    this.#cancel?.();
    this.#cancel = null;
  }
}

import { type IntervalHistogram, monitorEventLoopDelay } from 'node:perf_hooks';

/** How late the event loop ran, in seconds. */
interface Late {
  readonly p99: number;
  readonly max: number;
}

/** How long a window is: what happened in one is told until the next is over, however often somebody asks. */
export const WINDOW_MS = 30_000;
const ON_TIME: Late = { p99: 0, max: 0 };

/** Measures how late the event loop runs, window by window; no reading of it hides anything from the next. */
export class LoopDelay {
  #before: Late = ON_TIME;

  constructor(
    private readonly now: Pick<
      IntervalHistogram,
      'percentile' | 'max' | 'count' | 'reset'
    > = begin(),
  ) {}

  /** Ends a window. */
  turn(): void {
    this.#before = this.#current();
    this.now.reset();
  }

  /** The worst of the last two windows. */
  get late(): Late {
    const current = this.#current();
    return {
      p99: Math.max(this.#before.p99, current.p99),
      max: Math.max(this.#before.max, current.max),
    };
  }

  #current(): Late {
    if (this.now.count === 0) return ON_TIME;
    return { p99: this.now.percentile(99) / 1e9, max: this.now.max / 1e9 };
  }
}

function begin(): IntervalHistogram {
  const delay = monitorEventLoopDelay({ resolution: 10 });
  delay.enable();
  return delay;
}

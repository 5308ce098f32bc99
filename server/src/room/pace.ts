/** How much something may happen: so many a second, and so many saved up. */
export interface Pace {
  readonly rate: number;
  readonly burst: number;
}

/** A token bucket: full at first, refilled at a steady rate. */
export class Bucket {
  #level: number;
  #at: number;

  constructor(
    private readonly pace: Pace,
    private readonly now: () => number,
  ) {
    this.#level = pace.burst;
    this.#at = now();
  }

  /** Takes so many tokens if they are there; says whether they were. */
  take(count = 1): boolean {
    this.#refill();
    if (this.#level < count) return false;
    this.#level -= count;
    return true;
  }

  /** Takes what was done already, be it there or not: what lacks is waited for. */
  charge(count: number): void {
    this.#refill();
    this.#level -= count;
  }

  /** Whether everything is there. */
  get full(): boolean {
    this.#refill();
    return this.#level >= this.pace.burst;
  }

  #refill(): void {
    const at = this.now();
    // A clock that was turned back refills nothing.
    const elapsed = Math.max(0, at - this.#at);
    this.#at = at;
    this.#level = Math.min(this.pace.burst, this.#level + (elapsed / 1000) * this.pace.rate);
  }

  /** Milliseconds until so many tokens will be there. */
  waitFor(count = 1): number {
    return Math.ceil((Math.max(0, count - this.#level) / this.pace.rate) * 1000);
  }
}

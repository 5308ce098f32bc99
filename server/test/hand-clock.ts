import type { Clock } from '../src/room/tick.ts';

/** A clock that stands still until a test turns it. */
export class HandClock implements Clock {
  #now = 1_000_000;
  #due: { readonly at: number; readonly callback: () => void }[] = [];

  now = (): number => this.#now;

  after = (ms: number, callback: () => void): (() => void) => {
    const due = { at: this.#now + ms, callback };
    this.#due.push(due);
    return () => {
      this.#due = this.#due.filter((other) => other !== due);
    };
  };

  /** Turns the clock on, calling back what falls due, in order. */
  turn(ms: number): void {
    const until = this.#now + ms;
    for (;;) {
      const next = this.#due.filter((due) => due.at <= until).sort((a, b) => a.at - b.at)[0];
      if (!next) break;
      this.#due = this.#due.filter((due) => due !== next);
      this.#now = Math.max(this.#now, next.at);
      next.callback();
    }
    this.#now = until;
  }
}

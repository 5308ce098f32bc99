import type { Response } from 'express';
import { problem } from './problem.ts';

/** Bytes of all that is being sent at the same time, each counted once however many get it. */
const MOST_BYTES = 128 * 1024 * 1024;
/** Whoever reads nothing for so long is cut. */
const UNREAD_MS = 30_000;

/** Sends what is large to many at the same time: the same bytes to all who get the same, neither copied nor hashed. */
export class Deliveries {
  #total = 0;
  /** How many are being sent these bytes. */
  readonly #readers = new Map<Buffer, number>();

  constructor(
    private readonly mostBytes = MOST_BYTES,
    private readonly unreadMs = UNREAD_MS,
  ) {}

  /** Sends bytes, or says to come again while too much else is being sent. */
  send(response: Response, bytes: Buffer): void {
    if (response.closed) return;
    const readers = this.#readers.get(bytes) ?? 0;
    if (readers === 0 && this.#total > 0 && this.#total + bytes.length > this.mostBytes) {
      const message = 'Much is being taken away just now; try again in a moment.';
      problem(response, 503, { error: 'busy', message, retryS: 5 });
      return;
    }
    if (readers === 0) this.#total += bytes.length;
    this.#readers.set(bytes, readers + 1);
    response.once('close', () => this.#letGo(bytes));
    response.setTimeout(this.unreadMs, () => response.destroy());
    response.set('Content-Length', String(bytes.length)).end(bytes);
  }

  #letGo(bytes: Buffer): void {
    const left = (this.#readers.get(bytes) as number) - 1;
    if (left > 0) {
      this.#readers.set(bytes, left);
      return;
    }
    this.#readers.delete(bytes);
    this.#total -= bytes.length;
  }
}

import type { RequestHandler, Response } from 'express';
import { problem } from './problem.ts';

/** Bytes of bodies, on their way or being answered, that are held at the same time; fewer when memory is tight. */
const MOST_BYTES = 64 * 1024 * 1024;
const MOST_WHEN_TIGHT = 16 * 1024 * 1024;
/** When to send a body again, in seconds. */
const RETRY_S = 2;

/** Bounds what the bodies of all requests take together, from their first byte until they are answered. */
export class Bodies {
  #total = 0;
  /** The bytes of each body, by the answer that it will get. */
  readonly #held = new Map<Response, number>();
  /** Those that have not come whole, the one that is on its way for longest first. */
  readonly #onTheWay = new Set<Response>();

  constructor(private readonly isTight: () => boolean) {}

  /** Counts a request's body; goes before whatever reads it. */
  readonly count: RequestHandler = (request, response, next) => {
    this.#held.set(response, 0);
    this.#onTheWay.add(response);
    request.on('data', (part: Buffer) => this.#take(response, part.length));
    request.once('end', () => this.#onTheWay.delete(response));
    response.once('close', () => this.#letGo(response));
    next();
  };

  /** Holds more of a body. Where that is too much, the oldest half goes: whoever waits with one keeps nobody else out. */
  #take(response: Response, bytes: number): void {
    const held = this.#held.get(response);
    if (held === undefined) return;
    this.#held.set(response, held + bytes);
    this.#total += bytes;
    const most = this.isTight() ? MOST_WHEN_TIGHT : MOST_BYTES;
    for (const oldest of this.#onTheWay) {
      if (this.#total <= most) break;
      this.#letGo(oldest);
      cut(oldest);
    }
  }

  #letGo(response: Response): void {
    this.#total -= this.#held.get(response) ?? 0;
    this.#held.delete(response);
    this.#onTheWay.delete(response);
  }
}

/** Ends a request in the midst of its body. */
function cut(response: Response): void {
  if (response.headersSent) return;
  const message = 'Too much is being sent at the same time; send it again in a moment.';
  response.set('Connection', 'close').once('finish', () => response.req.destroy());
  problem(response, 503, { error: 'busy', message, retryS: RETRY_S });
}

import { encodeChunks } from '@inkling/shared/ink';
import { BOARD } from '@inkling/shared/limits';
import type { Joined } from '@inkling/shared/protocol';
import { io } from 'socket.io-client';
import { penDigits } from '../../e2e/pen.ts';
import type { Random } from '../../server/test/fuzz/random.ts';
import { resampled, type Socketed } from '../bench/filled-room.ts';

const POINTS = 24;
/** A stroke is sent in so many pieces. */
const PIECES = 3;
const SIZE = 180;
const PATIENCE_MS = 20_000;

/** Somebody who draws as fast as the room answers. */
export class Scribbler {
  joined: Joined | null = null;
  #socket: Socketed;
  #stroke = 0;

  constructor(
    private readonly url: string,
    private readonly by: 'websocket' | 'polling',
    private readonly random: Random,
  ) {
    this.#socket = this.#connect();
  }

  #connect(): Socketed {
    return io(this.url, { transports: [this.by], forceNew: true, reconnection: false });
  }

  get #line() {
    return this.#socket.timeout(PATIENCE_MS);
  }

  /** Joins a room, or makes one. */
  async join(room?: string): Promise<string> {
    const { token } = this.joined?.you ?? {};
    const request = { v: 1, ...(room && { room }), ...(token && { token }) };
    const joined = await this.#line.emitWithAck('join', request);
    if (!joined.ok) throw new Error(joined.message);
    this.joined = joined;
    return joined.room.code;
  }

  /** Goes, and comes back as the same person: a page that is loaded again. */
  async reload(): Promise<void> {
    this.#socket.disconnect();
    this.#socket = this.#connect();
    await this.join(this.joined?.room.code);
  }

  /** Draws one stroke somewhere, and sometimes erases it; resolves once the room has answered. */
  async draw(): Promise<void> {
    const stroke = ++this.#stroke;
    const way = resampled(this.random.pick(penDigits()).strokes.flat(), POINTS);
    const [x0, y0] = [this.random.below(BOARD.w - SIZE), this.random.below(BOARD.h - SIZE)];
    const points = way.map(([x, y], i) => [
      Math.round(x0 + x * SIZE),
      Math.round(y0 + y * SIZE),
      i * 16,
      128,
    ]);
    const piece = POINTS / PIECES;
    const sent = Array.from({ length: PIECES }, (_, nth) => {
      const at = nth * piece;
      const flags = { done: nth === PIECES - 1, pressure: false, surface: 0 };
      const chunk = { stroke, at, ...flags, points: points.slice(at, at + piece).flat() };
      return this.#line.emitWithAck('ink', encodeChunks([chunk]));
    });
    for (const answer of await Promise.all(sent)) {
      if (!answer.ok || answer.refused) throw new Error('the room did not take its ink');
    }
    const author = this.joined?.you.author ?? 0;
    if (this.random.chance(0.2)) {
      await this.#line.emitWithAck('erase', { strokes: [[author, stroke]] });
    }
  }

  /** Clears one's own ink, or all of it as the host; sometimes it is brought back. */
  async clear({ back = false } = {}): Promise<void> {
    const cleared = await this.#line.emitWithAck('clear', {});
    if (!cleared.ok) throw new Error(cleared.message);
    if (back) await this.#line.emitWithAck('restore', { undo: cleared.undo });
  }

  leave(): void {
    this.#socket.disconnect();
  }
}

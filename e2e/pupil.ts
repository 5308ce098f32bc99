import { setTimeout as pause } from 'node:timers/promises';
import { type Chunk, encodeChunks, POINT_STRIDE } from '@inkling/shared/ink';
import { TILE } from '@inkling/shared/limits';
import type { DownEvents, Joined, UpEvents } from '@inkling/shared/protocol';
import { io, type Socket } from 'socket.io-client';
import type { PenDigit } from './strokes.ts';

const SAMPLE_MS = 16;
const POINTS_A_MESSAGE = 3;
/** The longer side of a digit, in units of the tile. */
const SIZE = 1100;

/** A student without a browser: fills a class around those that a test looks at. */
export class Pupil {
  readonly #socket: Socket<DownEvents, UpEvents>;
  #stroke = 1;

  private constructor(
    socket: Socket<DownEvents, UpEvents>,
    readonly joined: Joined,
  ) {
    this.#socket = socket;
  }

  /** Comes into a room. */
  static async come(url: string, room: string): Promise<Pupil> {
    const socket: Socket<DownEvents, UpEvents> = io(url, {
      transports: ['websocket'],
      reconnection: false,
      forceNew: true,
    });
    const joined = await socket.emitWithAck('join', { v: 1, room });
    if (!joined.ok) throw new Error(joined.message);
    return new Pupil(socket, joined);
  }

  get surface(): number {
    return this.joined.you.surface;
  }

  /** Puts a whole digit on their own tile and waits until the room has it. */
  async draw(digit: PenDigit, size = SIZE): Promise<void> {
    const chunks = this.#ways(digit, size).map((points) => this.#chunk(this.#stroke++, points));
    await this.#send(chunks);
  }

  /** Writes a digit as a pen does: its points leave in the rhythm in which they come. */
  async write(digit: PenDigit, size = SIZE): Promise<void> {
    for (const points of this.#ways(digit, size)) {
      const stroke = this.#stroke++;
      const step = POINTS_A_MESSAGE * POINT_STRIDE;
      for (let at = 0; at < points.length; at += step) {
        const done = at + step >= points.length;
        const part = points.slice(at, at + step);
        const sent = this.#send([this.#chunk(stroke, part, { at: at / POINT_STRIDE, done })]);
        await Promise.all([sent, pause(POINTS_A_MESSAGE * SAMPLE_MS)]);
      }
    }
  }

  #ways(digit: PenDigit, size: number): number[][] {
    const flat = digit.strokes.flat();
    const [w = 0, h = 0] = [0, 1].map((k) => Math.max(...flat.map((p) => p[k as 0 | 1])) * size);
    const [x0, y0] = [(TILE.w - w) / 2, (TILE.h - h) / 2];
    return digit.strokes.map((way) =>
      way.flatMap(([x, y], i) => [
        Math.round(x0 + x * size),
        Math.round(y0 + y * size),
        i * SAMPLE_MS,
        128,
      ]),
    );
  }

  #chunk(stroke: number, points: number[], { at = 0, done = true } = {}): Chunk {
    return { stroke, at, done, pressure: false, surface: this.surface, points };
  }

  async #send(chunks: readonly Chunk[]): Promise<void> {
    const answer = await this.#socket.emitWithAck('ink', encodeChunks(chunks));
    if (!answer.ok || answer.refused) throw new Error('the room did not take the ink');
  }

  /** Says what they see on somebody's tile. */
  async vote(surface: number, says: number): Promise<void> {
    const answer = await this.#socket.emitWithAck('vote', { surface, says });
    if (!answer.ok) throw new Error(answer.message);
  }

  leave(): void {
    this.#socket.disconnect();
  }
}

import { followStrokes, StrokeFold } from '@inkling/shared/canvas';
import { decodeFrame } from '@inkling/shared/frame';
import { encodeChunks, pointCount } from '@inkling/shared/ink';
import type { DownEvents, Joined, UpEvents } from '@inkling/shared/protocol';
import { io, type Socket } from 'socket.io-client';
import * as Y from 'yjs';
import { Comeback } from '../../client/src/link/comeback.ts';
import { ServerProcess } from '../../e2e/server.ts';
import { ROOMY } from './run-load.ts';
import type { Row } from './table.ts';

const clock = {
  now: () => performance.now(),
  after(ms: number, callback: () => void) {
    const timer = setTimeout(callback, ms);
    return () => clearTimeout(timer);
  },
};
const POINTS = 6;
const EVERY_MS = 42;

/** Somebody who draws, and who comes back after a cut as a page does: as who they were, asking for what they lack. */
class Regular {
  readonly #doc = new Y.Doc();
  readonly #strokes = new StrokeFold();
  readonly #acked = new Map<string, number>();
  readonly #socket: Socket<DownEvents, UpEvents>;
  readonly #comeback: Comeback;
  #joined: Joined | null = null;
  #stroke = 0;
  #entered: (() => void)[] = [];

  constructor(
    url: string,
    public room: string | undefined,
  ) {
    this.#socket = io(url, {
      transports: ['websocket'],
      ...{ forceNew: true, reconnection: false, autoConnect: false },
    });
    this.#comeback = new Comeback({
      clock,
      random: Math.random,
      visible: () => true,
      connect: () => this.#socket.connect(),
    });
    followStrokes(this.#doc, this.#strokes, () => {});
    this.#socket.on('connect', () => void this.#join());
    this.#socket.on('disconnect', () => this.#comeback.later());
    this.#socket.on('connect_error', () => this.#comeback.later());
    this.#socket.on('frame', (bytes) => {
      const { canvas } = decodeFrame(new Uint8Array(bytes));
      if (canvas) Y.applyUpdate(this.#doc, canvas);
    });
  }

  /** Resolves when the room has let them in the next time. */
  entered(): Promise<void> {
    return new Promise((resolve) => this.#entered.push(resolve));
  }

  enter(): Promise<void> {
    this.#socket.connect();
    return this.entered();
  }

  async #join(): Promise<void> {
    const { you, epoch } = this.#joined ?? {};
    const vector = Y.encodeStateVector(this.#doc);
    const answer = await this.#socket.emitWithAck('join', {
      v: 1,
      ...(this.room === undefined ? { kind: 'class' } : { room: this.room }),
      ...(you && epoch !== undefined && { token: you.token, have: { epoch, vector } }),
    });
    if (!answer.ok) {
      this.#socket.disconnect();
      return;
    }
    this.#comeback.arrived();
    this.#joined = answer;
    this.room = answer.room.code;
    Y.applyUpdate(this.#doc, new Uint8Array(answer.canvas));
    for (const resolve of this.#entered.splice(0)) resolve();
  }

  /** Draws until the returned undo is called. */
  draw(): () => void {
    const timer = setInterval(() => {
      if (!this.#socket.connected) return;
      const stroke = ++this.#stroke;
      const [x, y] = [(stroke % 16) * 120, Math.floor(stroke / 16) * 120];
      const points = Array.from({ length: POINTS }, (_, i) => [x + i * 4, y + i * 16, i * 8, 128]);
      const flags = { at: 0, done: true, pressure: false, surface: this.#author };
      const chunk = { stroke, ...flags, points: points.flat() };
      this.#socket.emit('ink', encodeChunks([chunk]), (answer) => {
        if (answer.ok && !answer.refused) this.#acked.set(`${this.#author}.${stroke}`, POINTS);
      });
    }, EVERY_MS);
    return () => clearInterval(timer);
  }

  get #author(): number {
    return this.#joined?.you.author ?? 0;
  }

  /** Points that were acknowledged and are not on their canvas. */
  lost(): number {
    let lost = 0;
    for (const [key, points] of this.#acked) {
      lost += Math.max(0, points - pointCount(this.#strokes.get(key)?.points ?? []));
    }
    return lost;
  }

  leave(): void {
    this.#socket.off('disconnect').disconnect();
    this.#comeback.stop();
  }
}

/** From SIGTERM until the last of some people who draw is back in the room, with all their acknowledged ink. */
export async function restartUnder(people: number): Promise<Row> {
  const server = await ServerProcess.start({ ...ROOMY, MAX_ROOM_STROKES: '100000' });
  const first = new Regular(server.url, undefined);
  await first.enter();
  const others = Array.from({ length: people - 1 }, () => new Regular(server.url, first.room));
  await Promise.all(others.map((one) => one.enter()));
  const all = [first, ...others];
  const undo = all.map((one) => one.draw());
  await new Promise((resolve) => setTimeout(resolve, 3000));
  const back = Promise.all(all.map((one) => one.entered()));
  const began = performance.now();
  await server.end();
  const down = performance.now();
  await server.boot();
  const up = performance.now();
  await back;
  const ended = performance.now();
  const lost = all.reduce((sum, one) => sum + one.lost(), 0);
  for (const stop of undo) stop();
  for (const one of all) one.leave();
  await server.dispose();
  if (lost > 0) throw new Error(`${lost} acknowledged points were lost`);
  const seconds = (ms: number) => (ms / 1000).toFixed(2);
  return {
    what: `restart under ${people} people who draw: all back with their canvas`,
    unit: 's',
    measured: (ended - began) / 1000,
    budget: { must: 5, aim: 2 },
    note: `told, stored and gone after ${seconds(down - began)} s, up again at ${seconds(up - began)} s; no acknowledged point lost`,
  };
}

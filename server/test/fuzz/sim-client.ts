import { followStrokes, StrokeFold } from '@inkling/shared/canvas';
import { decodeFrame, decodeReadings } from '@inkling/shared/frame';
import { encodeChunks, POINT_STRIDE, pointCount } from '@inkling/shared/ink';
import { unpackInk } from '@inkling/shared/packed-ink';
import type { Canvas, InkAnswer, Joined, Refusal } from '@inkling/shared/protocol';
import {
  isGone,
  type Reading,
  type ReadingChange,
  type StrokeId,
  strokeKey,
} from '@inkling/shared/reading';
import * as Y from 'yjs';
import type { ClientLine } from './sim-socket.ts';

/** A stroke of one's own that the room does not have all of. */
export interface Own {
  readonly stroke: number;
  readonly surface: number;
  readonly points: number[];
  done: boolean;
  acked: number;
  ackedDone: boolean;
  sent: number;
  sentDone: boolean;
}

interface Part {
  readonly stroke: number;
  readonly from: number;
  readonly to: number;
  readonly done: boolean;
}

/** What a client needs of the world. */
export interface ClientWorld {
  connect(client: SimClient): ClientLine | null;
  later(ms: number, call: () => void): void;
  /** Chunks of this author were acknowledged up to so many points. */
  acknowledged(author: number, stroke: number, points: number): void;
  fail(what: string): void;
  /** Something was asked of the room. */
  asked?(client: SimClient, event: string, said: unknown): void;
}

/** A person's page, written from docs/protocol.md alone: outbox, erasures, canvas, coming back. */
export class SimClient {
  doc = new Y.Doc();
  strokes = new StrokeFold();
  readonly readings = new Map<string, Reading>();
  readonly outbox = new Map<number, Own>();
  readonly erasures = new Map<string, StrokeId>();
  readonly undos: string[] = [];
  readonly mine: number[] = [];
  author = 0;
  token: string | undefined;
  socket: ClientLine | null = null;
  live = false;
  removed = false;
  #epoch = -1;
  #next = 1;
  #syncing = false;
  #last: Uint8Array | null = null;

  constructor(
    readonly index: number,
    private readonly world: ClientWorld,
    readonly room: () => string | undefined,
    readonly key: () => string | undefined,
  ) {}

  connect(): void {
    if (this.socket) return;
    const socket = this.world.connect(this);
    if (!socket) {
      this.#later();
      return;
    }
    this.socket = socket;
    this.join();
  }

  #later(): void {
    this.world.later(400, () => this.connect());
  }

  join(name?: string): void {
    const [room, key, token] = [this.room(), this.key(), this.token];
    const have = { epoch: this.#epoch, vector: Y.encodeStateVector(this.doc) };
    const request = {
      v: 1,
      // Every other client takes packed frames.
      ...(this.index % 2 === 1 && { packed: true }),
      ...(room && { room }),
      ...(key && { key }),
      ...(token && { token }),
      ...(name && { name }),
      ...(this.#epoch >= 0 && { have }),
    };
    this.#ask<Joined | Refusal>('join', request, (answer) => this.#joined(answer));
  }

  #ask<A>(event: string, said: unknown, answered: (answer: A) => void): void {
    const socket = this.socket;
    this.world.asked?.(this, event, said);
    socket?.ask({ event, said, answer: (value) => this.socket === socket && answered(value as A) });
  }

  #joined(answer: Joined | Refusal): void {
    if (!answer.ok) {
      if (answer.reason === 'removed') this.removed = true;
      else if (answer.reason !== 'busy') this.world.fail(`join was refused: ${answer.message}`);
      this.drop(0);
      return;
    }
    this.removed = false;
    if (this.author !== answer.you.author) {
      if (this.author !== 0) this.#startAnew();
      this.author = answer.you.author;
    }
    this.token = answer.you.token;
    this.live = true;
    this.load(answer);
    this.flush();
  }

  /** The server lost that one joined: as somebody new, nothing of one's ink is there. */
  #startAnew(): void {
    for (const own of this.outbox.values()) Object.assign(own, { acked: 0, ackedDone: false });
    this.#rewind();
    this.mine.length = 0;
    this.mine.push(...this.outbox.keys());
    this.erasures.clear();
  }

  #rewind(): void {
    for (const own of this.outbox.values()) {
      own.sent = own.acked;
      own.sentDone = own.ackedDone;
    }
  }

  load(canvas: Canvas): void {
    if (canvas.epoch !== this.#epoch) {
      this.doc = new Y.Doc();
      this.strokes = new StrokeFold();
      followStrokes(this.doc, this.strokes, () => {});
      this.#epoch = canvas.epoch;
    }
    Y.applyUpdate(this.doc, canvas.canvas);
    this.readings.clear();
    this.#read(decodeReadings(canvas.readings));
  }

  #read(changes: readonly ReadingChange[]): void {
    for (const change of changes) {
      if (isGone(change)) this.readings.delete(change.glyph);
      else this.readings.set(change.glyph, change);
    }
  }

  hear(event: string, said: unknown): void {
    if (event === 'bye') {
      if ((said as { reason: string }).reason === 'removed') this.removed = true;
    } else if (event === 'frame' && this.live) {
      const frame = decodeFrame(said as Uint8Array);
      const update = frame.ink ? unpackInk(frame.ink, this.doc, this.strokes) : frame.canvas;
      if (update) Y.applyUpdate(this.doc, update);
      this.#read(frame.readings ?? []);
      if (update === null) this.#sync();
      else if (this.doc.store.pendingStructs || this.doc.store.pendingDs) this.#sync();
    }
  }

  baffled(by: string, error: unknown): void {
    this.world.fail(`client ${this.index} could make no sense of "${by}": ${error}`);
  }

  #sync(): void {
    if (this.#syncing) return;
    this.#syncing = true;
    const said = { epoch: this.#epoch, vector: Y.encodeStateVector(this.doc) };
    this.#ask<Canvas>('sync', said, (answer) => {
      this.#syncing = false;
      if ('canvas' in answer) this.load(answer);
    });
  }

  /** The line is down, at this end or the other. */
  down(): void {
    this.socket = null;
    this.live = false;
    this.#syncing = false;
    this.#rewind();
    this.#later();
  }

  /** Cuts the line; the server notices after so many ms. */
  drop(noticedAfter: number): void {
    this.socket?.cut(noticedAfter);
    this.down();
  }

  begin(surface: number): Own {
    const stroke = this.#next++;
    const none = { done: false, acked: 0, ackedDone: false, sent: 0, sentDone: false };
    const own: Own = { stroke, surface, points: [], ...none };
    this.outbox.set(stroke, own);
    this.mine.push(stroke);
    return own;
  }

  /** Sends all ink that was not sent, and then erasures whose ink is not on its way. */
  flush(): void {
    if (!this.live) return;
    const parts: Part[] = [];
    const chunks = [...this.outbox.values()].flatMap((own) => {
      const to = pointCount(own.points);
      if (own.sent === to && (!own.done || own.sentDone)) return [];
      const { stroke, surface, done, sent: at } = own;
      parts.push({ stroke, from: at, to, done });
      own.sent = to;
      own.sentDone = done;
      const points = own.points.slice(at * POINT_STRIDE);
      return [{ stroke, at, done, pressure: false, surface, points }];
    });
    if (chunks.length > 0) this.#send(encodeChunks(chunks), parts);
    const ids = [...this.erasures.values()].filter(
      ([by, n]) => by !== this.author || !this.outbox.has(n),
    );
    if (ids.length > 0) this.#erase(ids);
  }

  #send(bytes: Uint8Array, parts: readonly Part[]): void {
    this.#last = bytes;
    this.#ask<InkAnswer>('ink', bytes, (answer) => this.#answered(answer, parts));
  }

  /** Says the last message once more, as a line that stutters would. */
  repeat(): void {
    if (this.live && this.#last) this.#ask('ink', this.#last, () => {});
  }

  #answered(answer: InkAnswer, parts: readonly Part[]): void {
    if (!answer.ok) {
      // Who does not read, as a stalled one does not, is told to send it again.
      if (answer.reason !== 'busy' && answer.reason !== 'too-fast')
        this.world.fail(`ink was refused: ${answer.message}`);
      this.#rewind();
      this.world.later(300, () => this.flush());
      return;
    }
    const refused = new Map((answer.refused ?? []).map((r) => [r.stroke, r]));
    for (const { stroke, from, to, done } of parts) {
      const own = this.outbox.get(stroke);
      const refusal = refused.get(stroke);
      if (refusal?.reason === 'bad-ink' && own && from > 0) this.#fillHole(own);
      else if (refusal) this.outbox.delete(stroke);
      if (!own || refusal || from > own.acked) continue;
      own.acked = Math.max(own.acked, to);
      own.ackedDone ||= done;
      this.world.acknowledged(this.author, stroke, own.acked);
      if (own.ackedDone && own.acked === pointCount(own.points)) this.outbox.delete(stroke);
    }
  }

  /** The room has less of a stroke than it said: it goes again from its first point. */
  #fillHole(own: Own): void {
    Object.assign(own, { acked: 0, ackedDone: false });
    this.#rewind();
    this.world.later(50, () => this.flush());
  }

  erase(id: StrokeId): void {
    if (id[0] === this.author) this.outbox.delete(id[1]);
    this.erasures.set(strokeKey(...id), id);
    this.flush();
  }

  #erase(strokes: readonly StrokeId[]): void {
    this.#ask<{ ok: boolean; reason?: string }>('erase', { strokes }, (answer) => {
      if (!answer.ok && answer.reason === 'busy') return this.world.later(300, () => this.flush());
      for (const id of strokes) this.erasures.delete(strokeKey(...id));
    });
  }

  clear(): void {
    if (!this.live) return;
    this.#ask<{ ok: boolean; undo?: string }>('clear', {}, ({ undo }) => {
      if (undo !== undefined) this.undos.push(undo);
    });
  }

  wish(event: string, said: unknown): void {
    if (this.live) this.#ask(event, said, () => {});
  }
}

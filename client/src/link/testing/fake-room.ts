import { inkOf, type Stroke, strokesOf, toEntry } from '@inkling/shared/canvas';
import { encodeFrame } from '@inkling/shared/frame';
import { type Chunk, decodeChunks, POINT_STRIDE, pointCount } from '@inkling/shared/ink';
import {
  type InkAnswer,
  type Joined,
  type JoinRequest,
  type Person,
  type Reason,
  type Refusal,
  type RefusedStroke,
  type Room,
  refuse,
  type Tally,
} from '@inkling/shared/protocol';
import { type StrokeId, strokeKey } from '@inkling/shared/reading';
import * as Y from 'yjs';
import type { Line, LineEvents } from '../line.ts';

const ROOM: Room = {
  code: 'ABCDEF',
  kind: 'board',
  frozen: false,
  closed: false,
  names: true,
  pointers: true,
  curtain: false,
  spotlight: null,
  task: null,
  ends: 0,
};

/** A room in memory that keeps the protocol's promises; a test cuts its lines, holds its answers and makes it refuse. */
export class FakeRoom {
  doc = new Y.Doc();
  epoch = 1;
  reachable = true;
  /** The numbers of other people who are here. */
  others: readonly number[] = [];
  /** Answers wait until `release`, but for those to `join`. */
  holding = false;
  /** Refuses whole ink messages. */
  busy: Reason | null = null;
  frozen = false;
  host = false;
  /** What makes a host of whoever says it. */
  readonly key = 'host-key';
  closed = false;
  joinRefusal: Refusal | null = null;
  /** The tile of whoever comes, in a class; 0 is a room with a board only. */
  tile = 0;
  readonly requests: JoinRequest[] = [];
  readonly messages: Chunk[][] = [];
  readonly said: string[] = [];
  author = 1;
  #line: FakeLine | null = null;
  #held: (() => void)[] = [];
  readonly #erased = new Set<string>();
  readonly #undos = new Map<string, Stroke[]>();

  readonly makeLine = (events: LineEvents): Line => {
    this.#line = new FakeLine(this, events);
    return this.#line;
  };

  get line(): FakeLine {
    if (!this.#line) throw new Error('nobody made a line');
    return this.#line;
  }

  strokes(): Stroke[] {
    return strokesOf(this.doc);
  }

  /** Somebody else's whole stroke. */
  put(stroke: Stroke): void {
    this.#change(() => inkOf(this.doc).push([toEntry(stroke.author, { ...stroke, at: 0 })]));
  }

  /** Lets held answers go. */
  release(): void {
    this.holding = false;
    for (const go of this.#held.splice(0)) go();
  }

  /** Stops all pens: strokes that are open end where they are. */
  freeze(): void {
    this.frozen = true;
    const open = this.strokes().filter((stroke) => !stroke.done);
    this.#change(() => {
      this.#remove(open.map((s) => [s.author, s.stroke]));
      for (const s of open) inkOf(this.doc).push([toEntry(s.author, { ...s, at: 0, done: true })]);
    });
  }

  /** Comes back with another canvas, which has nothing of the one before. */
  crash(): void {
    this.doc = new Y.Doc();
    this.epoch++;
  }

  /** Forgets held answers: the line was cut. */
  forget(): void {
    this.#held = [];
  }

  async answer<T>(make: () => T): Promise<T> {
    const value = make();
    if (this.holding) await new Promise<void>((go) => this.#held.push(go));
    return value;
  }

  join(request: JoinRequest): Joined | Refusal {
    this.requests.push(request);
    if (this.joinRefusal) return this.joinRefusal;
    const proven = request.key === this.key;
    if (this.closed && !proven) return refuse('closed');
    const known = request.have?.epoch === this.epoch ? request.have.vector : undefined;
    const person = {
      author: this.author,
      name: 'Blue Otter',
      color: '#1f6fe5',
      surface: this.tile,
      as: request.as ?? 'draw',
      here: true,
      host: this.host || proven,
    } as const;
    return {
      ok: true,
      room: { ...ROOM, kind: this.tile ? 'class' : 'board' },
      you: { ...person, token: `token-${this.author}`, ...(proven && { key: this.key }) },
      people: [person, ...this.others.map((author) => ({ ...person, author, host: false }))],
      epoch: this.epoch,
      canvas: Y.encodeStateAsUpdate(this.doc, known),
      readings: new Uint8Array(),
    };
  }

  ink(bytes: Uint8Array): InkAnswer {
    const message = decodeChunks(bytes);
    if (!message) return refuse('bad-ink');
    const { chunks } = message;
    this.messages.push([...chunks]);
    if (this.busy) return refuse(this.busy);
    const refused: RefusedStroke[] = [];
    this.#change(() => {
      for (const chunk of chunks) {
        const reason = this.#judge(chunk);
        if (reason) refused.push({ ...refuse(reason), stroke: chunk.stroke });
      }
    });
    return refused.length > 0 ? { ok: true, refused } : { ok: true };
  }

  #judge(chunk: Chunk): Reason | null {
    const key = strokeKey(this.author, chunk.stroke);
    if (this.#erased.has(key)) return null;
    const known = this.strokes().find((s) => strokeKey(s.author, s.stroke) === key);
    const have = known ? pointCount(known.points) : 0;
    const end = chunk.at + pointCount(chunk.points);
    if (end <= have && (known?.done || !chunk.done)) return null;
    if (this.frozen && end > have) return 'frozen';
    if (chunk.at > have) return 'bad-ink';
    const points = chunk.points.slice((have - chunk.at) * POINT_STRIDE);
    const whole = { ...chunk, author: this.author, points: [...(known?.points ?? []), ...points] };
    if (chunk.done) this.#remove([[this.author, chunk.stroke]]);
    const entry = chunk.done
      ? toEntry(this.author, { ...whole, at: 0 })
      : toEntry(this.author, { ...chunk, at: have, points });
    inkOf(this.doc).push([entry]);
    return null;
  }

  /** Erases whatever it is asked to, without asking whose it is: the client must not ask. */
  erase(ids: readonly StrokeId[]): void {
    this.#change(() => {
      for (const id of ids) this.#erased.add(strokeKey(...id));
      this.#remove(ids);
    });
  }

  clear(): { ok: true; undo: string } {
    const mine = this.strokes().filter((s) => this.host || s.author === this.author);
    const undo = `undo-${this.#undos.size}`;
    this.#undos.set(undo, mine);
    this.erase(mine.map((s) => [s.author, s.stroke]));
    return { ok: true, undo };
  }

  restore(undo: string): { ok: true } | Refusal {
    const strokes = this.#undos.get(undo);
    if (!strokes) return refuse('not-yours');
    this.#undos.delete(undo);
    for (const stroke of strokes) {
      this.#erased.delete(strokeKey(stroke.author, stroke.stroke));
      this.put({ ...stroke, done: true });
    }
    return { ok: true };
  }

  /** Ten minutes passed. */
  forgetUndos(): void {
    this.#undos.clear();
  }

  #remove(ids: readonly StrokeId[]): void {
    const keys = new Set(ids.map((id) => strokeKey(...id)));
    const ink = inkOf(this.doc);
    for (let i = ink.length - 1; i >= 0; i--) {
      const [author, stroke] = ink.get(i);
      if (keys.has(strokeKey(author, stroke))) ink.delete(i);
    }
  }

  #change(act: () => void): void {
    const before = Y.encodeStateVector(this.doc);
    this.doc.transact(act);
    const canvas = Y.encodeStateAsUpdate(this.doc, before);
    void Promise.resolve().then(() => this.#line?.frame(encodeFrame({ canvas })));
  }
}

class FakeLine implements Line {
  up = false;
  #cut: (() => void)[] = [];

  constructor(
    private readonly fake: FakeRoom,
    private readonly events: LineEvents,
  ) {}

  connect(): void {
    this.fake.said.push('connect');
    void Promise.resolve().then(() => {
      this.up = this.fake.reachable;
      if (this.up) this.events.up();
      else this.events.down();
    });
  }

  disconnect(): void {
    this.fake.said.push('disconnect');
    this.up = false;
    this.fake.forget();
    for (const cut of this.#cut.splice(0)) cut();
  }

  /** The network is gone. */
  cut(): void {
    this.disconnect();
    this.events.down();
  }

  frame(bytes: Uint8Array): void {
    if (this.up) this.events.frame(bytes);
  }

  /** The host changed something about the room. */
  room(changed: Partial<Room>): void {
    this.events.room({ ...ROOM, ...changed });
  }

  votes(tallies: readonly Tally[]): void {
    this.events.votes(tallies);
  }

  removed(people: readonly Person[]): void {
    this.events.removed(people);
  }

  bye(reason: Reason): void {
    this.events.bye({ reason, message: 'Bye.' });
  }

  #ask<T>(make: () => T, answer: (make: () => T) => Promise<T> = (m) => this.fake.answer(m)) {
    if (!this.up) return Promise.reject(new Error('down'));
    return Promise.race([
      Promise.resolve().then(() => answer(make)),
      new Promise<never>((_, reject) => this.#cut.push(() => reject(new Error('cut')))),
    ]);
  }

  join = (request: JoinRequest) =>
    this.#ask(
      () => this.fake.join(request),
      async (make) => make(),
    );
  ink = (bytes: Uint8Array) => this.#ask(() => this.fake.ink(bytes));
  erase = (ids: readonly StrokeId[]) =>
    this.#ask(() => {
      this.fake.erase(ids);
      return { ok: true as const };
    });
  clear = () => this.#ask(() => this.fake.clear());
  restore = (undo: string) => this.#ask(() => this.fake.restore(undo));
  vote = () => this.#ask(() => refuse('not-yours'));
  host = () => this.#ask(() => refuse('not-host'));
  sync = () =>
    this.#ask(() => ({
      epoch: this.fake.epoch,
      canvas: Y.encodeStateAsUpdate(this.fake.doc),
      readings: new Uint8Array(),
    }));
  point = () => void this.fake.said.push('point');
}

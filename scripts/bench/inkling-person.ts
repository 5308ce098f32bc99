import { Agent } from 'node:http';
import { clientParser } from '@inkling/shared/bare-parser';
import { parseEntry } from '@inkling/shared/canvas';
import { decodeFrame, decodeReadings } from '@inkling/shared/frame';
import { type Chunk, encodeChunks, POINT_STRIDE, pointCount } from '@inkling/shared/ink';
import { readPackedInk } from '@inkling/shared/packed-ink';
import type { DownEvents, Joined, Person, UpEvents } from '@inkling/shared/protocol';
import { type Box, isGone, type ReadingChange, strokeKey } from '@inkling/shared/reading';
import { io, type Socket } from 'socket.io-client';
import * as Y from 'yjs';
import { windowFor } from '../../client/src/link/sender.ts';
import type { Ledger } from './ledger.ts';
import type { Sample } from './pen-feed.ts';
import type { Screen } from './screens.ts';

interface Options {
  readonly url: string;
  readonly ledger: Ledger;
  readonly transport: 'websocket' | 'polling';
  /** Notes what a probe's screen shows. */
  readonly screen?: Screen;
  /** Whose ink is timed, where it is not everybody else's. */
  times?(author: number): boolean;
}

function holds({ x, y, w, h }: Box, px: number, py: number): boolean {
  return px >= x && py >= y && px <= x + w && py <= y + h;
}

/** A person in an Inkling room, written from the design's page on the wire: draws, and tells the ledger what it sees. */
export class InklingPerson {
  joined: Joined | null = null;
  readonly #socket: Socket<DownEvents, UpEvents>;
  /** The points of each stroke on this screen. */
  readonly #points = new Map<string, readonly number[]>();
  /** Of each stroke, which of its widening points was not read yet, and the box of its last reading. */
  readonly #read = new Map<string, { readonly next: number; readonly box: Box }>();
  readonly #parsing = clientParser();
  #stroke = 0;
  #at = 0;
  #pending: number[] = [];
  #isDown = false;
  #done = false;
  #began = 0;
  #people = 0;
  #sent = Number.NEGATIVE_INFINITY;
  /** Messages of ink that the room has not answered yet. */
  unanswered = 0;

  constructor(private readonly options: Options) {
    const { url, transport } = options;
    const settings = { transports: [transport], forceNew: true, reconnection: false };
    const { parser } = this.#parsing;
    // Browsers keep connections; Node's requests would each make a new one, and that would be half of what polling costs.
    const agent = transport === 'polling' ? new Agent({ keepAlive: true }) : false;
    const way = { agent: agent as unknown as boolean };
    this.#socket = io(url, { ...settings, ...way, parser, autoConnect: false });
    this.#socket.on('people', (people) => this.#countPeople(people));
  }

  /** Joins a room, or makes one; a probe also looks at what comes. */
  async join(where: {
    readonly room?: string;
    readonly kind?: 'board' | 'class';
    readonly as?: 'draw' | 'watch';
    readonly probe: boolean;
  }): Promise<Joined> {
    const { probe, ...place } = where;
    const request = { v: 1, bare: true, packed: true, ...place } as const;
    this.#socket.connect();
    const joined = await this.#socket.timeout(30_000).emitWithAck('join', request);
    if (!joined.ok) throw new Error(joined.message);
    if (joined.bare) this.#parsing.allow();
    this.joined = joined;
    this.#countPeople(joined.people);
    if (probe) this.#look(joined);
    return joined;
  }

  #countPeople(people: readonly Person[]): void {
    this.#people = people.filter(({ here }) => here).length;
  }

  get author(): number {
    return this.joined?.you.author ?? 0;
  }

  #key(author: number, stroke: number): string {
    return `${this.joined?.room.code}/${strokeKey(author, stroke)}`;
  }

  /** One sample of the pen, on a surface. */
  take(sample: Sample, surface: number): void {
    const now = performance.now();
    if (sample.down) {
      if (!this.#isDown) {
        this.#stroke++;
        this.#at = 0;
        this.#began = now;
        this.#isDown = true;
      }
      this.#pending.push(sample.x, sample.y, Math.round(now - this.#began), 128);
      this.options.ledger.made(this.#key(this.author, this.#stroke), sample.x, sample.y);
    } else if (this.#isDown) {
      this.#isDown = false;
      this.#done = true;
    }
    // As the page does it: with the first sample after the window.
    if (now - this.#sent >= windowFor(this.#people) || this.#done) {
      this.#send(surface);
      this.#sent = now;
    }
  }

  #send(surface: number): void {
    if (this.#pending.length === 0 && !this.#done) return;
    const chunk: Chunk = {
      stroke: this.#stroke,
      at: this.#at,
      done: this.#done,
      pressure: false,
      surface,
      points: this.#pending,
    };
    this.#at += pointCount(this.#pending);
    this.#pending = [];
    this.#done = false;
    this.unanswered++;
    this.#socket.emit('ink', encodeChunks([chunk]), (answer) => {
      this.unanswered--;
      if (!answer.ok || answer.refused) this.options.ledger.refused++;
    });
  }

  #look({ readings }: Joined): void {
    this.options.screen?.take(decodeReadings(new Uint8Array(readings)));
    this.#socket.on('frame', (bytes) => this.#frame(new Uint8Array(bytes)));
  }

  #isTimed(author: number): boolean {
    return author !== this.author && (this.options.times?.(author) ?? true);
  }

  #frame(bytes: Uint8Array): void {
    const frame = decodeFrame(bytes);
    this.options.screen?.take(frame.readings ?? []);
    this.options.ledger.framed(bytes.length, (frame.canvas ?? frame.ink)?.length ?? 0);
    if (frame.canvas) this.#canvas(frame.canvas);
    if (frame.ink) this.#ink(frame.ink);
    for (const change of frame.readings ?? []) this.#reading(change);
  }

  /** What an update brings, without keeping a document: a load process has many people to be. */
  #canvas(update: Uint8Array): void {
    for (const struct of Y.decodeUpdate(update).structs) {
      const values = 'content' in struct ? struct.content.getContent() : [];
      for (const value of values) {
        const entry = parseEntry(value);
        if (!entry) continue;
        const { author, stroke, at, points } = entry;
        const known = this.#pointsOf(author, stroke);
        const fresh = points.slice(Math.max(0, known.length - at * POINT_STRIDE));
        this.#shown(author, stroke, [...known, ...fresh]);
      }
    }
  }

  /** What packed ink brings, in the same way. */
  #ink(bytes: Uint8Array): void {
    const ink = readPackedInk(bytes, (author, stroke) => this.#pointsOf(author, stroke));
    if (!ink) throw new Error('packed ink does not fit what came before');
    for (const { author, stroke, points } of ink.strokes) this.#shown(author, stroke, points);
  }

  #pointsOf(author: number, stroke: number): readonly number[] {
    return this.#points.get(this.#key(author, stroke)) ?? [];
  }

  #shown(author: number, stroke: number, points: readonly number[]): void {
    const key = this.#key(author, stroke);
    const before = this.#points.get(key)?.length ?? 0;
    if (points.length <= before) return;
    this.#points.set(key, points);
    if (!this.#isTimed(author)) return;
    for (let i = before / POINT_STRIDE; i < pointCount(points); i++) {
      this.options.ledger.shown(key, i);
    }
  }

  /**
   * A reading knows a point that widened its stroke's box when its own box has it. A point that the box of the reading
   * before had already, when it was not drawn yet, tells nothing: perhaps there was nothing new to say of it.
   */
  #reading(change: ReadingChange): void {
    if (isGone(change)) return;
    for (const [author, number] of change.strokes) {
      const key = this.#key(author, number);
      const stroke = this.options.ledger.stroke(key);
      if (!stroke || !this.#isTimed(author)) continue;
      const before = this.#read.get(key);
      let next = before?.next ?? 0;
      for (; next < stroke.widening.length; next++) {
        const i = stroke.widening[next] ?? 0;
        const [x, y] = [stroke.xs[i] ?? 0, stroke.ys[i] ?? 0];
        if (before && holds(before.box, x, y)) continue;
        if (!holds(change.box, x, y)) break;
        this.options.ledger.read(key, i);
      }
      this.#read.set(key, { next, box: change.box });
    }
  }

  /** How many points of somebody else's stroke this screen has. */
  has(key: string): number {
    return pointCount(this.#points.get(key) ?? []);
  }

  /** Bytes in and out of the socket so far; null over polling. */
  bytes(): { readonly up: number; readonly down: number } | null {
    const transport = this.#socket.io.engine.transport as unknown as {
      ws?: { _socket?: { bytesRead: number; bytesWritten: number } };
    };
    const socket = transport.ws?._socket;
    return socket ? { up: socket.bytesWritten, down: socket.bytesRead } : null;
  }

  leave(): void {
    this.#socket.disconnect();
  }
}

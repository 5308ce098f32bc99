import { type Chunk, encodeChunks, POINT_STRIDE, pointCount } from '@inkling/shared/ink';
import type { Box } from '@inkling/shared/reading';

/** One's own stroke from pen down until the room has all of it. Its list of points grows in place. */
export interface OwnStroke {
  readonly stroke: number;
  surface: number;
  readonly pressure: boolean;
  readonly points: number[];
  done: boolean;
  /** Drawn before the page knew its paper, and not to be sent until it does: see `PenDown`. */
  tile?: Box | undefined;
}

/** Some points of one stroke that travel, or travelled, in one message. */
interface Part {
  readonly stroke: number;
  readonly from: number;
  readonly to: number;
  readonly done: boolean;
  /** How often its stroke had been rewound when it was sent. */
  readonly rewinds: number;
}

/** What the outbox keeps of a stroke over a reload. */
export type KeptStroke = Omit<OwnStroke, 'done'>;

/** One `ink` message on its way. */
export interface Parcel {
  readonly bytes: Uint8Array;
  readonly parts: readonly Part[];
}

interface Waiting {
  readonly own: OwnStroke;
  /** Points that are acknowledged, from the first one on without a hole. */
  acknowledged: number;
  doneAcknowledged: boolean;
  /** Points that are acknowledged or on their way. */
  sent: number;
  doneSent: boolean;
  /** Some of it was on its way at least once, perhaps from the page before a reload: after a cut nobody knows whether it arrived. */
  tried: boolean;
  rewinds: number;
}

/** Bytes that one message takes at most: well under what the server accepts. */
const PARCEL_BYTES = 48 * 1024;
const PART_POINTS = 1000;

/**
 * One's own strokes that the room does not have yet: a plain list with how much of each is acknowledged. It sends what
 * was not sent, and after a cut sends again what was not acknowledged; the protocol makes repeats harmless.
 */
export class Outbox {
  readonly #waiting = new Map<number, Waiting>();
  readonly #onTheirWay = new Set<Parcel>();

  /** Takes a stroke; its points are read from it as they come. A number that another stroke waits under is a bug: one of the two would be lost. */
  add(own: OwnStroke): void {
    this.#add(own, { acknowledged: 0, tried: false });
  }

  /** Takes a stroke that waited over a reload: the page before this one may have sent it. */
  addKept(own: OwnStroke): void {
    this.#add(own, { acknowledged: 0, tried: true });
  }

  /** Takes a stroke that the room has all of but its end. */
  end(own: OwnStroke): void {
    this.#add(own, { acknowledged: pointCount(own.points), tried: false });
  }

  #add(own: OwnStroke, known: Pick<Waiting, 'acknowledged' | 'tried'>): void {
    if (this.#waiting.has(own.stroke)) throw new Error(`stroke ${own.stroke} waits already`);
    const none = { doneAcknowledged: false, doneSent: false, rewinds: 0 };
    this.#waiting.set(own.stroke, { own, ...known, sent: known.acknowledged, ...none });
  }

  /** Forgets a stroke: it was refused, taken back, or the canvas turned out to have it. */
  drop(stroke: number): void {
    this.#waiting.delete(stroke);
  }

  has(stroke: number): boolean {
    return this.#waiting.has(stroke);
  }

  /** Whether the room may have seen any of a stroke. */
  wasSent(stroke: number): boolean {
    const waiting = this.#waiting.get(stroke);
    return !waiting || waiting.tried || waiting.acknowledged > 0;
  }

  /** Whether the room has some of a stroke for good. */
  wasAcknowledged(stroke: number): boolean {
    const waiting = this.#waiting.get(stroke);
    return !waiting || waiting.acknowledged > 0;
  }

  /** Whether some of a stroke is on its way at the moment. */
  isOnItsWay(stroke: number): boolean {
    for (const { parts } of this.#onTheirWay) {
      if (parts.some((part) => part.stroke === stroke)) return true;
    }
    return false;
  }

  /** Strokes that the room does not have all of. */
  get size(): number {
    return this.#waiting.size;
  }

  /** Messages that have no answer yet. */
  get onTheirWay(): number {
    return this.#onTheirWay.size;
  }

  strokes(): Iterable<OwnStroke> {
    return Array.from(this.#waiting.values(), ({ own }) => own);
  }

  /** Whether there is ink that was not sent. */
  get hasUnsent(): boolean {
    for (const waiting of this.#waiting.values()) if (isUnsent(waiting)) return true;
    return false;
  }

  /** The next message: what was not sent of every stroke, as far as it fits; null when there is nothing to send. */
  take(): Parcel | null {
    const parts: Part[] = [];
    const pieces: Uint8Array[] = [];
    let length = 0;
    for (const waiting of this.#waiting.values()) {
      while (isUnsent(waiting)) {
        const chunk = nextChunk(waiting);
        const piece = encodeChunks([chunk]);
        if (length > 0 && length + piece.length > PARCEL_BYTES) {
          return this.#parcel(pieces, parts);
        }
        const to = chunk.at + pointCount(chunk.points);
        const { stroke, at: from, done } = chunk;
        parts.push({ stroke, from, to, done, rewinds: waiting.rewinds });
        pieces.push(piece);
        length += piece.length;
        waiting.sent = to;
        waiting.tried = true;
        waiting.doneSent = chunk.done;
      }
    }
    return parts.length > 0 ? this.#parcel(pieces, parts) : null;
  }

  #parcel(pieces: readonly Uint8Array[], parts: readonly Part[]): Parcel {
    const bytes = new Uint8Array(pieces.reduce((sum, { length }) => sum + length, 0));
    let at = 0;
    for (const piece of pieces) {
      bytes.set(piece, at);
      at += piece.length;
    }
    const parcel = { bytes, parts };
    this.#onTheirWay.add(parcel);
    return parcel;
  }

  /** The room has a message, but for the strokes named. Returns the strokes it now has all of. */
  acknowledge(parcel: Parcel, except: ReadonlySet<number> = new Set()): number[] {
    const finished: number[] = [];
    if (!this.#onTheirWay.delete(parcel)) return finished;
    for (const part of parcel.parts) {
      const waiting = this.#waiting.get(part.stroke);
      // A part after a hole says nothing: what is missing goes first, and this part again after it.
      if (!waiting || except.has(part.stroke) || part.from > waiting.acknowledged) continue;
      waiting.acknowledged = Math.max(waiting.acknowledged, part.to);
      waiting.doneAcknowledged ||= part.done;
      waiting.sent = Math.max(waiting.sent, waiting.acknowledged);
      if (!isAcknowledged(waiting)) continue;
      this.#waiting.delete(part.stroke);
      finished.push(part.stroke);
    }
    return finished;
  }

  /** A message was not taken, for now: what it held is sent again. */
  takeBack(parcel: Parcel): void {
    this.#onTheirWay.delete(parcel);
    for (const { stroke } of parcel.parts) this.rewind(stroke);
  }

  /** Sends a stroke again from where it is acknowledged, or from its very first point. */
  rewind(stroke: number, toTheStart = false): void {
    const waiting = this.#waiting.get(stroke);
    if (!waiting) return;
    if (toTheStart) {
      waiting.acknowledged = 0;
      waiting.doneAcknowledged = false;
    }
    waiting.sent = waiting.acknowledged;
    waiting.doneSent = waiting.doneAcknowledged;
    waiting.rewinds++;
  }

  /** Whether a part was sent before its stroke was last rewound: its ink goes again anyway. */
  goesAgain({ stroke, rewinds }: Part): boolean {
    const waiting = this.#waiting.get(stroke);
    return waiting !== undefined && rewinds < waiting.rewinds;
  }

  /** The line was cut: nothing is on its way, and what has no acknowledgement goes again. */
  cut(toTheStart = false): void {
    this.#onTheirWay.clear();
    for (const stroke of this.#waiting.keys()) this.rewind(stroke, toTheStart);
  }

  /** What to keep over a reload. The pen will not come back to a stroke that was under it, so that one is done then. */
  kept(): KeptStroke[] {
    return Array.from(this.#waiting.values(), ({ own }) => ({
      stroke: own.stroke,
      surface: own.surface,
      pressure: own.pressure,
      points: own.points.slice(),
      ...(own.tile && { tile: own.tile }),
    }));
  }
}

function isUnsent({ own, sent, doneSent }: Waiting): boolean {
  if (own.tile) return false;
  return sent * POINT_STRIDE < own.points.length || (own.done && !doneSent);
}

function isAcknowledged({ own, acknowledged, doneAcknowledged }: Waiting): boolean {
  return own.done && doneAcknowledged && acknowledged * POINT_STRIDE >= own.points.length;
}

function nextChunk({ own, sent }: Waiting): Chunk {
  const { stroke, surface, pressure } = own;
  const end = Math.min((sent + PART_POINTS) * POINT_STRIDE, own.points.length);
  const points = own.points.slice(sent * POINT_STRIDE, end);
  const done = own.done && end === own.points.length;
  return { stroke, at: sent, done, pressure, surface, points };
}

import * as encoding from 'lib0/encoding';
import * as Y from 'yjs';
import { type Entry, onSurface, type StrokeFold, toEntry } from './canvas.ts';
import { NO_PRESSURE, POINT_STRIDE, pointCount } from './ink.ts';
import { STROKE_MS } from './limits.ts';
import { strokeKey } from './reading.ts';
import { VarReader } from './var-reader.ts';

/**
 * What a tick wrote on the canvas, for those who hold all that was there before: the Yjs update is made anew from it, to the
 * same effect. `docs/decisions/packed-frames.md` says why, `docs/protocol.md` what the bytes are.
 */

/** Some new points of one stroke: an entry for them alone, or for the whole stroke in place of the entries before. */
export interface WrittenStroke {
  readonly author: number;
  readonly stroke: number;
  readonly surface: number;
  readonly pressure: boolean;
  readonly done: boolean;
  /** The entry has all points, and the stroke's entries before it are deleted. */
  readonly whole: boolean;
  /** How many points the canvas held before. */
  readonly from: number;
  /** All points of the stroke, flat. */
  readonly points: readonly number[];
}

/** Entries that a tick put at the end of the list, and nothing else. */
export interface WrittenInk {
  /** The Yjs client that wrote them, the clock of the first, and the clock of its own that the list ended with before. */
  readonly writer: number;
  readonly clock: number;
  readonly after: number;
  readonly strokes: readonly WrittenStroke[];
}

const DONE = 1;
const PRESSURE = 2;
const WHOLE = 4;
const TILE = 8;
const FLAG_BITS = 4;

/** Of a struct in a Yjs v1 update: that it names what it stands after, and that its content is JSON. */
const HAS_ORIGIN = 0x80;
const CONTENT_ANY = 8;

/** A pen's rhythm until a stroke has shown its own: a display's, in ms. */
const RHYTHM_MS = 16;
/** A point near the one foretold takes two bytes: 2 bits of rhythm, then 7 of x and 7 of y. */
const NEAR = 64;
const FAR = 0;

/** Bytes of what a tick wrote; null where the form has no place for it. */
export function packInk({ writer, clock, after, strokes }: WrittenInk): Uint8Array | null {
  const encoder = encoding.createEncoder();
  encoding.writeVarUint(encoder, writer);
  encoding.writeVarUint(encoder, clock);
  encoding.writeVarUint(encoder, clock - 1 - after);
  for (const stroke of strokes) {
    const { author, surface, from, points, pressure } = stroke;
    if (surface !== 0 && surface !== author) return null;
    const flags =
      (stroke.done ? DONE : 0) |
      (pressure ? PRESSURE : 0) |
      (stroke.whole ? WHOLE : 0) |
      (surface === 0 ? 0 : TILE);
    encoding.writeVarUint(encoder, author);
    encoding.writeVarUint(encoder, stroke.stroke);
    encoding.writeVarUint(encoder, from);
    encoding.writeVarUint(encoder, ((pointCount(points) - from) << FLAG_BITS) | flags);
    for (let i = from * POINT_STRIDE; i < points.length; i += POINT_STRIDE) {
      writePoint(encoder, points, i);
      if (pressure) encoding.writeUint8(encoder, points[i + 3] as number);
    }
    if (replaces(stroke)) encoding.writeUint16(encoder, checkOf(points, from));
  }
  return encoding.toUint8Array(encoder);
}

/** Whether an entry takes the place of others. */
const replaces = ({ whole, from }: Pick<WrittenStroke, 'whole' | 'from'>) => whole && from > 0;

/** Where a point is foretold from the two before it, and after how long. */
function foretell(points: readonly number[], i: number): readonly [number, number, number] {
  const at = i - POINT_STRIDE;
  const before = Math.max(at - POINT_STRIDE, 0);
  const ms =
    at === before ? RHYTHM_MS : (points[at + 2] as number) - (points[before + 2] as number);
  return [
    2 * (points[at] as number) - (points[before] as number),
    2 * (points[at + 1] as number) - (points[before + 1] as number),
    ms,
  ];
}

function writePoint(encoder: encoding.Encoder, points: readonly number[], i: number): void {
  const [x, y, ms] = [points[i] as number, points[i + 1] as number, points[i + 2] as number];
  if (i === 0) {
    encoding.writeVarUint(encoder, x);
    encoding.writeVarUint(encoder, y);
    encoding.writeVarUint(encoder, ms);
    return;
  }
  const [likelyX, likelyY, rhythm] = foretell(points, i);
  const dx = x - likelyX;
  const dy = y - likelyY;
  const passed = ms - (points[i - POINT_STRIDE + 2] as number);
  const drift = passed - rhythm;
  const isNear = dx >= -NEAR && dx < NEAR && dy >= -NEAR && dy < NEAR;
  if (isNear && drift >= -1 && drift <= 1) {
    const bits = ((drift + 2) << 14) | ((dx + NEAR) << 7) | (dy + NEAR);
    encoding.writeUint8(encoder, bits >> 8);
    encoding.writeUint8(encoder, bits & 0xff);
    return;
  }
  encoding.writeUint8(encoder, FAR);
  encoding.writeVarInt(encoder, dx);
  encoding.writeVarInt(encoder, dy);
  encoding.writeVarUint(encoder, passed);
}

/** A number that tells whether both sides mean the same points. */
function checkOf(points: readonly number[], count: number): number {
  let check = 0;
  for (let i = 0; i < count * POINT_STRIDE; i++)
    check = (check * 31 + (points[i] as number)) & 0xffff;
  return check;
}

/** Reads packed ink; the points of each stroke follow those that `known` has of it. Null for bytes that are none. */
export function readPackedInk(
  bytes: Uint8Array,
  known: (author: number, stroke: number) => readonly number[],
): WrittenInk | null {
  const reader = new VarReader(bytes);
  const writer = reader.uint();
  const clock = reader.uint();
  const after = clock - 1 - reader.uint();
  const strokes: WrittenStroke[] = [];
  if (!(after >= 0)) return null;
  while (!reader.ended) {
    const author = reader.uint();
    const stroke = reader.uint();
    const from = reader.uint();
    const last = reader.uint();
    if (!Number.isSafeInteger(last)) return null;
    const flags = last % (1 << FLAG_BITS);
    const surface = flags & TILE ? author : 0;
    const whole = (flags & WHOLE) !== 0;
    const pressure = (flags & PRESSURE) !== 0;
    const before = known(author, stroke);
    if (!(pointCount(before) >= from)) return null;
    const points = before.slice(0, from * POINT_STRIDE);
    for (let left = (last - flags) >> FLAG_BITS; left > 0; left--) {
      if (!readPoint(reader, points, surface)) return null;
      const press = pressure ? reader.uint8() : NO_PRESSURE;
      if (Number.isNaN(press)) return null;
      points.push(press);
    }
    const done = (flags & DONE) !== 0;
    strokes.push({ author, stroke, surface, pressure, done, whole, from, points });
    if (!replaces({ whole, from })) continue;
    const check = reader.uint8() | (reader.uint8() << 8);
    if (check !== checkOf(points, from)) return null;
  }
  return { writer, clock, after, strokes };
}

/** Reads x, y and ms of the next point onto the end of its stroke; false where they are none. */
function readPoint(reader: VarReader, points: number[], surface: number): boolean {
  const i = points.length;
  let [x, y, ms] = [0, 0, 0];
  if (i === 0) [x, y, ms] = [reader.uint(), reader.uint(), reader.uint()];
  else {
    const [likelyX, likelyY, rhythm] = foretell(points, i);
    const first = reader.uint8();
    const last = points[i - POINT_STRIDE + 2] as number;
    if (first === FAR) {
      [x, y, ms] = [likelyX + reader.int(), likelyY + reader.int(), last + reader.uint()];
    } else {
      const bits = (first << 8) | reader.uint8();
      x = likelyX + ((bits >> 7) & 0x7f) - NEAR;
      y = likelyY + (bits & 0x7f) - NEAR;
      ms = last + rhythm + (bits >> 14) - 2;
    }
  }
  if (!(onSurface(surface, x, y) && ms >= 0 && ms <= STROKE_MS)) return false;
  points.push(x, y, ms);
  return true;
}

/**
 * The Yjs update that packed ink stands for; null where it does not fit what is known of the canvas, so that the canvas has
 * to be asked for. What is known already does no harm.
 */
export function unpackInk(bytes: Uint8Array, doc: Y.Doc, fold: StrokeFold): Uint8Array | null {
  const ink = readPackedInk(
    bytes,
    (author, stroke) => fold.get(strokeKey(author, stroke))?.points ?? [],
  );
  if (!ink || Y.getState(doc.store, ink.writer) < ink.clock) return null;
  const encoder = encoding.createEncoder();
  const uint = (n: number) => encoding.writeVarUint(encoder, n);
  // One struct of one client: content "any", after its origin and in the same list.
  for (const n of [1, 1, ink.writer, ink.clock]) uint(n);
  encoding.writeUint8(encoder, HAS_ORIGIN | CONTENT_ANY);
  for (const n of [ink.writer, ink.after, ink.strokes.length]) uint(n);
  for (const stroke of ink.strokes) encoding.writeAny(encoder, entryOf(stroke) as never);
  writeDeletions(encoder, deletedBy(ink, doc));
  return encoding.toUint8Array(encoder);
}

/** The entry that a stroke's new points are kept in. */
export function entryOf({ author, whole, from, points, ...stroke }: WrittenStroke): Entry {
  const at = whole ? 0 : from;
  return toEntry(author, { ...stroke, at, points: points.slice(at * POINT_STRIDE) });
}

/** Yjs client → clocks of the entries that whole strokes take the place of. */
function deletedBy(ink: WrittenInk, doc: Y.Doc): Map<number, number[]> {
  const clocks = new Map<number, number[]>();
  const wanted = new Set<string>();
  for (const stroke of ink.strokes) {
    if (replaces(stroke)) wanted.add(strokeKey(stroke.author, stroke.stroke));
  }
  if (wanted.size === 0) return clocks;
  const last = Y.getItem(doc.store, Y.createID(ink.writer, ink.after));
  // Live ink is near the end; a stroke's first entry is the last that is found.
  for (let item: Y.Item | null = last; item && wanted.size > 0; item = item.left as Y.Item | null) {
    if (item.deleted) continue;
    const { client, clock } = item.id;
    const entries = item.content.getContent() as Entry[];
    const end = item === last ? ink.after - clock : entries.length - 1;
    for (let i = end; i >= 0 && wanted.size > 0; i--) {
      const [author, stroke, at] = entries[i] as Entry;
      const key = strokeKey(author, stroke);
      if (!wanted.has(key)) continue;
      const known = clocks.get(client);
      if (known) known.push(clock + i);
      else clocks.set(client, [clock + i]);
      if (at === 0) wanted.delete(key);
    }
  }
  return clocks;
}

/** A delete set, version 1: of each client the runs of clocks. */
function writeDeletions(encoder: encoding.Encoder, clocks: ReadonlyMap<number, number[]>): void {
  encoding.writeVarUint(encoder, clocks.size);
  for (const [client, deleted] of clocks) {
    const runs: [clock: number, length: number][] = [];
    for (const clock of deleted.sort((a, b) => a - b)) {
      const run = runs.at(-1);
      if (run && run[0] + run[1] === clock) run[1]++;
      else runs.push([clock, 1]);
    }
    encoding.writeVarUint(encoder, client);
    encoding.writeVarUint(encoder, runs.length);
    for (const [clock, length] of runs) {
      encoding.writeVarUint(encoder, clock);
      encoding.writeVarUint(encoder, length);
    }
  }
}

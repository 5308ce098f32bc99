import * as encoding from 'lib0/encoding';
import { STROKE_MS, surfaceSize } from './limits.ts';
import { VarReader } from './var-reader.ts';

/** Numbers that one point takes in a flat list of points: x, y, ms since the stroke began, pressure (0–255). */
export const POINT_STRIDE = 4;

/** A pressure for pens that do not report one. */
export const NO_PRESSURE = 128;

const DONE = 1;
const PRESSURE = 2;
const LARGEST_NUMBER = 0x7fffffff;
/** Bytes that a point takes at least. */
const SHORTEST_POINT = 3;

/** Some consecutive points of one stroke, starting at index `at`. It carries no author: the session supplies it. */
export interface Chunk {
  readonly stroke: number;
  readonly at: number;
  /** The pen was lifted: these are the stroke's last points. */
  readonly done: boolean;
  readonly pressure: boolean;
  readonly surface: number;
  /** Flat, `POINT_STRIDE` numbers a point: x, y, ms since the stroke began, pressure. */
  readonly points: readonly number[];
}

/** How many points a flat list holds. */
export function pointCount(points: readonly number[]): number {
  return points.length / POINT_STRIDE;
}

/** The flags byte of a chunk: 1 done, 2 pressure. */
export function chunkFlags(chunk: { readonly done: boolean; readonly pressure: boolean }): number {
  return (chunk.done ? DONE : 0) | (chunk.pressure ? PRESSURE : 0);
}

/** Writes points as the wire has them: the first absolute, the others as differences. Time does not run backwards there. */
export function writePoints(
  encoder: encoding.Encoder,
  points: readonly number[],
  pressure: boolean,
): void {
  let x = 0;
  let y = 0;
  let t = 0;
  for (let i = 0; i < points.length; i += POINT_STRIDE) {
    const px = points[i] as number;
    const py = points[i + 1] as number;
    const pt = Math.max(t, points[i + 2] as number);
    if (i === 0) {
      encoding.writeVarUint(encoder, px);
      encoding.writeVarUint(encoder, py);
    } else {
      encoding.writeVarInt(encoder, px - x);
      encoding.writeVarInt(encoder, py - y);
    }
    encoding.writeVarUint(encoder, pt - t);
    if (pressure) encoding.writeUint8(encoder, points[i + 3] as number);
    x = px;
    y = py;
    t = pt;
  }
}

/** The bytes of a list of points, as a canvas entry keeps them. */
export function encodePoints(points: readonly number[], pressure: boolean): Uint8Array {
  const encoder = encoding.createEncoder();
  writePoints(encoder, points, pressure);
  return encoding.toUint8Array(encoder);
}

interface PointRules {
  readonly pressure: boolean;
  readonly surface: number;
}

/** Where points are gathered before they are copied out: a list that grows leaves garbage. */
const gathered: number[] = [];

/** Reads so many points, or all that there are; null when one is no point of that surface, the others being read all the same. */
function readPoints(
  reader: VarReader,
  rules: PointRules,
  count: number | null = null,
): number[] | null {
  const { w, h } = surfaceSize(rules.surface);
  let areThere = true;
  let n = 0;
  let x = 0;
  let y = 0;
  let t = 0;
  while (count === null ? !reader.ended : n < count * POINT_STRIDE) {
    x += n === 0 ? reader.uint() : reader.int();
    y += n === 0 ? reader.uint() : reader.int();
    t += reader.uint();
    const pressure = rules.pressure ? reader.uint8() : NO_PRESSURE;
    areThere &&= x >= 0 && x <= w && y >= 0 && y <= h && t <= STROKE_MS && pressure >= 0;
    gathered[n] = x;
    gathered[n + 1] = y;
    gathered[n + 2] = t;
    gathered[n + 3] = pressure;
    n += POINT_STRIDE;
  }
  return areThere ? gathered.slice(0, n) : null;
}

/** The points of a canvas entry; null when the bytes are not points of that surface. */
export function decodePoints(bytes: Uint8Array, rules: PointRules): number[] | null {
  return readPoints(new VarReader(bytes), rules);
}

/** Chunks one after the other, as the `ink` event carries them. */
export function encodeChunks(chunks: readonly Chunk[]): Uint8Array {
  const encoder = encoding.createEncoder();
  for (const chunk of chunks) {
    encoding.writeVarUint(encoder, chunk.stroke);
    encoding.writeVarUint(encoder, chunk.at);
    encoding.writeVarUint(encoder, chunkFlags(chunk));
    encoding.writeVarUint(encoder, chunk.surface);
    encoding.writeVarUint(encoder, pointCount(chunk.points));
    writePoints(encoder, chunk.points, chunk.pressure);
  }
  return encoding.toUint8Array(encoder);
}

/** A chunk that could be read and is no ink: its stroke, and why. */
export interface BadChunk {
  readonly stroke: number;
  readonly message: string;
}

/** What an `ink` message holds. */
export interface InkMessage {
  readonly chunks: readonly Chunk[];
  readonly bad: readonly BadChunk[];
}

/**
 * The chunks of an `ink` message, those that are no ink apart; null when the bytes cannot be read to their very end.
 * Nothing deeper checks a coordinate again: a `Chunk` from here lies on its surface.
 */
export function decodeChunks(bytes: Uint8Array): InkMessage | null {
  const chunks: Chunk[] = [];
  const bad: BadChunk[] = [];
  const reader = new VarReader(bytes);
  while (!reader.ended) {
    const stroke = reader.uint();
    const at = reader.uint();
    const flags = reader.uint();
    const surface = reader.uint();
    const count = reader.uint();
    // A number that is not there is none, and neither is one beyond what a number can hold.
    if (!(Math.max(stroke, at, flags, surface) <= Number.MAX_SAFE_INTEGER)) return null;
    if (!(count * SHORTEST_POINT <= reader.left)) return null;
    const pressure = (flags & PRESSURE) !== 0;
    const points = readPoints(reader, { pressure, surface }, count);
    if (reader.left < 0) return null;
    if (Math.max(stroke, at, surface) > LARGEST_NUMBER) {
      bad.push({ stroke, message: 'No stroke, point or surface has so large a number.' });
    } else if (flags > (DONE | PRESSURE)) {
      bad.push({ stroke, message: 'This stroke has flags that are not known.' });
    } else if (!points) {
      bad.push({ stroke, message: 'A point is off its surface, or an hour after the first.' });
    } else chunks.push({ stroke, at, done: (flags & DONE) !== 0, pressure, surface, points });
  }
  return { chunks, bad };
}

import { POINT_STRIDE } from '@inkling/shared/ink';
import {
  isGone,
  READING_CLASSES,
  type ReadingChange,
  type StrokeId,
  strokeKey,
} from '@inkling/shared/reading';
import type { Packed } from './messages.ts';

/** Some consecutive points of a stroke, as a room hands them to the reader. */
export interface ReaderInk {
  readonly author: number;
  readonly stroke: number;
  readonly surface: number;
  /** The index in its stroke of the first of these points. */
  readonly at: number;
  /** The pen was lifted: the last of these points is the stroke's last. */
  readonly done: boolean;
  /** Flat, `POINT_STRIDE` numbers a point: x, y, ms since the stroke began, pressure. */
  readonly points: readonly number[];
}

const DONE = 1;
const SETTLED = 2;
const HEAD = 6;

/** Ink as one flat list: author, stroke, surface, at, flags, count, then x and y of each point. */
export function packInk(inks: readonly ReaderInk[], settled: boolean): Int32Array {
  let length = 0;
  for (const { points } of inks) length += HEAD + (points.length / POINT_STRIDE) * 2;
  const ints = new Int32Array(length);
  let to = 0;
  for (const ink of inks) {
    const { points } = ink;
    ints[to] = ink.author;
    ints[to + 1] = ink.stroke;
    ints[to + 2] = ink.surface;
    ints[to + 3] = ink.at;
    ints[to + 4] = (ink.done ? DONE : 0) | (settled ? SETTLED : 0);
    ints[to + 5] = points.length / POINT_STRIDE;
    to += HEAD;
    for (let i = 0; i < points.length; i += POINT_STRIDE) {
      ints[to++] = points[i] as number;
      ints[to++] = points[i + 1] as number;
    }
  }
  return ints;
}

/** One stroke's ink out of a packed list. */
export interface PackedInk {
  readonly author: number;
  readonly stroke: number;
  readonly surface: number;
  readonly at: number;
  readonly done: boolean;
  /** It was drawn long ago: nobody is waiting to see it change. */
  readonly settled: boolean;
  /** Flat x, y. */
  readonly points: Int32Array;
}

/** The ink in a packed list, one after the other. */
export function* unpackInk(ints: Int32Array): Generator<PackedInk> {
  for (let from = 0; from < ints.length; ) {
    const [author, stroke, surface, at, flags, count] = ints.subarray(from, from + HEAD);
    const start = from + HEAD;
    from = start + 2 * (count as number);
    yield {
      author: author as number,
      stroke: stroke as number,
      surface: surface as number,
      at: at as number,
      done: ((flags as number) & DONE) !== 0,
      settled: ((flags as number) & SETTLED) !== 0,
      points: ints.subarray(start, from),
    };
  }
}

const GONE = -1;

/** Changes of several rooms, the rooms by their place in the list that goes with it. */
export function packReadings(rooms: readonly (readonly ReadingChange[])[]): Packed {
  const ints: number[] = [];
  let readings = 0;
  for (const changes of rooms) for (const change of changes) if (!isGone(change)) readings++;
  const probabilities = new Uint8Array(readings * READING_CLASSES);
  let at = 0;
  for (const [room, changes] of rooms.entries()) {
    for (const change of changes) {
      const [author, stroke] = change.glyph.split('.');
      ints.push(room, Number(author), Number(stroke));
      if (isGone(change)) {
        ints.push(GONE);
        continue;
      }
      const { surface, box, version, strokes } = change;
      ints.push(surface, box.x, box.y, box.w, box.h, version, strokes.length);
      for (const [a, s] of strokes) ints.push(a, s);
      probabilities.set(change.probabilities, at);
      at += READING_CLASSES;
    }
  }
  return { ints: Int32Array.from(ints), probabilities };
}

/** The changes of each room out of two packed lists. */
export function unpackReadings({ ints, probabilities }: Packed): Map<number, ReadingChange[]> {
  const rooms = new Map<number, ReadingChange[]>();
  let at = 0;
  let from = 0;
  const next = () => ints[from++] as number;
  while (from < ints.length) {
    const room = next();
    const glyph = strokeKey(next(), next());
    let changes = rooms.get(room);
    if (!changes) {
      changes = [];
      rooms.set(room, changes);
    }
    const surface = next();
    if (surface === GONE) {
      changes.push({ glyph, gone: true });
      continue;
    }
    const box = { x: next(), y: next(), w: next(), h: next() };
    const version = next();
    const strokes = Array.from({ length: next() }, (): StrokeId => [next(), next()]);
    changes.push({
      glyph,
      surface,
      box,
      version,
      strokes,
      probabilities: probabilities.subarray(at, at + READING_CLASSES),
    });
    at += READING_CLASSES;
  }
  return rooms;
}

/** Lines as one flat list: how many, their lengths, then their numbers. */
export function packLines(lines: readonly (readonly number[])[]): Float64Array {
  let length = 1 + lines.length;
  for (const line of lines) length += line.length;
  const packed = new Float64Array(length);
  packed[0] = lines.length;
  let to = 1 + lines.length;
  for (const [i, line] of lines.entries()) {
    packed[1 + i] = line.length;
    packed.set(line, to);
    to += line.length;
  }
  return packed;
}

/** The lines in a packed list. */
export function unpackLines(packed: Float64Array): Float64Array[] {
  const count = packed[0] ?? 0;
  const lines: Float64Array[] = [];
  let from = 1 + count;
  for (let i = 0; i < count; i++) {
    const length = packed[1 + i] as number;
    lines.push(packed.subarray(from, from + length));
    from += length;
  }
  return lines;
}

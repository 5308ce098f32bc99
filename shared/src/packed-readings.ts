import * as encoding from 'lib0/encoding';
import {
  type Box,
  isGone,
  READING_CLASSES,
  type Reading,
  type ReadingChange,
  type StrokeId,
  strokeKey,
} from './reading.ts';
import { VarReader } from './var-reader.ts';

/** Readings in two thirds of their bytes; `docs/protocol.md` says how. */

const GONE = 1;
/** The glyph is the one stroke that it is named after. */
const ALONE = 2;
/** It lies on the tile of the author whom it is named after. */
const TILE = 4;
/** It lies on a surface that has to be named. */
const ELSEWHERE = 8;
/** Its box is four times 12 bits. */
const SMALL = 16;
const LARGEST_SMALL = 0xfff;

const ID = /^(\d+)\.(\d+)$/;

/** Bytes of readings, one after the other; null where the form has no place for one. */
export function packReadings(changes: Iterable<ReadingChange>): Uint8Array | null {
  const encoder = encoding.createEncoder();
  for (const change of changes) {
    const [, author, stroke] = ID.exec(change.glyph) ?? [];
    if (author === undefined || stroke === undefined) return null;
    const id: StrokeId = [Number(author), Number(stroke)];
    for (const n of id) encoding.writeVarUint(encoder, n);
    if (isGone(change)) encoding.writeUint8(encoder, GONE);
    else writeReading(encoder, change, id);
  }
  return encoding.toUint8Array(encoder);
}

function writeReading(encoder: encoding.Encoder, reading: Reading, id: StrokeId): void {
  const { surface, box, strokes, probabilities } = reading;
  const [first] = strokes;
  const alone = strokes.length === 1 && first?.[0] === id[0] && first[1] === id[1];
  const isTile = surface !== 0 && surface === id[0];
  const elsewhere = surface !== 0 && !isTile;
  const small = Math.max(box.x, box.y, box.w, box.h) <= LARGEST_SMALL;
  const flags =
    (alone ? ALONE : 0) | (isTile ? TILE : 0) | (elsewhere ? ELSEWHERE : 0) | (small ? SMALL : 0);
  encoding.writeUint8(encoder, flags);
  if (elsewhere) encoding.writeVarUint(encoder, surface);
  if (small) writeSmallBox(encoder, box);
  else for (const n of [box.x, box.y, box.w, box.h]) encoding.writeVarUint(encoder, n);
  encoding.writeVarUint(encoder, reading.version);
  if (!alone) {
    encoding.writeVarUint(encoder, strokes.length);
    for (const n of strokes.flat()) encoding.writeVarUint(encoder, n);
  }
  // Most digits are out of the question: which ones are not, and how likely those are.
  const likely = [...probabilities.keys()].filter((i) => probabilities[i] !== 0);
  encoding.writeVarUint(
    encoder,
    likely.reduce((mask, i) => mask | (1 << i), 0),
  );
  for (const i of likely) encoding.writeUint8(encoder, probabilities[i] as number);
}

function writeSmallBox(encoder: encoding.Encoder, { x, y, w, h }: Box): void {
  for (const [a, b] of [
    [x, y],
    [w, h],
  ] as const) {
    for (const byte of [a >> 4, ((a & 0xf) << 4) | (b >> 8), b & 0xff]) {
      encoding.writeUint8(encoder, byte);
    }
  }
}

/** Readings from their bytes. Throws a `RangeError` where the bytes end early or are none. */
export function unpackReadings(bytes: Uint8Array): ReadingChange[] {
  const reader = new VarReader(bytes);
  const changes: ReadingChange[] = [];
  while (!reader.ended) {
    const id: StrokeId = [sound(reader.uint()), sound(reader.uint())];
    const glyph = strokeKey(...id);
    const flags = sound(reader.uint8());
    changes.push(flags & GONE ? { glyph, gone: true } : readReading(reader, { glyph, id, flags }));
  }
  return changes;
}

function readReading(
  reader: VarReader,
  { glyph, id, flags }: { readonly glyph: string; readonly id: StrokeId; readonly flags: number },
): Reading {
  const uint = () => sound(reader.uint());
  const own = flags & TILE ? id[0] : 0;
  const surface = flags & ELSEWHERE ? uint() : own;
  const box = flags & SMALL ? readSmallBox(reader) : { x: uint(), y: uint(), w: uint(), h: uint() };
  const version = uint();
  const strokes: StrokeId[] = flags & ALONE ? [id] : [];
  if (!(flags & ALONE)) for (let left = uint(); left > 0; left--) strokes.push([uint(), uint()]);
  const mask = uint();
  const probabilities = new Uint8Array(READING_CLASSES);
  for (let i = 0; i < READING_CLASSES; i++) {
    if (mask & (1 << i)) probabilities[i] = sound(reader.uint8());
  }
  return { glyph, surface, box, version, strokes, probabilities };
}

function readSmallBox(reader: VarReader): Box {
  const two = () => {
    const [a, b, c] = [reader.uint8(), reader.uint8(), sound(reader.uint8())] as const;
    return [(a << 4) | (b >> 4), ((b & 0xf) << 8) | c] as const;
  };
  const [x, y] = two();
  const [w, h] = two();
  return { x, y, w, h };
}

/** A number that was there. */
function sound(n: number): number {
  if (!Number.isFinite(n)) throw new RangeError('the bytes of a reading end early');
  return n;
}

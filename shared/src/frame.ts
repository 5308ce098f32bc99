import * as decoding from 'lib0/decoding';
import * as encoding from 'lib0/encoding';
import { packReadings, unpackReadings } from './packed-readings.ts';
import { isGone, READING_CLASSES, type ReadingChange, type StrokeId } from './reading.ts';

const CANVAS = 1;
const READINGS = 2;
const POINTERS = 3;
const PACKED_INK = 4;
const PACKED_READINGS = 5;
const GONE = 1;

/** Where somebody's pointer is. */
export interface Pointer {
  readonly author: number;
  readonly surface: number;
  readonly x: number;
  readonly y: number;
}

/** What one tick tells everybody: what the canvas learned, what changed in the readings, where the pointers are. */
export interface Frame {
  /** A Yjs v1 update. */
  readonly canvas?: Uint8Array;
  /** The same, packed (`packed-ink.ts`), for those who asked for it; a frame has one of the two at most. */
  readonly ink?: Uint8Array;
  readonly readings?: readonly ReadingChange[];
  readonly pointers?: readonly Pointer[];
}

/** The bytes of readings, one after the other. */
export function encodeReadings(changes: Iterable<ReadingChange>): Uint8Array {
  const encoder = encoding.createEncoder();
  for (const change of changes) {
    encoding.writeVarString(encoder, change.glyph);
    encoding.writeVarUint(encoder, isGone(change) ? GONE : 0);
    if (isGone(change)) continue;
    const { box } = change;
    for (const n of [change.surface, box.x, box.y, box.w, box.h, change.version]) {
      encoding.writeVarUint(encoder, n);
    }
    encoding.writeVarUint(encoder, change.strokes.length);
    for (const [author, stroke] of change.strokes) {
      encoding.writeVarUint(encoder, author);
      encoding.writeVarUint(encoder, stroke);
    }
    encoding.writeUint8Array(encoder, change.probabilities);
  }
  return encoding.toUint8Array(encoder);
}

/** Readings from their bytes. Throws what lib0 throws when the bytes end early. */
export function decodeReadings(bytes: Uint8Array): ReadingChange[] {
  const decoder = decoding.createDecoder(bytes);
  const changes: ReadingChange[] = [];
  const uint = () => decoding.readVarUint(decoder);
  while (decoding.hasContent(decoder)) {
    const glyph = decoding.readVarString(decoder);
    if ((uint() & GONE) !== 0) {
      changes.push({ glyph, gone: true });
      continue;
    }
    const surface = uint();
    const box = { x: uint(), y: uint(), w: uint(), h: uint() };
    const version = uint();
    const strokes: StrokeId[] = [];
    for (let left = uint(); left > 0; left--) strokes.push([uint(), uint()]);
    const probabilities = decoding.readUint8Array(decoder, READING_CLASSES).slice();
    changes.push({ glyph, surface, box, version, strokes, probabilities });
  }
  return changes;
}

function encodePointers(pointers: readonly Pointer[]): Uint8Array {
  const encoder = encoding.createEncoder();
  for (const pointer of pointers) {
    encoding.writeVarUint(encoder, pointer.author);
    encoding.writeVarUint(encoder, pointer.surface);
    encoding.writeVarUint(encoder, pointer.x);
    encoding.writeVarUint(encoder, pointer.y);
  }
  return encoding.toUint8Array(encoder);
}

function decodePointers(bytes: Uint8Array): Pointer[] {
  const decoder = decoding.createDecoder(bytes);
  const pointers: Pointer[] = [];
  const uint = () => decoding.readVarUint(decoder);
  while (decoding.hasContent(decoder)) {
    pointers.push({ author: uint(), surface: uint(), x: uint(), y: uint() });
  }
  return pointers;
}

/** The bytes of a frame: sections of tag and body; what is absent or empty takes none. Packed: with packed readings. */
export function encodeFrame(frame: Frame, packed = false): Uint8Array {
  const encoder = encoding.createEncoder();
  const section = (tag: number, body: Uint8Array) => {
    encoding.writeVarUint(encoder, tag);
    encoding.writeVarUint8Array(encoder, body);
  };
  if (frame.canvas) section(CANVAS, frame.canvas);
  if (frame.ink) section(PACKED_INK, frame.ink);
  if (frame.readings?.length) {
    const small = packed ? packReadings(frame.readings) : null;
    if (small) section(PACKED_READINGS, small);
    else section(READINGS, encodeReadings(frame.readings));
  }
  if (frame.pointers?.length) section(POINTERS, encodePointers(frame.pointers));
  return encoding.toUint8Array(encoder);
}

/** A frame from its bytes; sections with other tags are left out. Throws when the bytes end early. */
export function decodeFrame(bytes: Uint8Array): Frame {
  const decoder = decoding.createDecoder(bytes);
  const frame: { -readonly [K in keyof Frame]: Frame[K] } = {};
  while (decoding.hasContent(decoder)) {
    const tag = decoding.readVarUint(decoder);
    const body = decoding.readVarUint8Array(decoder);
    if (tag === CANVAS) frame.canvas = body;
    else if (tag === READINGS) frame.readings = decodeReadings(body);
    else if (tag === PACKED_INK) frame.ink = body;
    else if (tag === PACKED_READINGS) frame.readings = unpackReadings(body);
    else if (tag === POINTERS) frame.pointers = decodePointers(body);
  }
  return frame;
}

import * as encoding from 'lib0/encoding';
import { VarReader } from './var-reader.ts';

/**
 * Ink and frames as one binary message of Engine.IO each, where both sides said `bare` when they joined: Socket.IO's own way
 * to send bytes is two messages, of which the first is often the longer one, and over long-polling two requests.
 *
 *     bare ink   := uint8 1 · varUint answer id · chunks until the end, as `ink` takes them
 *     bare frame := uint8 2 · sections until the end, as `frame` brings them
 */
const INK = 1;
const FRAME = 2;
const MAX_ID = 2 ** 31;

/** What a bare message of ink holds. */
export interface BareInk {
  /** The number under which Socket.IO answers. */
  readonly id: number;
  /** The argument of `ink`. */
  readonly chunks: Uint8Array;
}

/** Packs the argument of `ink` as a bare message. */
export function encodeBareInk({ id, chunks }: BareInk): Uint8Array {
  const encoder = encoding.createEncoder();
  encoding.writeUint8(encoder, INK);
  encoding.writeVarUint(encoder, id);
  encoding.writeUint8Array(encoder, chunks);
  return encoding.toUint8Array(encoder);
}

/** Unpacks a bare message of ink; null when it is none. */
export function decodeBareInk(message: Uint8Array): BareInk | null {
  const reader = new VarReader(message);
  if (reader.uint8() !== INK) return null;
  const id = reader.uint();
  return id <= MAX_ID ? { id, chunks: message.subarray(reader.at) } : null;
}

/** Packs the argument of `frame` as a bare message. */
export function encodeBareFrame(frame: Uint8Array): Uint8Array {
  const message = new Uint8Array(1 + frame.length);
  message[0] = FRAME;
  message.set(frame, 1);
  return message;
}

/** Unpacks a bare frame; null when it is none. */
export function decodeBareFrame(message: Uint8Array): Uint8Array | null {
  return message[0] === FRAME ? message.subarray(1) : null;
}

import * as encoding from 'lib0/encoding';
import { VarReader } from './var-reader.ts';

/**
 * Ink as one binary message of Engine.IO, for whom the answer to `join` says `bare`: Socket.IO's own way to send bytes
 * is two messages, of which the first is longer than the ink, and over long-polling two requests.
 *
 *     bare := uint8 1 · varUint answer id · chunks until the end, as `ink` takes them
 */
const BARE = 1;
const MAX_ID = 2 ** 31;

/** What a bare message holds. */
export interface BareInk {
  /** The number under which Socket.IO answers. */
  readonly id: number;
  /** The argument of `ink`. */
  readonly chunks: Uint8Array;
}

/** Packs the argument of `ink` as a bare message. */
export function encodeBare({ id, chunks }: BareInk): Uint8Array {
  const encoder = encoding.createEncoder();
  encoding.writeUint8(encoder, BARE);
  encoding.writeVarUint(encoder, id);
  encoding.writeUint8Array(encoder, chunks);
  return encoding.toUint8Array(encoder);
}

/** Unpacks a bare message; null when it is none. */
export function decodeBare(message: Uint8Array): BareInk | null {
  const reader = new VarReader(message);
  if (reader.uint8() !== BARE) return null;
  const id = reader.uint();
  return id <= MAX_ID ? { id, chunks: message.subarray(reader.at) } : null;
}

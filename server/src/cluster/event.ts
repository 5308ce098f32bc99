import * as decoding from 'lib0/decoding';
import * as encoding from 'lib0/encoding';
import type { RoomRecord, UndoRecord } from '../store/store.ts';
import type { RecordChange } from './change.ts';

/** One machine's act on a room, as the room's log keeps it. */
export interface RoomEvent {
  readonly machine: string;
  /** Grows with every event of that machine. */
  readonly mark: number;
  /** A Yjs v1 update: what the machine itself wrote. */
  readonly update: Uint8Array | null;
  readonly change: RecordChange | null;
  readonly undos: readonly UndoRecord[];
  readonly dropUndos: readonly string[];
}

/** A room up to some place of its log. */
export interface RoomSnapshot {
  readonly record: RoomRecord;
  readonly update: Uint8Array;
  readonly undos: readonly UndoRecord[];
}

/** What machines tell each other in passing. */
export interface Whisper {
  readonly machine: string;
  /** Everybody who is connected to that machine: author, and 1 for each connection that draws, 0 that watches. */
  readonly here?: readonly (readonly [author: number, draws: readonly (0 | 1)[]])[];
  /** Author, surface, x, y of each pointer, flat. */
  readonly pointers?: readonly number[];
}

function encode(value: RoomEvent | RoomSnapshot | Whisper): Uint8Array {
  const encoder = encoding.createEncoder();
  encoding.writeAny(encoder, value as unknown as Parameters<typeof encoding.writeAny>[1]);
  return encoding.toUint8Array(encoder);
}

/** What machines wrote themselves is trusted; bytes that are not lib0's make this throw. */
function decode(bytes: Uint8Array): unknown {
  return decoding.readAny(decoding.createDecoder(bytes));
}

export const encodeEvent = (event: RoomEvent): Uint8Array => encode(event);
export const decodeEvent = (bytes: Uint8Array): RoomEvent => decode(bytes) as RoomEvent;
export const encodeSnapshot = (snapshot: RoomSnapshot): Uint8Array => encode(snapshot);
export const decodeSnapshot = (bytes: Uint8Array): RoomSnapshot => decode(bytes) as RoomSnapshot;
export const encodeWhisper = (whisper: Whisper): Uint8Array => encode(whisper);
export const decodeWhisper = (bytes: Uint8Array): Whisper => decode(bytes) as Whisper;

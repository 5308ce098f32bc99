import { encodeBareFrame } from '@inkling/shared/bare';
import type { Outgoing } from './peer.ts';

/** What Socket.IO says before the bytes of a `frame`: a binary event with one attachment (socket.io-protocol, version 5). */
const HEAD = Buffer.from('451-["frame",{"_placeholder":true,"num":0}]');

const TEXT = 1;
const BINARY = 2;
const FINAL = 0x80;
/** Payloads up to here carry their length in the second byte of the header (RFC 6455, 5.2). */
const SHORT = 125;
const TWO_BYTES = 0xffff;

function header(opcode: number, length: number): Buffer {
  if (length <= SHORT) return Buffer.from([FINAL | opcode, length]);
  if (length <= TWO_BYTES) {
    return Buffer.from([FINAL | opcode, SHORT + 1, length >> 8, length & 0xff]);
  }
  const long = Buffer.alloc(10);
  long[0] = FINAL | opcode;
  long[1] = SHORT + 2;
  long.writeBigUInt64BE(BigInt(length), 2);
  return long;
}

/** What is made once of a frame, whoever listens. */
function once(make: (outgoing: Outgoing) => Buffer): (outgoing: Outgoing) => Buffer {
  const made = new WeakMap<Outgoing, Buffer>();
  return (outgoing) => {
    let bytes = made.get(outgoing);
    if (!bytes) {
      bytes = make(outgoing);
      made.set(outgoing, bytes);
    }
    return bytes;
  };
}

/**
 * A frame as it goes through a WebSocket: Socket.IO's event and its attachment, two unmasked WebSocket messages in one
 * buffer. Made once, whoever listens: envelope and copy for each of thirty people would cost more than the ink.
 */
export const frameWire = once((outgoing) => {
  const bytes = outgoing.bytes();
  return Buffer.concat([header(TEXT, HEAD.length), HEAD, header(BINARY, bytes.length), bytes]);
});

/** A frame as a bare message. */
export const bareFrame = once((outgoing) => Buffer.from(encodeBareFrame(outgoing.bytes())));

/** A bare frame as it goes through a WebSocket. */
export const bareFrameWire = once((outgoing) => {
  const bytes = bareFrame(outgoing);
  return Buffer.concat([header(BINARY, bytes.length), bytes]);
});

const heldWires = new WeakMap<readonly Outgoing[], Buffer>();

/** Several bare frames, packed, as they go through a WebSocket, in one buffer. Made once, whoever listens. */
export function heldWire(held: readonly Outgoing[]): Buffer {
  let bytes = heldWires.get(held);
  if (!bytes) {
    bytes = Buffer.concat(held.map((outgoing) => bareFrameWire(outgoing.packed())));
    heldWires.set(held, bytes);
  }
  return bytes;
}

/** What Socket.IO's answer number `id` is when all that it says is `{ ok: true }`, as one WebSocket message. */
export function okWire(id: number): Buffer {
  const text = `43${id}[{"ok":true}]`;
  return Buffer.concat([header(TEXT, text.length), Buffer.from(text, 'latin1')]);
}

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

/** What is made once of a frame, or of several, whoever listens. */
function once<Of extends object>(make: (of: Of) => Buffer): (of: Of) => Buffer {
  const made = new WeakMap<Of, Buffer>();
  return (of) => {
    let bytes = made.get(of);
    if (!bytes) {
      bytes = make(of);
      made.set(of, bytes);
    }
    return bytes;
  };
}

/**
 * A frame as it goes through a WebSocket: Socket.IO's event and its attachment, two unmasked WebSocket messages in one
 * buffer. Made once, whoever listens: envelope and copy for each of thirty people would cost more than the ink.
 */
export const frameWire = once((outgoing: Outgoing) => {
  const bytes = outgoing.bytes();
  return Buffer.concat([header(TEXT, HEAD.length), HEAD, header(BINARY, bytes.length), bytes]);
});

/** A frame as a bare message. */
export const bareFrame = once((outgoing: Outgoing) =>
  Buffer.from(encodeBareFrame(outgoing.bytes())),
);

/** A bare frame as it goes through a WebSocket. */
export const bareFrameWire = once((outgoing: Outgoing) => {
  const bytes = bareFrame(outgoing);
  return Buffer.concat([header(BINARY, bytes.length), bytes]);
});

/** Several bare frames, packed, as they go through a WebSocket, in one buffer. */
export const heldWire = once((held: readonly Outgoing[]) =>
  Buffer.concat(held.map((outgoing) => bareFrameWire(outgoing.packed()))),
);

/** What Socket.IO's answer number `id` is when all that it says is `{ ok: true }`, as one WebSocket message. */
export function okWire(id: number): Buffer {
  const text = `43${id}[{"ok":true}]`;
  return Buffer.concat([header(TEXT, text.length), Buffer.from(text, 'latin1')]);
}

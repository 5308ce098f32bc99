import type { Socket } from 'socket.io';
import { WebSocket } from 'ws';
import { okWire } from './wire.ts';

/** Engine packets that may wait for a slow connection; a frame takes two. */
const PACKETS_WAITING = 24;
/** Bytes that may wait in a WebSocket's stream, beyond what the operating system took. */
const BYTES_WAITING = 16 * 1024;

/** What is needed of engine.io's connection, which its types keep to themselves. */
interface Engine {
  readonly readyState: string;
  readonly upgrading: boolean;
  readonly writeBuffer: readonly unknown[];
  readonly transport?: { readonly name: string; readonly socket?: WebSocketInside };
}

interface WebSocketInside {
  readonly readyState: number;
  readonly _socket?: { readonly writableLength: number };
  readonly _sender?: { sendFrame(parts: readonly Buffer[]): void };
}

/** How Socket.IO makes the function that answers the message with a number. */
interface Answering {
  ack?(id: number): (...said: unknown[]) => void;
}

/** The connection under a socket: what waits in it, and the straight way into it for bytes that are made already. */
export class Line {
  constructor(private readonly socket: Pick<Socket, 'conn'>) {}

  get #engine(): Engine {
    return this.socket.conn as unknown as Engine;
  }

  /** Whether so much waits to be sent that more would only pile up. */
  backedUp(): boolean {
    const { writeBuffer, transport } = this.#engine;
    // While a transport cannot write (a full socket, or no poll outstanding), engine.io keeps packets here.
    if (writeBuffer.length > PACKETS_WAITING) return true;
    return (transport?.socket?._socket?.writableLength ?? 0) > BYTES_WAITING;
  }

  /** Writes WebSocket messages if nothing is overtaken by it; says whether it did. engine.io sends what was encoded beforehand in the same way. */
  write(wire: () => Buffer): boolean {
    const { readyState, upgrading, writeBuffer, transport } = this.#engine;
    if (readyState !== 'open' || upgrading || writeBuffer.length > 0) return false;
    const socket = transport?.name === 'websocket' ? transport.socket : undefined;
    if (socket?.readyState !== WebSocket.OPEN || !socket._sender) return false;
    socket._sender.sendFrame([wire()]);
    return true;
  }
}

/** Has a socket say its commonest answer by far, `{ ok: true }`, the straight way. */
export function answerStraight(socket: Pick<Socket, 'conn'>, line: Line): void {
  const answering = socket as unknown as Answering;
  const ack = answering.ack?.bind(socket);
  if (!ack) return;
  answering.ack = (id) => {
    const answer = ack(id);
    return (said) => {
      if (!isOk(said) || !line.write(() => okWire(id))) answer(said);
    };
  };
}

function isOk(said: unknown): boolean {
  if (typeof said !== 'object' || said === null) return false;
  return (said as { ok?: unknown }).ok === true && Object.keys(said).length === 1;
}

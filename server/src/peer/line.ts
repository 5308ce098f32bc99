import type { Socket } from 'socket.io';
import { WebSocket } from 'ws';
import { okWire } from './wire.ts';

/** Engine packets that may wait for a slow connection; a frame takes two. */
const PACKETS_WAITING = 24;
/** Bytes that may wait in them: a whole canvas is two packets. */
const PACKET_BYTES_WAITING = 64 * 1024;
/** Bytes that may wait in a WebSocket's stream, beyond what the operating system took. */
const BYTES_WAITING = 16 * 1024;
/** So long a plain answer waits for a frame to leave with, in milliseconds, and where frames themselves are held. */
const ANSWER_WAITS_MS = 25;
const HELD_ANSWER_MS = 90;
/** Who is patient has a poll answered so often at most, in milliseconds: each is a request, whatever it brings. */
const POLL_MS = 60;

/** What is needed of engine.io's connection, which its types keep to themselves. */
interface Engine {
  readonly readyState: string;
  readonly upgrading: boolean;
  readonly writeBuffer: readonly { readonly data?: { readonly length: number } }[];
  readonly transport?: { readonly name: string; writable: boolean; readonly socket?: Inside };
  flush?: () => void;
}

/** What is needed of a WebSocket in the same way. */
interface Inside {
  readonly readyState: number;
  readonly _socket?: { readonly writableLength: number };
  readonly _sender?: Sender;
}

interface Sender {
  sendFrame(parts: readonly Buffer[]): void;
}

/** How Socket.IO makes the function that answers the message with a number. */
interface Answering {
  ack?(id: number): (...said: unknown[]) => void;
}

/** An answer `{ ok: true }` that has not left yet. */
interface Answer {
  readonly id: number;
  /** Socket.IO's own way to give it. */
  give(): void;
}

/**
 * The connection under a socket: what waits in it, and the straight way into it for bytes that are made already.
 * The commonest answer by far, `{ ok: true }`, leaves with the next frame: a piece of its own would cost as much as one.
 */
export class Line {
  #waiting: Answer[] = [];
  #timer: NodeJS.Timeout | null = null;
  /** Whether the last frame was one that may wait for a poll. */
  #patient = false;
  /** Whether it was held, so that the next one will be. */
  #held = false;
  #polled = Number.NEGATIVE_INFINITY;
  #nextPoll: NodeJS.Timeout | null = null;

  constructor(private readonly socket: Pick<Socket, 'conn'>) {
    const engine = this.#engine;
    const flush = engine.flush?.bind(engine);
    if (flush) engine.flush = () => this.#paced(flush);
    const answering = socket as unknown as Answering;
    const ack = answering.ack?.bind(socket);
    if (!ack) return;
    answering.ack = (id) => {
      const answer = ack(id);
      return (said) => {
        if (isOk(said)) this.#wait({ id, give: () => answer(said) });
        else {
          this.answer();
          answer(said);
        }
      };
    };
  }

  get #engine(): Engine {
    return this.socket.conn as unknown as Engine;
  }

  /** Whether so much waits to be sent that more would only pile up. */
  backedUp(): boolean {
    const { writeBuffer, transport } = this.#engine;
    // While a transport cannot write (a full socket, or no poll outstanding), engine.io keeps packets here.
    if (writeBuffer.length > PACKETS_WAITING) return true;
    let bytes = 0;
    for (const { data } of writeBuffer) bytes += data?.length ?? 0;
    if (bytes > PACKET_BYTES_WAITING) return true;
    return (transport?.socket?._socket?.writableLength ?? 0) > BYTES_WAITING;
  }

  /** Sends a frame, as WebSocket messages that are made already or as Socket.IO would, with the answers that wait. */
  frame(wire: () => Buffer, emit: () => void, { patient = false, held = false } = {}): void {
    this.#patient = patient;
    this.#held = held;
    const answers = this.#takeWaiting();
    const sender = this.#straight();
    if (sender) sender.sendFrame([joined([...answers.map(({ id }) => okWire(id)), wire()])]);
    else this.#together([...answers.map(({ give }) => give), emit]);
  }

  #wait(answer: Answer): void {
    this.#waiting.push(answer);
    this.#timer ??= setTimeout(() => this.answer(), this.#held ? HELD_ANSWER_MS : ANSWER_WAITS_MS);
  }

  /** Gives the answers that wait, without a frame. */
  answer(): void {
    const answers = this.#takeWaiting();
    if (answers.length === 0) return;
    const sender = this.#straight();
    if (sender) sender.sendFrame([joined(answers.map(({ id }) => okWire(id)))]);
    else this.#together(answers.map(({ give }) => give));
  }

  #takeWaiting(): readonly Answer[] {
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
    const waiting = this.#waiting;
    if (waiting.length > 0) this.#waiting = [];
    return waiting;
  }

  /** Whether WebSocket messages may be written straight. */
  get isStraight(): boolean {
    return this.#straight() !== null;
  }

  /** Where WebSocket messages may be written if nothing is overtaken by it: engine.io sends what was encoded beforehand in the same way. */
  #straight(): Sender | null {
    const { readyState, upgrading, writeBuffer, transport } = this.#engine;
    if (readyState !== 'open' || upgrading || writeBuffer.length > 0) return null;
    const socket = transport?.name === 'websocket' ? transport.socket : undefined;
    return (socket?.readyState === WebSocket.OPEN && socket._sender) || null;
  }

  /** Sends packets as one: over long-polling the first would be all that a poll brings, and the others wait for the next. */
  #together(sends: readonly (() => void)[]): void {
    const { transport } = this.#engine;
    const holds = transport?.name === 'polling' && transport.writable;
    if (holds) transport.writable = false;
    for (const send of sends) send();
    if (!holds) return;
    transport.writable = true;
    this.#engine.flush?.();
  }

  /** Lets engine.io send what waits, or, of who is patient, not until a poll has been out for a while. */
  #paced(flush: () => void): void {
    const { transport, upgrading, writeBuffer } = this.#engine;
    if (transport?.name === 'polling' && transport.writable && writeBuffer.length > 0) {
      const now = performance.now();
      const wait = this.#patient && !upgrading ? this.#polled + POLL_MS - now : 0;
      if (wait > 0) {
        this.#nextPoll ??= setTimeout(() => {
          this.#nextPoll = null;
          this.#polled = Number.NEGATIVE_INFINITY;
          this.#engine.flush?.();
        }, wait);
        return;
      }
      this.#polled = now;
    }
    flush();
  }
}

function joined(wires: readonly Buffer[]): Buffer {
  return wires.length === 1 ? (wires[0] as Buffer) : Buffer.concat(wires);
}

function isOk(said: unknown): boolean {
  if (typeof said !== 'object' || said === null) return false;
  return (said as { ok?: unknown }).ok === true && Object.keys(said).length === 1;
}

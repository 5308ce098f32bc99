import { encodeChunks } from '@inkling/shared/ink';
import * as decoding from 'lib0/decoding';
import * as encoding from 'lib0/encoding';
import { WebSocket } from 'ws';
import { readSyncMessage, writeSyncStep1, writeUpdate } from 'y-protocols/sync';
import * as Y from 'yjs';
import type { Ledger } from './ledger.ts';
import type { Sample } from './pen-feed.ts';

const SYNC = 0;

/** A person in a rival's room: every sample of the pen is a message of its own, and goes to everybody. */
export class RivalPerson {
  readonly #socket: WebSocket;
  readonly #doc = new Y.Doc();
  readonly #counts = new Map<string, number>();
  #points: Y.Array<number[]> | null = null;
  #stroke = 0;
  #at = 0;

  constructor(
    readonly against: 'naive-yjs' | 'ws-relay',
    readonly number: number,
    private readonly options: { readonly url: string; readonly ledger: Ledger },
  ) {
    this.#doc.clientID = number;
    this.#socket = new WebSocket(options.url.replace('http', 'ws'), { perMessageDeflate: false });
    this.#socket.binaryType = 'nodebuffer';
  }

  async join(probe: boolean): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      this.#socket.once('open', () => resolve()).once('error', reject);
    });
    if (probe) this.#socket.on('message', (bytes: Buffer) => this.#hear(new Uint8Array(bytes)));
    if (this.against === 'ws-relay') return;
    this.#say((encoder) => writeSyncStep1(encoder, this.#doc));
    this.#doc.on('update', (update: Uint8Array, origin: unknown) => {
      if (origin !== this) this.#say((encoder) => writeUpdate(encoder, update));
    });
  }

  #say(write: (encoder: encoding.Encoder) => void): void {
    const encoder = encoding.createEncoder();
    encoding.writeVarUint(encoder, SYNC);
    write(encoder);
    this.#socket.send(encoding.toUint8Array(encoder));
  }

  take(sample: Sample): void {
    if (!sample.down) {
      this.#points = null;
      return;
    }
    const key = String(this.number);
    if (this.against === 'ws-relay') {
      this.#relay(sample, key);
      return;
    }
    this.options.ledger.made(key, sample.x, sample.y);
    if (!this.#points) {
      this.#points = new Y.Array<number[]>();
      this.#doc.getArray('strokes').push([this.#points]);
    }
    this.#points.push([[sample.x, sample.y]]);
  }

  #relay(sample: Sample & { readonly down: true }, key: string): void {
    this.options.ledger.made(key, sample.x, sample.y);
    const points = [sample.x, sample.y, this.#at++ * 17, 128];
    const flags = { done: false, pressure: false, surface: 0 };
    this.#socket.send(encodeChunks([{ stroke: this.number, at: this.#stroke, ...flags, points }]));
  }

  /** Counts each other pen's points: they come in order. */
  #hear(bytes: Uint8Array): void {
    const decoder = decoding.createDecoder(bytes);
    if (this.against === 'ws-relay') {
      this.#shown(String(decoding.readVarUint(decoder)), 1);
      return;
    }
    if (decoding.readVarUint(decoder) !== SYNC) return;
    const type = decoding.peekVarUint(decoder);
    if (type !== 2) {
      const reply = encoding.createEncoder();
      encoding.writeVarUint(reply, SYNC);
      readSyncMessage(decoder, reply, this.#doc, this);
      return;
    }
    decoding.readVarUint(decoder);
    for (const struct of Y.decodeUpdate(decoding.readVarUint8Array(decoder)).structs) {
      const isPoints = 'content' in struct && struct.content instanceof Y.ContentAny;
      if (isPoints) this.#shown(String(struct.id.client), struct.length);
    }
  }

  #shown(key: string, count: number): void {
    const before = this.#counts.get(key) ?? 0;
    for (let i = 0; i < count; i++) this.options.ledger.shown(key, before + i);
    this.#counts.set(key, before + count);
  }

  bytes(): { readonly up: number; readonly down: number } | null {
    const socket = (
      this.#socket as unknown as { _socket?: { bytesRead: number; bytesWritten: number } }
    )._socket;
    return socket ? { up: socket.bytesWritten, down: socket.bytesRead } : null;
  }

  leave(): void {
    this.#socket.terminate();
  }
}

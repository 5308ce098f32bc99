import type { Server as HttpServer, IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { MESSAGE_BYTES, parseCode } from '@inkling/shared/limits';
import { type Person, REASONS, type Reason } from '@inkling/shared/protocol';
import * as decoding from 'lib0/decoding';
import * as encoding from 'lib0/encoding';
import { type WebSocket, WebSocketServer } from 'ws';
import { writePermissionDenied } from 'y-protocols/auth';
import { messageYjsSyncStep1, messageYjsSyncStep2, messageYjsUpdate } from 'y-protocols/sync';
import * as Y from 'yjs';
import type { Config } from '../config.ts';
import type { Lookup } from '../http/lookup.ts';
import { Bucket } from '../room/pace.ts';
import type { Room } from '../room/room.ts';
import type { Rooms } from '../room/rooms.ts';
import type { Clock } from '../room/tick.ts';
import { Followed } from './followed.ts';
import { isAllowedOrigin } from './origin.ts';
import type { Outgoing, Peer } from './peer.ts';

const SYNC = 0;
const AUTH = 2;
const QUERY_AWARENESS = 3;

/** Bytes that may wait for a slow follower. */
const BYTES_WAITING = 256 * 1024;
/** Messages a second that a follower may send. */
const PACE = { rate: 20, burst: 200 };
/** Bytes that a follower is told because it asks: a full canvas has some three million. */
const ASKED_BYTES = { rate: 1_000_000, burst: 10_000_000 };
/** Messages over that pace after which a follower is cut. */
const EXCESS = 100;
const READ_ONLY = 'This door is read-only: draw in the room itself.';

export interface YWebsocketOptions {
  readonly rooms: Rooms;
  readonly config: Config;
  readonly clock: Clock;
  /** Finds rooms by their codes, for every door that is paced together. */
  readonly lookup: Lookup;
}

/** Opens `/yjs/CODE`: any y-websocket client can follow a room's canvas, and sees people and readings as awareness. */
export function attachYWebsocket(http: HttpServer, options: YWebsocketOptions): WebSocketServer {
  const server = new WebSocketServer({ noServer: true, maxPayload: MESSAGE_BYTES });
  http.on('upgrade', async (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    const path = (request.url ?? '').split('?')[0] ?? '';
    if (path.startsWith('/socket.io/')) return;
    socket.on('error', () => socket.destroy());
    const code = path.startsWith('/yjs/') ? parseCode(path.slice('/yjs/'.length)) : null;
    if (!isAllowedOrigin(request, options.config.allowedOrigins))
      return reject(socket, '403 Forbidden');
    if (options.rooms.brimful) return reject(socket, '503 Service Unavailable');
    const room = code === null ? null : await options.lookup.find(code).catch(() => undefined);
    if (typeof room === 'number') return reject(socket, '429 Too Many Requests', room);
    if (room === undefined) return reject(socket, '503 Service Unavailable');
    if (!room) {
      return reject(socket, options.rooms.stopped ? '503 Service Unavailable' : '404 Not Found');
    }
    if (room.record.closed) return reject(socket, '403 Forbidden');
    if (followedOf(room, options.clock).size >= options.config.limits.watching) {
      return reject(socket, '503 Service Unavailable');
    }
    server.handleUpgrade(request, socket, head, (ws) => new Follower(ws, room, options));
  });
  return server;
}

function reject(socket: Duplex, status: string, waitMs = 5000): void {
  const passes = status.startsWith('503') || status.startsWith('429');
  const later = passes ? `Retry-After: ${Math.ceil(waitMs / 1000)}\r\n` : '';
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\n${later}Content-Length: 0\r\n\r\n`);
}

/** What each room's followers are told alike. */
const followed = new WeakMap<Room, Followed>();

function followedOf(room: Room, clock: Clock): Followed {
  const known = followed.get(room);
  if (known) return known;
  const made = new Followed(room, clock);
  followed.set(room, made);
  return made;
}

/** The messages that hold an update, each made once however many are told it. */
const updates = new WeakMap<Uint8Array, Uint8Array>();

function updateMessage(update: Uint8Array): Uint8Array {
  const known = updates.get(update);
  if (known) return known;
  const made = syncMessage(messageYjsUpdate, update);
  updates.set(update, made);
  return made;
}

function syncMessage(step: number, body: Uint8Array): Uint8Array {
  return message(SYNC, (encoder) => {
    encoding.writeVarUint(encoder, step);
    encoding.writeVarUint8Array(encoder, body);
  });
}

function message(type: number, write: (encoder: encoding.Encoder) => void): Uint8Array {
  const encoder = encoding.createEncoder();
  encoding.writeVarUint(encoder, type);
  write(encoder);
  return encoding.toUint8Array(encoder);
}

/** One y-websocket client: it is told everything and may change nothing. */
class Follower implements Peer {
  readonly author = 0;
  readonly as = 'watch';
  readonly enveloped = false;
  readonly packed = false;
  readonly #pace: Bucket;
  readonly #asked: Bucket;
  readonly #stop: () => void;
  readonly #followed: Followed;
  /** Who is known to be here. */
  #shown: ReadonlySet<number> = new Set();
  #excess = 0;

  constructor(
    private readonly ws: WebSocket,
    private readonly watched: Room,
    options: YWebsocketOptions,
  ) {
    this.#pace = new Bucket(PACE, options.clock.now);
    this.#asked = new Bucket(ASKED_BYTES, options.clock.now);
    ws.binaryType = 'nodebuffer';
    ws.on('message', (bytes: Buffer) => this.#hear(new Uint8Array(bytes)));
    ws.on('error', () => ws.terminate());
    this.#followed = followedOf(watched, options.clock);
    this.#stop = this.#followed.add(
      (told) => this.backedUp() || this.#tell(told),
      (people) => this.backedUp() || this.people(people),
    );
    ws.on('close', () => {
      this.#stop();
      watched.leave(this);
      options.rooms.idle(watched);
    });
    watched.flush();
    watched.audience.add(this);
    this.#tellAwareness();
  }

  #hear(bytes: Uint8Array): void {
    // Every answer may be a whole canvas: who does not read, or asks and asks, gets no more of them.
    if (this.backedUp()) {
      this.ws.terminate();
      return;
    }
    if (!this.#pace.take() || !this.#asked.take()) {
      this.#deny('Too many messages.');
      if (++this.#excess > EXCESS) this.ws.close(1008, 'too many messages');
      return;
    }
    try {
      const decoder = decoding.createDecoder(bytes);
      const type = decoding.readVarUint(decoder);
      if (type === SYNC) this.#hearSync(decoder);
      else if (type === QUERY_AWARENESS) this.#asked.charge(this.#tellAwareness());
    } catch {
      this.ws.close(1003, 'not the y-websocket protocol');
    }
  }

  #hearSync(decoder: decoding.Decoder): void {
    const step = decoding.readVarUint(decoder);
    const body = decoding.readVarUint8Array(decoder);
    if (step === messageYjsSyncStep1) {
      const { canvas } = this.watched;
      const stale = staleInk(body, canvas.doc, this.watched.record.writer);
      if (stale) this.#tell(syncMessage(messageYjsUpdate, stale));
      const answer = canvas.encode(body);
      this.#asked.charge(answer.length);
      this.#tell(syncMessage(messageYjsSyncStep2, answer));
    } else if (step === messageYjsSyncStep2 || step === messageYjsUpdate) {
      // An empty update is what a client that has nothing to say sends.
      if (body.length > 2) this.#deny(READ_ONLY);
    }
  }

  #deny(reason: string): void {
    this.#tell(message(AUTH, (encoder) => writePermissionDenied(encoder, reason)));
  }

  #tell(bytes: Uint8Array): void {
    if (this.ws.readyState === this.ws.OPEN) this.ws.send(bytes);
  }

  /** Tells who is here and what is read; returns how many bytes that took. */
  #tellAwareness(): number {
    const readings = this.#followed.message();
    this.#tell(readings);
    return readings.length + this.#tellPeople(this.watched.people());
  }

  /** Tells who is here; those who went are told as null. Returns how many bytes that took. */
  #tellPeople(people: readonly Person[]): number {
    const { message, shown } = this.#followed.people.tell(people, this.#shown);
    this.#shown = shown;
    this.#tell(message);
    return message.length;
  }

  backedUp(): boolean {
    return this.ws.bufferedAmount > BYTES_WAITING;
  }

  frame({ frame }: Outgoing): void {
    if (frame.canvas) this.#tell(updateMessage(frame.canvas));
    if (frame.readings?.length) this.#followed.changed();
  }

  people(people: readonly Person[]): void {
    this.#tellPeople(people);
  }

  room(): void {}

  votes(): void {}

  removed(): void {}

  bye(why: { readonly reason: Reason; readonly message: string }): void {
    this.ws.close(4000, why.message || REASONS[why.reason]);
  }

  drop(): void {
    this.ws.terminate();
  }
}

/**
 * An update that deletes what a follower holds and this document never had: ink from before a clear, or that a crash
 * lost, while the follower was away. The y-websocket protocol has no epochs, but writers never come twice.
 */
function staleInk(vector: Uint8Array, doc: Y.Doc, writer: number): Uint8Array | null {
  const stale: [client: number, clock: number, length: number][] = [];
  for (const [client, theirs] of Y.decodeStateVector(vector)) {
    const ours = Y.getState(doc.store, client);
    // Other numbers are the follower's own writers: what they wrote at home is theirs.
    if (client <= writer && theirs > ours) stale.push([client, ours, theirs - ours]);
  }
  if (stale.length === 0) return null;
  const encoder = encoding.createEncoder();
  // No structs, and a delete set.
  encoding.writeVarUint(encoder, 0);
  encoding.writeVarUint(encoder, stale.length);
  for (const [client, clock, length] of stale) {
    for (const n of [client, 1, clock, length]) encoding.writeVarUint(encoder, n);
  }
  return encoding.toUint8Array(encoder);
}

import { followStrokes, type Stroke, StrokeFold } from '@inkling/shared/canvas';
import { decodeFrame } from '@inkling/shared/frame';
import { type Chunk, encodeChunks } from '@inkling/shared/ink';
import { unpackInk } from '@inkling/shared/packed-ink';
import type { As, InkAnswer, Person, Room as RoomView } from '@inkling/shared/protocol';
import * as Y from 'yjs';
import { Cluster } from '../src/cluster/cluster.ts';
import { type Hub, LocalBus } from '../src/cluster/local-bus.ts';
import { readConfig } from '../src/config.ts';
import type { Outgoing, Peer } from '../src/peer/peer.ts';
import type { RoomPorts, RoomReader } from '../src/room/ports.ts';
import { Roles } from '../src/room/roles.ts';
import type { Room } from '../src/room/room.ts';
import { Rooms } from '../src/room/rooms.ts';
import { join, type Session } from '../src/room/session.ts';
import type { HandClock } from './hand-clock.ts';

const roles = new Roles('the same secret everywhere');

const quiet = () => {};
const noReader: RoomReader = { ink: quiet, erase: quiet, forget: quiet };

/** One machine of a cluster, without sockets and, mostly, without a reader: what is left is rooms and the bus. */
export class Machine {
  readonly bus: LocalBus;
  readonly cluster: Cluster;
  readonly rooms: Rooms;
  /** Faults that are no outage: bugs. */
  readonly bugs: unknown[] = [];

  constructor(hub: Hub, name: string, clock: HandClock, reader = noReader) {
    this.bus = new LocalBus(hub, name);
    this.cluster = new Cluster({ bus: this.bus, clock, onFault: (bug) => this.bugs.push(bug) });
    const ports: RoomPorts = {
      store: this.cluster,
      elsewhere: this.cluster,
      reader,
      clock,
      limits: { ...readConfig({}).limits, inkRate: 1e9, inkBurst: 1e9, joinRate: 1e9 },
      watch: { chunks: quiet, refused: quiet, skipped: quiet, frame: quiet, stored: quiet },
      onStoreFault: quiet,
    };
    this.rooms = new Rooms(ports, { ttlMs: 1e9, onRecovered: quiet });
    this.cluster.onEnded = (room) => void this.rooms.ended(room);
  }

  async room(code: string): Promise<Room> {
    const room = await this.rooms.get(code);
    if (!room) throw new Error(`there is no room ${code}`);
    return room;
  }
}

/** Somebody's page: one connection to one machine at a time, and a document that follows it. */
export class Page {
  author = 0;
  token: string | undefined;
  key: string | undefined;
  doc = new Y.Doc();
  strokes = new StrokeFold();
  epoch = 0;
  session: Session | null = null;
  shownPeople: readonly Person[] = [];
  /** Whom the room keeps out, as a host is told. */
  shownRemoved: readonly Person[] = [];
  shownRoom: RoomView | null = null;
  goodbye: string | null = null;
  /** How often packed ink did not fit what was there. */
  gaps = 0;
  /** The connection that counts: what another one still says is not heard. */
  line: Line | null = null;

  constructor(readonly as: As = 'draw') {
    followStrokes(this.doc, this.strokes, () => {});
  }

  /** Joins a room on a machine, as the same person as before; says why not. */
  async join(machine: Machine, code: string): Promise<string | null> {
    const { token, key, epoch, as } = this;
    const have = { epoch, vector: Y.encodeStateVector(this.doc) };
    const request = {
      v: 1,
      room: code,
      as,
      ...(token !== undefined && { token, have }),
      ...(key !== undefined && { key }),
    };
    const welcome = await join(request, {
      rooms: machine.rooms,
      roles,
      attach: ({ author }) => {
        this.line = new Line(this, author);
        return this.line;
      },
    });
    if ('reason' in welcome) return welcome.reason;
    const { answer } = welcome;
    this.session = welcome.session;
    this.author = answer.you.author;
    this.token = answer.you.token;
    this.shownPeople = answer.people;
    this.shownRoom = answer.room;
    if (answer.epoch !== epoch) {
      this.doc = new Y.Doc();
      this.strokes = new StrokeFold();
      followStrokes(this.doc, this.strokes, () => {});
    }
    this.epoch = answer.epoch;
    Y.applyUpdate(this.doc, answer.canvas);
    this.line?.answered();
    return null;
  }

  /** The line is lost, and the machine notices. */
  leave(): void {
    const { session } = this;
    this.lose();
    session?.room.leave(session.peer);
  }

  /** The line is lost, and nobody notices: the machine is dead. */
  lose(): void {
    this.session = null;
    this.line = null;
  }

  async draw(...chunks: Chunk[]): Promise<InkAnswer> {
    if (!this.session) throw new Error('nobody is in');
    return this.session.room.ink(this.session.pen, encodeChunks(chunks));
  }
}

/** One connection of a page. */
class Line implements Peer {
  readonly enveloped = true;
  readonly as: As;
  /** Frames that came before the answer to `join` was looked at. */
  #early: Uint8Array[] | null = [];

  constructor(
    private readonly page: Page,
    readonly author: number,
  ) {
    this.as = page.as;
  }

  /** Every other person takes packed frames. */
  get packed(): boolean {
    return this.author % 2 === 1;
  }

  get #counts(): boolean {
    return this.page.line === this;
  }

  answered(): void {
    for (const frame of this.#early ?? []) this.#take(frame);
    this.#early = null;
  }

  #take(bytes: Uint8Array): void {
    const { doc, strokes, session, epoch } = this.page;
    const { canvas, ink } = decodeFrame(bytes);
    const update = ink ? unpackInk(ink, doc, strokes) : canvas;
    if (update) Y.applyUpdate(doc, update);
    if (update !== null || !session) return;
    // Something that the packed ink rests on is missing.
    this.page.gaps++;
    Y.applyUpdate(doc, session.room.sync({ epoch, vector: Y.encodeStateVector(doc) }).canvas);
  }

  backedUp(): boolean {
    return false;
  }

  frame({ frame, bytes }: Outgoing): void {
    if (!frame.canvas || !this.#counts) return;
    if (this.#early) this.#early.push(bytes());
    else this.#take(bytes());
  }

  people(people: readonly Person[]): void {
    if (this.#counts) this.page.shownPeople = people;
  }

  votes(): void {}

  removed(people: readonly Person[]): void {
    if (this.#counts) this.page.shownRemoved = people;
  }

  room(room: RoomView): void {
    if (this.#counts) this.page.shownRoom = room;
  }

  bye(why: { readonly reason: string }): void {
    if (this.#counts) this.page.goodbye = why.reason;
  }

  drop(): void {}
}

/** Strokes as a plain object, for comparing canvases whatever order their strokes came in. */
export function plain(strokes: Iterable<Stroke>): Record<string, unknown> {
  const shown = [...strokes].map(({ author, stroke, surface, done, points }) => {
    return [`${author}.${stroke}`, { surface, done, points: points.join() }] as const;
  });
  return Object.fromEntries(shown.sort(([a], [b]) => a.localeCompare(b)));
}

import type { Server as HttpServer } from 'node:http';
import { serverParser } from '@inkling/shared/bare-parser';
import { MESSAGE_BYTES, POINTS_A_SECOND } from '@inkling/shared/limits';
import type {
  Canvas,
  DownEvents,
  InkAnswer,
  Person,
  Reason,
  Room,
  Tally,
  UpEvents,
} from '@inkling/shared/protocol';
import { refuse } from '@inkling/shared/protocol';
import { Server, type Socket } from 'socket.io';
import * as v from 'valibot';
import type { Config } from '../config.ts';
import { clear, erase, restore } from '../room/acts.ts';
import type { Pen } from '../room/gate.ts';
import { host } from '../room/host.ts';
import { Bucket } from '../room/pace.ts';
import type { Roles } from '../room/roles.ts';
import type { Rooms } from '../room/rooms.ts';
import { join, type Session } from '../room/session.ts';
import type { Clock } from '../room/tick.ts';
import { tallies, vote } from '../room/votes.ts';
import { Line } from './line.ts';
import { corsOrigin, isAllowedOrigin } from './origin.ts';
import type { Outgoing, Peer } from './peer.ts';
import * as schema from './schema.ts';
import { bareFrame, bareFrameWire, frameWire, heldWire } from './wire.ts';

/** Long-polling carries bytes as base64, a third longer: the schema holds messages to their size, this only the transport. */
const TRANSPORT_BYTES = 1.5 * MESSAGE_BYTES;
/** Answers to polls from here on are compressed. */
const POLL_COMPRESSED_BYTES = 16 * 1024;
/** Wrong room codes that one connection may try. */
const WRONG_CODES = 20;
/** Joins and syncs of one connection: each may be answered with a whole canvas. */
const WHOLE_CANVAS = { rate: 5, burst: 100 };
/** Bytes of canvases and readings that one connection is answered with: a full canvas has some three million. */
const CANVAS_BYTES = { rate: 1_000_000, burst: 10_000_000 };
/** New people that one connection may be: a page is one, and comes back with its token, which is no new one. */
const NEW_PEOPLE = { rate: 1 / 60, burst: 2 };
/** A connection that joined no room by then is cut. */
const JOIN_WITHIN_MS = 60_000;
/** Messages over its pace after which a connection is cut. */
const EXCESS_MESSAGES = 2000;

type InklingSocket = Socket<UpEvents, DownEvents>;

export interface SocketIoOptions {
  readonly rooms: Rooms;
  readonly roles: Roles;
  readonly config: Config;
  readonly clock: Clock;
  onRefused(reason: Reason): void;
  onError(error: unknown): void;
}

/** Opens the Socket.IO wire, version 1, on a server. */
export function attachSocketIo(
  http: HttpServer,
  options: SocketIoOptions,
): Server<UpEvents, DownEvents> {
  const io = new Server<UpEvents, DownEvents>(http, {
    maxHttpBufferSize: TRANSPORT_BYTES,
    perMessageDeflate: false,
    pingInterval: 8000,
    pingTimeout: 6000,
    serveClient: false,
    destroyUpgrade: false,
    parser: serverParser,
    // Compressing a poll's answer costs more than it saves; what is large comes over HTTP, compressed.
    httpCompression: { threshold: POLL_COMPRESSED_BYTES },
    cors: { origin: corsOrigin(options.config.allowedOrigins) },
    allowRequest: (request, decide) => {
      decide(null, isAllowedOrigin(request, options.config.allowedOrigins));
    },
  });
  io.on('connection', (socket) => new Connection(socket, options));
  return io;
}

class SocketIoPeer implements Peer {
  constructor(
    private readonly socket: InklingSocket,
    private readonly line: Line,
    readonly author: number,
    readonly as: Peer['as'],
    private readonly how: { readonly host: boolean; readonly bare?: true; readonly packed?: true },
  ) {}

  get enveloped(): boolean {
    return !this.how.bare;
  }

  get packed(): boolean {
    return this.how.packed ?? false;
  }

  /** Over long-polling it is the line that waits: each poll is a request. */
  get patient(): boolean {
    return this.as === 'draw' && this.packed && !this.enveloped && this.line.isStraight;
  }

  backedUp(): boolean {
    return this.line.backedUp();
  }

  together(held: readonly Outgoing[]): void {
    const emit = () => {
      for (const outgoing of held) this.socket.conn.write(bareFrame(outgoing.packed()));
    };
    this.line.frame(() => heldWire(held), emit, { held: true });
  }

  frame(outgoing: Outgoing): void {
    // Who draws looks at their own pen; a stage is to show everybody's as it moves.
    const how = { patient: outgoing.crowd && this.as === 'draw' };
    if (this.enveloped) {
      const emit = () => this.socket.emit('frame', outgoing.bytes());
      this.line.frame(() => frameWire(outgoing), emit, how);
    } else {
      const write = () => this.socket.conn.write(bareFrame(outgoing));
      this.line.frame(() => bareFrameWire(outgoing), write, how);
    }
  }

  people(people: readonly Person[]): void {
    this.socket.emit('people', people);
  }

  room(room: Room): void {
    this.socket.emit('room', room);
  }

  votes(tallies: readonly Tally[]): void {
    this.socket.emit('votes', tallies);
  }

  removed(people: readonly Person[]): void {
    if (this.how.host) this.socket.emit('removed', people);
  }

  bye(why: { readonly reason: Reason; readonly message: string }): void {
    this.line.answer();
    this.socket.emit('bye', why);
    this.socket.disconnect(true);
  }

  drop(): void {
    // The transport alone is closed: the client takes it for a lost line and comes back.
    this.socket.conn.close();
  }
}

/** One socket: parses what it says, paces it, and hands it to its room. */
export class Connection {
  #session: Session | null = null;
  readonly #events = new Set<string>();
  #wrongCodes = 0;
  #excess = 0;
  readonly #messages: Bucket;
  readonly #newPeople: Bucket;
  readonly #points: Bucket;
  /** Points of ink: a new name, or another room, brings no new pace. */
  readonly #ink: Bucket;
  readonly #acts: Bucket;
  readonly #canvases: Bucket;
  readonly #canvasBytes: Bucket;
  /** The joins so far, one after the other. */
  #joins: Promise<unknown> = Promise.resolve();
  readonly #joinBy: () => void;
  readonly #line: Line;

  constructor(
    private readonly socket: InklingSocket,
    private readonly options: SocketIoOptions,
  ) {
    const { config, clock } = options;
    const { messageRate, messageBurst, actRate, actBurst, inkRate, inkBurst } = config.limits;
    this.#ink = new Bucket({ rate: inkRate, burst: inkBurst }, clock.now);
    this.#messages = new Bucket({ rate: messageRate, burst: messageBurst }, clock.now);
    this.#newPeople = new Bucket(NEW_PEOPLE, clock.now);
    this.#points = new Bucket({ rate: POINTS_A_SECOND, burst: POINTS_A_SECOND * 2 }, clock.now);
    this.#acts = new Bucket({ rate: actRate, burst: actBurst }, clock.now);
    this.#canvases = new Bucket(WHOLE_CANVAS, clock.now);
    this.#canvasBytes = new Bucket(CANVAS_BYTES, clock.now);
    this.#line = new Line(socket);
    this.#joinBy = clock.after(JOIN_WITHIN_MS, () => this.#session ?? socket.disconnect(true));
    socket.on('disconnect', () => {
      this.#joinBy();
      this.#leave();
    });
    socket.onAny((event: string, ...said: unknown[]) => {
      if (!this.#events.has(event)) this.#unknown(said);
    });
    this.#on('join', schema.joinSchema, (request) => this.#joinInTurn(request));
    this.#on('point', schema.pointSchema, ([surface, x, y]) => {
      const session = this.#session;
      if (session?.pen.as !== 'draw' || !this.#points.take()) return;
      session.room.point({ author: session.pen.author, surface, x, y });
    });
    this.#act('ink', schema.inkSchema, (session, bytes) => this.#takeInk(session, bytes));
    this.#act('erase', schema.eraseSchema, ({ room, pen }, { strokes }) =>
      erase(room, pen, strokes),
    );
    this.#act('clear', schema.clearSchema, ({ room, pen }, { surface }) =>
      clear(room, pen, surface),
    );
    this.#act('restore', schema.restoreSchema, ({ room, pen }, { undo }) =>
      restore(room, pen, undo),
    );
    this.#act('host', schema.hostSchema, ({ room, pen }, request) =>
      host(room, options.rooms, pen, request),
    );
    this.#act('vote', schema.voteSchema, async ({ room, pen }, said) => vote(room, pen, said));
    this.#act('sync', schema.haveSchema, async ({ room }, have) => this.#paid(room.sync(have)));
  }

  /** Listens to an event whose argument fits a schema; anything else is answered with a reason. */
  #on<S extends v.GenericSchema>(
    event: keyof UpEvents,
    shape: S,
    handle: (request: v.InferOutput<S>) => unknown,
  ): void {
    const listener = async (...said: unknown[]) => {
      const answer = answerIn(said);
      if (!this.#messages.take()) return answer(this.#tooFast());
      const parsed = v.safeParse(shape, typeof said[0] === 'function' ? undefined : said[0]);
      if (!parsed.success) return answer(this.#badInk(`That is not what "${event}" takes.`));
      try {
        answer(await handle(parsed.output));
      } catch (error) {
        this.options.onError(error);
        answer(refuse('busy'));
      }
    };
    this.#events.add(event);
    this.socket.on(event, listener as never);
  }

  /** Answers an event that there is not: whoever waits for an answer would wait for ever. */
  #unknown(said: readonly unknown[]): void {
    const inPace = this.#messages.take();
    answerIn(said)(inPace ? this.#badInk('This server knows no such event.') : this.#tooFast());
  }

  /** Takes ink. Who does not read is told of no refused strokes: all of the message may be sent again. */
  async #takeInk({ room, pen, peer }: Session, bytes: Uint8Array): Promise<InkAnswer> {
    const answer = await room.ink(this.#paced(pen), bytes);
    return answer.ok && answer.refused && peer.backedUp() ? refuse('too-fast') : answer;
  }

  /** A pen that has this connection's pace beside its person's. */
  #paced(pen: Pen): Pen {
    return {
      ...pen,
      takePoints: (count) => this.#ink.take(count) && pen.takePoints(count),
      payPoints: (count) => {
        this.#ink.charge(count);
        pen.payPoints(count);
      },
    };
  }

  #badInk(message: string) {
    this.options.onRefused('bad-ink');
    return refuse('bad-ink', message);
  }

  /** Listens to an event that takes a session. */
  #act<S extends v.GenericSchema>(
    event: keyof UpEvents,
    shape: S,
    act: (session: Session, request: v.InferOutput<S>) => Promise<unknown>,
  ): void {
    this.#on(event, shape, (request) => {
      const session = this.#session;
      if (!session) return refuse('no-such-room', 'Join a room first.');
      return this.#isInPace(event, session) ? act(session, request) : this.#tooFast();
    });
  }

  /** Ink is paced by its points; what takes a whole canvas, or changes one at a word, has a pace of its own. */
  #isInPace(event: keyof UpEvents, { peer }: Session): boolean {
    if (event === 'ink') return true;
    if (event === 'sync') return !peer.backedUp() && this.#mayHaveCanvas();
    return this.#acts.take();
  }

  #mayHaveCanvas(): boolean {
    return this.#canvases.take() && this.#canvasBytes.take();
  }

  /** An answer with a canvas, which counts by its bytes: many may be asked for before the first has left. */
  #paid<Told extends Canvas>(told: Told): Told {
    this.#canvasBytes.charge(told.canvas.length + told.readings.length);
    return told;
  }

  #tooFast() {
    this.options.onRefused('too-fast');
    if (++this.#excess > EXCESS_MESSAGES) this.socket.disconnect(true);
    return refuse('too-fast');
  }

  /** Joins once those before are answered: each counts what it is told before the next one asks. */
  #joinInTurn(request: v.InferOutput<typeof schema.joinSchema>) {
    const joined = this.#joins.then(() => this.#join(request));
    this.#joins = joined.catch(() => {});
    return joined;
  }

  async #join(request: v.InferOutput<typeof schema.joinSchema>) {
    const { rooms, roles } = this.options;
    if (!this.#mayHaveCanvas()) return this.#tooFast();
    const welcome = await join(request, {
      rooms,
      roles,
      attach: ({ author, as, host }) =>
        new SocketIoPeer(this.socket, this.#line, author, as, { ...request, host }),
      before: this.#session?.peer,
      waitAsNew: () => (this.#newPeople.take() ? 0 : Math.max(1, this.#newPeople.waitFor())),
    });
    if ('reason' in welcome) {
      this.options.onRefused(welcome.reason);
      if (welcome.reason === 'no-such-room' && ++this.#wrongCodes >= WRONG_CODES) {
        this.socket.disconnect(true);
      }
      return welcome;
    }
    this.#leave(welcome.session.pen.author);
    this.#session = welcome.session;
    // It may have gone while its room was being opened.
    if (!this.socket.connected) this.#leave();
    // Also when there are none: who comes back may still hold those of an earlier task.
    const { room, peer } = welcome.session;
    this.socket.emit('votes', tallies(room));
    peer.removed(room.roster.removed());
    return { ...this.#paid(welcome.answer), bare: true };
  }

  /** Leaves, or is somebody else from now on. */
  #leave(next: number | null = null): void {
    const session = this.#session;
    this.#session = null;
    if (!session) return;
    session.room.leave(session.peer, next);
    this.options.rooms.idle(session.room);
  }
}

/** Where the answer goes to what was said; nowhere when none is waited for. */
function answerIn(said: readonly unknown[]): (answer: unknown) => void {
  const last = said.at(-1);
  return typeof last === 'function' ? (last as (answer: unknown) => void) : () => {};
}

import { type ClientParser, clientParser } from '@inkling/shared/bare-parser';
import type {
  Canvas,
  ClearAnswer,
  Done,
  DownEvents,
  Have,
  HostRequest,
  InkAnswer,
  Joined,
  JoinRequest,
  Refusal,
  UpEvents,
  Vote,
} from '@inkling/shared/protocol';
import type { StrokeId } from '@inkling/shared/reading';
import { io, type Socket } from 'socket.io-client';
import { knock } from './knock.ts';

/** What a line tells: that it is up or down, and what the server says unasked. */
export interface LineEvents extends DownEvents {
  up(): void;
  /** It went down, or could not come up. */
  down(): void;
}

/** A connection to the server. Questions reject when the line is cut or the answer takes too long. */
export interface Line {
  readonly up: boolean;
  /** Tries to come up; tells `up` or `down`. */
  connect(): void;
  /** Goes down at once and says so to the server; does not tell `down`. */
  disconnect(): void;
  join(request: JoinRequest): Promise<Joined | Refusal>;
  ink(bytes: Uint8Array): Promise<InkAnswer>;
  erase(ids: readonly StrokeId[]): Promise<Done | Refusal>;
  clear(surface?: number): Promise<ClearAnswer>;
  restore(undo: string): Promise<Done | Refusal>;
  host(request: HostRequest): Promise<Done | Refusal>;
  vote(vote: Vote): Promise<Done | Refusal>;
  sync(have: Have): Promise<Canvas | Refusal>;
  /** Volatile: lost when the line is busy. */
  point(surface: number, x: number, y: number): void;
}

/** Makes a line that tells its news to `events`. */
export type MakeLine = (events: LineEvents) => Line;

/** How long an answer may take before the line counts as dead. */
const ANSWER_MS = 10_000;
/** A filter that swallows WebSockets must not cost more than this. */
const WEBSOCKET_MS = 2500;
const POLLING_MS = 15_000;
/** A WebSocket that is cut so soon was let through only to be cut. */
const CUT_SOON_MS = 20_000;
const CUT_SOON_TIMES = 3;

/** Which way to try next: WebSocket, then polling that may become one, and polling alone where WebSockets get cut. */
export class Ways {
  #failed = false;
  #cutSoon = 0;

  constructor(private readonly only?: readonly ('websocket' | 'polling')[]) {}

  get next(): ('websocket' | 'polling')[] {
    if (this.only) return [...this.only];
    if (this.#cutSoon >= CUT_SOON_TIMES) return ['polling'];
    return this.#failed ? ['polling', 'websocket'] : ['websocket'];
  }

  /** It did not come up; returns whether another way is worth trying at once. */
  failed(): boolean {
    const another = !this.#failed && !this.only;
    this.#failed = !this.#failed;
    return another;
  }

  /** It came up, and was cut (not by us) after so many ms. */
  cut(afterMs: number, transport: string): void {
    if (transport !== 'websocket') return;
    this.#cutSoon = afterMs < CUT_SOON_MS ? this.#cutSoon + 1 : 0;
  }
}

/** A Socket.IO line: WebSocket first, HTTP long-polling as a full citizen. It never reconnects by itself. */
export function makeSocketLine(
  events: LineEvents,
  options: {
    readonly url?: string;
    readonly transports?: readonly ('websocket' | 'polling')[];
    /** The room that the line is for, once there is one: a balancer may keep a room's people together by it. */
    readonly room?: () => string | null;
  } = {},
): Line {
  const ways = new Ways(options.transports);
  let socket: Socket<DownEvents, UpEvents> | null = null;
  let parsing: ClientParser | null = null;
  let upSince = 0;
  let stopKnocking = () => {};

  const drop = () => {
    stopKnocking();
    const old = socket;
    socket = null;
    old?.removeAllListeners();
    old?.disconnect();
  };
  const failed = () => {
    drop();
    if (ways.failed()) connect();
    else events.down();
  };
  const connect = (mayHang = true) => {
    drop();
    // Who was here before knows that the server can be reached. A try that was begun at a knock's answer does not hang.
    if (upSince > 0 && mayHang) {
      stopKnocking = knock(`${options.url ?? ''}/healthz`, () => connect(false));
    }
    const transports = ways.next;
    const room = options.room?.() ?? null;
    parsing = clientParser();
    const settings = {
      parser: parsing.parser,
      ...(room !== null && { query: { room } }),
      transports,
      reconnection: false,
      forceNew: true,
      timeout: transports[0] === 'websocket' ? WEBSOCKET_MS : POLLING_MS,
      autoConnect: false,
      closeOnBeforeunload: false,
    };
    const made: Socket<DownEvents, UpEvents> = options.url
      ? io(options.url, settings)
      : io(settings);
    socket = made;
    made.on('connect', () => {
      stopKnocking();
      upSince = Date.now();
      events.up();
    });
    made.on('connect_error', failed);
    made.on('disconnect', () => {
      ways.cut(Date.now() - upSince, made.io.engine?.transport?.name ?? transports[0] ?? '');
      drop();
      events.down();
    });
    made.on('frame', events.frame);
    made.on('people', events.people);
    made.on('room', events.room);
    made.on('votes', events.votes);
    made.on('removed', events.removed);
    made.on('bye', events.bye);
    made.connect();
  };

  const asking = () => {
    if (!socket?.connected) throw new Error('the line is down');
    return socket.timeout(ANSWER_MS);
  };
  /** A question without an answer means that the line is dead, whatever the socket believes. */
  const answered = async <T>(ask: () => Promise<T>): Promise<T> => {
    const asked = socket;
    try {
      return await ask();
    } catch (error) {
      if (asked && asked === socket) {
        drop();
        events.down();
      }
      throw error;
    }
  };

  return {
    get up() {
      return socket?.connected ?? false;
    },
    connect: () => connect(),
    disconnect: drop,
    async join(request) {
      const asked = parsing;
      const answer = await answered(() =>
        asking().emitWithAck('join', { ...request, bare: true, packed: true }),
      );
      if (answer.ok && answer.bare) asked?.allow();
      return answer;
    },
    ink: (bytes) => answered(() => asking().emitWithAck('ink', bytes)),
    erase: (strokes) => answered(() => asking().emitWithAck('erase', { strokes })),
    clear: (surface) =>
      answered(() => asking().emitWithAck('clear', surface === undefined ? {} : { surface })),
    restore: (undo) => answered(() => asking().emitWithAck('restore', { undo })),
    host: (request) => answered(() => asking().emitWithAck('host', request)),
    vote: (vote) => answered(() => asking().emitWithAck('vote', vote)),
    sync: (have) => answered(() => asking().emitWithAck('sync', have)),
    point: (...at) => {
      if (socket?.connected) socket.volatile.emit('point', at);
    },
  };
}

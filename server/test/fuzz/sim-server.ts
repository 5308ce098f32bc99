import { decodeChunks } from '@inkling/shared/ink';
import type { Joined } from '@inkling/shared/protocol';
import { type ReadingChange, type StrokeId, strokeKey } from '@inkling/shared/reading';
import { type Config, readConfig } from '../../src/config.ts';
import { Connection } from '../../src/peer/socketio.ts';
import type { ReaderInk } from '../../src/reader/reader.ts';
import type { RoomPorts, RoomReader } from '../../src/room/ports.ts';
import { Roles } from '../../src/room/roles.ts';
import type { Room } from '../../src/room/room.ts';
import { Rooms } from '../../src/room/rooms.ts';
import type { Clock } from '../../src/room/tick.ts';
import type { HandClock } from '../hand-clock.ts';
import type { MemoryStore } from './memory-store.ts';
import type { Random } from './random.ts';
import type { Reference, Who } from './reference.ts';
import { type LineEnd, SimSocket } from './sim-socket.ts';

/** What a server of the simulation lives in. */
export interface Machine {
  readonly clock: HandClock;
  readonly random: Random;
  readonly store: MemoryStore;
  onError(error: unknown): void;
}

/** Limits wide enough that only the rules refuse. */
const config: Config = readConfig({
  MESSAGES_A_SECOND: '100000',
  MESSAGES_BURST: '1000000',
  INK_POINTS_A_SECOND: '1000000',
  JOINS_BURST: '100000',
  ACTS_A_SECOND: '100000',
  ACTS_BURST: '100000',
});

/** Reads every stroke as a glyph of its own, a little later. */
class FakeReader implements RoomReader {
  readonly #glyphs = new Map<string, number>();

  constructor(
    private readonly clock: Clock,
    private readonly say: (room: string, changes: ReadingChange[]) => void,
  ) {}

  ink(room: string, ink: readonly ReaderInk[]): void {
    for (const { author, stroke, surface } of ink) {
      const glyph = strokeKey(author, stroke);
      const version = (this.#glyphs.get(glyph) ?? 0) + 1;
      this.#glyphs.set(glyph, version);
      this.clock.after(12, () => {
        if (this.#glyphs.get(glyph) !== version) return;
        const probabilities = new Uint8Array(11).fill(version & 255);
        const box = { x: 0, y: 0, w: 1, h: 1 };
        const strokes: StrokeId[] = [[author, stroke]];
        this.say(room, [{ glyph, surface, box, version, strokes, probabilities }]);
      });
    }
  }

  erase(room: string, strokes: readonly StrokeId[]): void {
    for (const id of strokes) {
      const glyph = strokeKey(...id);
      if (this.#glyphs.delete(glyph)) this.say(room, [{ glyph, gone: true }]);
    }
  }

  forget(): void {
    this.#glyphs.clear();
  }
}

/** One life of a server process: the real rooms and connections over a simulated store, clock and lines. */
export class SimServer {
  readonly rooms: Rooms;
  readonly #roles = new Roles('a secret for tests');
  readonly #sockets = new Set<SimSocket>();
  #alive = true;
  readonly #clock: Clock;

  constructor(
    private readonly machine: Machine,
    readonly reference: Reference,
  ) {
    const { clock, store } = machine;
    this.#clock = {
      now: clock.now,
      after: (ms, callback) => clock.after(ms, () => this.#alive && callback()),
    };
    const reader = new FakeReader(this.#clock, (code, changes) => this.rooms.read(code, changes));
    const ports: RoomPorts = {
      store,
      reader,
      clock: this.#clock,
      limits: config.limits,
      watch: { chunks() {}, refused() {}, skipped() {}, frame() {}, stored() {} },
      onStoreFault() {},
    };
    this.rooms = new Rooms(ports, {
      ttlMs: 1e12,
      onRecovered: (code) => machine.onError(new Error(`room ${code} was rebuilt`)),
    });
  }

  connect(end: LineEnd): SimSocket {
    const { clock, random, onError } = this.machine;
    const socket = new SimSocket(end, clock, random, () => this.#alive);
    this.#sockets.add(socket);
    this.#listenIn(socket);
    new Connection(socket as never, {
      rooms: this.rooms,
      roles: this.#roles,
      config,
      clock: this.#clock,
      onRefused() {},
      onError,
    });
    return socket;
  }

  /** Does to the reference what a client asks of the room, in the order in which the server takes it. */
  #listenIn(socket: SimSocket): void {
    const { reference, machine } = this;
    let who: Who | null = null;
    let naming: { id: string } | null = null;
    let room: Room | undefined;
    socket.tap = {
      before: (event, said) => {
        const asked = said as never;
        if (!who) return;
        const now = machine.clock.now();
        if (event === 'ink') reference.ink(who, decodeChunks(asked)?.chunks ?? []);
        else if (event === 'erase')
          reference.erase(who, (asked as { strokes: StrokeId[] }).strokes);
        else if (event === 'clear') naming = reference.clear(who, now);
        else if (event === 'restore') reference.restore(who, (asked as { undo: string }).undo, now);
        else if (event === 'host') this.#host(who, asked, now);
      },
      after: () => {
        if (naming && room) naming.id = [...room.keeper.undos.keys()].at(-1) ?? '';
        naming = null;
      },
      answered: (event, _said, answer) => {
        if (event !== 'join' || !(answer as { ok: boolean }).ok) return;
        const { you, room: view } = answer as Joined;
        who = { author: you.author, host: you.host };
        room = this.rooms.peek(view.code);
      },
    };
    const gone = socket.disconnect.bind(socket);
    socket.disconnect = () => {
      who = null;
      gone();
    };
  }

  #host(who: Who, request: { do: string; on: boolean; author: number }, now: number): void {
    if (!who.host) return;
    if (request.do === 'freeze') this.reference.frozen = request.on;
    else if (request.do === 'remove') this.reference.remove(who, request.author, now);
    else if (request.do === 'readmit') this.reference.readmit(who, request.author);
  }

  /** `kill -9`. */
  crash(): void {
    this.#alive = false;
    for (const socket of this.#sockets) socket.die();
    this.machine.store.crash();
  }

  /** SIGTERM: everybody is told, everything is stored; resolves when the process is gone. */
  async stop(): Promise<void> {
    for (const room of this.rooms) room.dismiss('busy');
    await this.rooms.stop();
    this.#alive = false;
    for (const socket of this.#sockets) socket.die();
  }
}

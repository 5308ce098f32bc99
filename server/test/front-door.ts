import { readConfig } from '../src/config.ts';
import { Connection } from '../src/peer/socketio.ts';
import { Roles } from '../src/room/roles.ts';
import { Rooms } from '../src/room/rooms.ts';
import { MemoryStore } from './fuzz/memory-store.ts';
import { Random } from './fuzz/random.ts';
import { HandClock } from './hand-clock.ts';

type Listener = (...said: unknown[]) => unknown;

/** A connection as the server sees it, with a client who says anything and hears nothing but answers and goodbyes. */
export class Caller {
  readonly conn = { writeBuffer: [] as { data: string }[], transport: {}, close() {} };
  connected = true;
  goodbye: { readonly reason: string; readonly message: string } | null = null;
  readonly #listeners = new Map<string, Listener>();

  constructor(private readonly clock: HandClock) {}

  on(event: string, listener: Listener): void {
    this.#listeners.set(event, listener);
  }

  onAny(): void {}

  emit(event: string, said: unknown): void {
    if (event === 'bye') this.goodbye = said as { reason: string; message: string };
  }

  disconnect(): void {
    if (!this.connected) return;
    this.connected = false;
    this.#listeners.get('disconnect')?.();
  }

  /** Says something and turns the clock until it is answered. */
  async ask(event: string, said: unknown): Promise<Record<string, unknown>> {
    let answer: unknown = null;
    this.#listeners.get(event)?.(said, (value: unknown) => {
      answer = value;
    });
    for (let turns = 0; answer === null && turns < 200; turns++) {
      await new Promise((resolve) => setImmediate(resolve));
      this.clock.turn(10);
    }
    if (answer === null) throw new Error(`${event} has no answer`);
    return answer as Record<string, unknown>;
  }

  join(request: object = {}): Promise<Record<string, unknown>> {
    return this.ask('join', { v: 1, ...request });
  }
}

/** Where people come in over Socket.IO, without a line, by a hand-turned clock. */
export class FrontDoor {
  readonly clock = new HandClock();
  readonly rooms: Rooms;
  readonly #config;
  readonly #roles = new Roles('a secret for tests');

  constructor(env: Readonly<Record<string, string>> = {}) {
    this.#config = readConfig(env);
    const store = new MemoryStore(this.clock, new Random(1));
    store.slowest = 0;
    const ports = {
      store,
      reader: { ink() {}, erase() {}, forget() {} },
      clock: this.clock,
      limits: this.#config.limits,
      watch: { chunks() {}, refused() {}, skipped() {}, frame() {}, stored() {} },
      onStoreFault() {},
    };
    this.rooms = new Rooms(ports, { ttlMs: 1e12, onRecovered() {} });
  }

  connect(): Caller {
    const caller = new Caller(this.clock);
    new Connection(caller as never, {
      rooms: this.rooms,
      roles: this.#roles,
      config: this.#config,
      clock: this.clock,
      onRefused() {},
      onError(error) {
        throw error;
      },
    });
    return caller;
  }

  /** Somebody comes in on a connection of their own: into a new room, or one that is named. */
  async enter(request: object = {}) {
    const caller = this.connect();
    const answer = await caller.join(request);
    if (!answer.ok) throw new Error(String(answer.message));
    const { code } = answer.room as { code: string };
    const you = answer.you as { author: number; token: string; key?: string };
    return { caller, you, code, room: await this.rooms.get(code) };
  }
}

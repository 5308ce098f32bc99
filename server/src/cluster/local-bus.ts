import {
  type Bus,
  BusDown,
  type BusListener,
  type Counter,
  HERE_MS,
  type Log,
  type LogHead,
  type NewRoom,
} from './bus.ts';

interface HubRoom {
  snapshot: Uint8Array;
  snapshotAt: number;
  log: [at: number, bytes: Uint8Array][];
  last: number;
  readonly numbers: Record<Counter, number>;
  readonly marks: Map<string, number>;
  readonly here: Map<string, { readonly bytes: Uint8Array; readonly at: number }>;
  lease: { readonly machine: string; readonly until: number } | null;
}

/** What the buses of one process share: the in-process stand-in for Redis. */
export class Hub {
  readonly rooms = new Map<string, HubRoom>();
  readonly ended = new Set<string>();
  readonly buses = new Set<LocalBus>();

  constructor(
    readonly options: {
      now(): number;
      /** Carries out what crosses the line between a machine and the hub, in the order of each machine's asking. */
      later(machine: string, run: () => void): void;
    } = { now: Date.now, later: (_machine, run) => queueMicrotask(run) },
  ) {}
}

/** The bus within one process: several machines of a test, on one hub. Its line can be cut and mended. */
export class LocalBus implements Bus {
  up = true;
  readonly #listeners = new Map<string, BusListener>();
  readonly #whenUp: (() => void)[] = [];
  /** Counts lines: what was said on one that was cut is lost. */
  #line = 0;

  constructor(
    readonly hub: Hub,
    readonly machine: string,
  ) {
    hub.buses.add(this);
  }

  /** Cuts this machine off: what is under way fails, whether it was done or not. */
  cut(): void {
    this.up = false;
    this.#line++;
  }

  mend(): void {
    this.up = true;
    for (const callback of this.#whenUp) callback();
  }

  #ask<T>(act: () => T): Promise<T> {
    const line = this.#line;
    return new Promise((resolve, reject) => {
      const down = () => reject(new BusDown('the hub cannot be reached'));
      if (!this.up) return down();
      this.hub.options.later(this.machine, () => {
        if (line !== this.#line) return down();
        try {
          const result = act();
          this.hub.options.later(this.machine, () => {
            if (line === this.#line) resolve(result);
            else down();
          });
        } catch (error) {
          reject(error);
        }
      });
    });
  }

  #room(code: string): HubRoom {
    const room = this.hub.rooms.get(code);
    if (!room) throw new BusDown('the room is gone');
    return room;
  }

  #tell(code: string, say: (listener: BusListener) => void): void {
    for (const bus of this.hub.buses) {
      if (!bus.up || !bus.#listeners.has(code)) continue;
      const line = bus.#line;
      this.hub.options.later(bus.machine, () => {
        const listener = bus.#listeners.get(code);
        if (line === bus.#line && listener) say(listener);
      });
    }
  }

  create(code: string, { snapshot, author, writer }: NewRoom): Promise<boolean> {
    return this.#ask(() => {
      if (this.hub.rooms.has(code) || this.hub.ended.has(code)) return false;
      this.hub.rooms.set(code, {
        snapshot,
        snapshotAt: 0,
        log: [],
        last: 0,
        numbers: { author, writer },
        marks: new Map(),
        here: new Map(),
        lease: null,
      });
      return true;
    });
  }

  publish(code: string, mark: number, bytes: Uint8Array): Promise<number | null> {
    return this.#ask(() => {
      const room = this.hub.rooms.get(code);
      if (!room || mark <= (room.marks.get(this.machine) ?? 0)) return null;
      room.marks.set(this.machine, mark);
      const at = ++room.last;
      room.log.push([at, bytes]);
      this.#tell(code, (listener) => listener.event(at, bytes));
      return at;
    });
  }

  read(code: string, after: number): Promise<Log | null | 'ended'> {
    return this.#ask(() => {
      const room = this.hub.rooms.get(code);
      if (!room) return this.hub.ended.has(code) ? 'ended' : null;
      const { snapshot: bytes, snapshotAt: at, last } = room;
      const old = this.hub.options.now() - HERE_MS;
      const here = [...room.here.values()].flatMap((h) => (h.at >= old ? [h.bytes] : []));
      const snapshot = after > 0 && at <= after ? null : { at, bytes };
      return { snapshot, events: room.log.filter(([place]) => place > after), last, here };
    });
  }

  follow(code: string, listener: BusListener): Promise<void> {
    return this.#ask(() => {
      this.#listeners.set(code, listener);
    });
  }

  async unfollow(code: string): Promise<void> {
    this.#listeners.delete(code);
  }

  whisper(code: string, bytes: Uint8Array): void {
    if (this.up) this.#tell(code, (listener) => listener.whisper(bytes));
  }

  allot(code: string, counter: Counter): Promise<number> {
    return this.#ask(() => ++this.#room(code).numbers[counter]);
  }

  raise(code: string, counter: Counter, least: number): Promise<void> {
    return this.#ask(() => {
      const numbers = this.hub.rooms.get(code)?.numbers;
      if (numbers) numbers[counter] = Math.max(numbers[counter], least);
    });
  }

  beat(code: string, here: Uint8Array | null): Promise<LogHead | null> {
    return this.#ask(() => {
      const room = this.hub.rooms.get(code);
      if (!room) return null;
      if (here) {
        room.here.set(this.machine, { bytes: here, at: this.hub.options.now() });
        this.#tell(code, (listener) => listener.whisper(here));
      } else room.here.delete(this.machine);
      return { last: room.last, snapshotAt: room.snapshotAt };
    });
  }

  lease(code: string, ms: number): Promise<boolean> {
    return this.#ask(() => {
      const room = this.hub.rooms.get(code);
      const now = this.hub.options.now();
      if (!room || (room.lease && room.lease.until > now && room.lease.machine !== this.machine))
        return false;
      room.lease = { machine: this.machine, until: now + ms };
      return true;
    });
  }

  snapshot(code: string, at: number, bytes: Uint8Array): Promise<boolean> {
    return this.#ask(() => {
      const room = this.hub.rooms.get(code);
      if (room?.lease?.machine !== this.machine || room.lease.until <= this.hub.options.now()) {
        return false;
      }
      if (at < room.snapshotAt || at > room.last) return false;
      room.snapshot = bytes;
      room.snapshotAt = at;
      room.log = room.log.filter(([place]) => place > at);
      return true;
    });
  }

  end(code: string): Promise<void> {
    return this.#ask(() => {
      this.hub.rooms.delete(code);
      this.hub.ended.add(code);
      this.#tell(code, (listener) => listener.ended());
    });
  }

  count(): Promise<number> {
    return this.#ask(() => this.hub.rooms.size);
  }

  probe(): Promise<void> {
    return this.#ask(() => {});
  }

  onUp(callback: () => void): void {
    this.#whenUp.push(callback);
  }

  async close(): Promise<void> {
    this.cut();
    this.hub.buses.delete(this);
  }
}

import type { HandClock } from '../hand-clock.ts';
import type { Random } from './random.ts';

type Listener = (...said: unknown[]) => unknown;

/** What a simulated line tells the client at its other end. */
export interface LineEnd {
  hear(event: string, said: unknown): void;
  down(): void;
  /** What was heard, or an answer, could not be made sense of. */
  baffled(by: string, error: unknown): void;
}

/** What may look at every message as the server takes it. */
export interface Tap {
  before(event: string, said: unknown): void;
  after(event: string, said: unknown): void;
  answered(event: string, said: unknown, answer: unknown): void;
}

/** The client's side of a line, simulated or real. */
export interface ClientLine {
  ask(question: Question): void;
  /** The client goes; the server notices only after so many ms. */
  cut(noticedAfter: number): void;
  /** The client stops reading, and reads again. */
  stall(): void;
  unstall(): void;
}

export interface Question {
  readonly event: string;
  readonly said: unknown;
  readonly answer: (value: unknown) => void;
}

/** A line between a client and the server: in order, late, cut at either end; with the face of a Socket.IO socket. */
export class SimSocket implements ClientLine {
  readonly conn = {
    writeBuffer: [] as unknown[],
    transport: {},
    close: () => this.disconnect(),
  };
  readonly #listeners = new Map<string, Listener>();
  #lastUp = 0;
  #lastDown = 0;
  #clientHere = true;
  #stalled: (() => void)[] | null = null;
  connected = true;
  tap: Tap = { before() {}, after() {}, answered() {} };

  constructor(
    private readonly end: LineEnd,
    private readonly clock: HandClock,
    private readonly random: Random,
    /** Whether the server's process still runs. */
    private readonly alive: () => boolean,
    private readonly slowest = 40,
  ) {}

  // The server's side.

  on(event: string, listener: Listener): void {
    this.#listeners.set(event, listener);
  }

  /** Nobody here says what no server knows. */
  onAny(): void {}

  emit(event: string, said: unknown): void {
    if (!this.connected) return;
    this.#send(() => this.end.hear(event, said));
  }

  disconnect(): void {
    if (!this.connected) return;
    this.connected = false;
    this.#listeners.get('disconnect')?.('transport close');
    this.#down(() => this.#tellDown());
  }

  // The client's side.

  ask(question: Question): void {
    const at = Math.max(this.#lastUp, this.clock.now() + this.random.below(this.slowest));
    this.#lastUp = at;
    this.clock.after(at - this.clock.now(), () => this.#take(question));
  }

  #take({ event, said, answer }: Question): void {
    if (!this.connected || !this.alive()) return;
    this.tap.before(event, said);
    this.#listeners.get(event)?.(said, (value: unknown) => {
      if (!this.alive()) return;
      this.tap.answered(event, said, value);
      if (this.connected) this.#send(() => answer(value));
    });
    this.tap.after(event, said);
  }

  /** What the server says: in order, and waiting while the client does not read. */
  #send(tell: () => void): void {
    if (!this.#stalled) this.#down(tell);
    else {
      this.#stalled.push(tell);
      this.conn.writeBuffer = this.#stalled;
    }
  }

  #down(tell: () => void): void {
    const at = Math.max(this.#lastDown, this.clock.now() + this.random.below(this.slowest));
    this.#lastDown = at;
    this.clock.after(at - this.clock.now(), () => this.#clientHere && tell());
  }

  #tellDown(): void {
    if (!this.#clientHere) return;
    this.#clientHere = false;
    this.end.down();
  }

  /** The client goes; what it said is still on its way, and the server notices only after a while. */
  cut(noticedAfter: number): void {
    this.#clientHere = false;
    const at = Math.max(this.#lastUp, this.clock.now() + noticedAfter);
    this.clock.after(at - this.clock.now(), () => {
      if (this.connected && this.alive()) {
        this.connected = false;
        this.#listeners.get('disconnect')?.('ping timeout');
      }
    });
  }

  /** The server's process dies. */
  die(): void {
    this.connected = false;
    this.#down(() => this.#tellDown());
  }

  /** The client stops reading. */
  stall(): void {
    this.#stalled ??= [];
  }

  /** The client reads again. */
  unstall(): void {
    const waiting = this.#stalled ?? [];
    this.#stalled = null;
    this.conn.writeBuffer = [];
    for (const tell of waiting) this.#down(tell);
  }
}

import {
  type Canvas,
  type Have,
  type Joined,
  type JoinRequest,
  type Person,
  REASONS,
  type Reason,
  type Refusal,
  type Room,
  type Tally,
} from '@inkling/shared/protocol';
import type { Clock } from './clock.ts';
import { Comeback, type PageSigns } from './comeback.ts';
import type { Line, MakeLine } from './line.ts';
import { mayOpen, passes } from './passing.ts';

/** What a session tells. */
export interface SessionEvents {
  /** The room let us in, for the first time or again. */
  joined(joined: Joined, line: Line): void;
  synced(canvas: Canvas): void;
  frame(bytes: Uint8Array): void;
  people(people: readonly Person[]): void;
  room(room: Room): void;
  votes(tallies: readonly Tally[]): void;
  removed(people: readonly Person[]): void;
  away(): void;
  /** The door is shut. It may still be opened again: `joined` comes then. */
  over(reason: Reason, message: string): void;
}

interface SessionParts {
  readonly makeLine: MakeLine;
  readonly clock: Clock;
  readonly random: () => number;
  readonly signs: PageSigns;
  /** Resolves once it is worth joining: what is already under way need not be asked for. */
  readonly ready: () => Promise<void>;
  /** What to ask for when the line is up; asked anew each time. */
  readonly request: () => JoinRequest;
  readonly have: () => Have | undefined;
  /** Whether a door that did not open may open to another host key, which `request` says next. */
  readonly otherKey: () => boolean;
  readonly events: SessionEvents;
}

/** An answer that takes longer than this when the page comes back means that the line died in its sleep. */
const AWAKE_MS = 3000;
/** How long frames may fill a gap by themselves before the rest is asked for. */
const GAP_MS = 400;
/** A line that has been coming up for less than this is left to it. */
const PATIENCE_MS = 2500;

/** Joins a room and stays in it: comes back after every cut, and knocks at a shut door, until it is told that it is over. */
export class Session {
  readonly #parts: SessionParts;
  readonly #line: Line;
  readonly #comeback: Comeback;
  readonly #unwatch: (() => void)[] = [];
  #state: 'joining' | 'live' | 'away' | 'shut' | 'over' = 'joining';
  #everLive = false;
  #started = false;
  #syncing = false;
  #gap: (() => void) | null = null;
  /** Since when the line has been coming up. */
  #trying: number | null = null;

  constructor(parts: SessionParts) {
    this.#parts = parts;
    const { clock, random, signs, events } = parts;
    this.#line = parts.makeLine({
      up: () => void this.#join(),
      down: () => this.#down(),
      frame: (bytes) => this.#state !== 'over' && events.frame(bytes),
      people: (people) => events.people(people),
      room: (room) => events.room(room),
      votes: (tallies) => events.votes(tallies),
      removed: (people) => events.removed(people),
      bye: ({ reason, message }) => {
        if (passes(reason)) this.#down();
        else this.#over(reason, message);
      },
    });
    const connect = () => {
      this.#trying = clock.now();
      this.#line.connect();
    };
    this.#comeback = new Comeback({ clock, random, visible: signs.visible, connect });
    this.#unwatch.push(
      signs.onBack(() => this.#back()),
      signs.onLeave(() => this.#leaving()),
    );
  }

  /** The line while the room has us; null otherwise. */
  get line(): Line | null {
    return this.#state === 'live' ? this.#line : null;
  }

  start(): void {
    this.#started = true;
    if (this.#state !== 'over') this.#comeback.now();
  }

  /** Leaves for good. */
  stop(): void {
    this.#state = 'over';
    this.#comeback.stop();
    this.#gap?.();
    for (const undo of this.#unwatch) undo();
    this.#line.disconnect();
  }

  /** Asks to be let in again, after one's wish for a name changed. */
  rejoin(): void {
    if (this.#state === 'live') void this.#join();
  }

  /** Something is missing: it is asked for, unless it comes by itself in a moment. */
  missed(): void {
    this.#gap ??= this.#parts.clock.after(GAP_MS, () => {
      this.#gap = null;
      void this.sync();
    });
  }

  /** Asks for what is missing. */
  async sync(): Promise<void> {
    const have = this.#parts.have();
    if (this.#state !== 'live' || !have || this.#syncing) return;
    this.#syncing = true;
    try {
      const answer = await this.#line.sync(have);
      if (this.#state === 'live' && !('ok' in answer)) this.#parts.events.synced(answer);
    } catch {
      // The line told that it is down.
    } finally {
      this.#syncing = false;
    }
  }

  async #join(): Promise<void> {
    this.#trying = null;
    let answer: Joined | Refusal;
    try {
      await this.#parts.ready();
      if (!this.#line.up) return;
      answer = await this.#line.join(this.#parts.request());
    } catch {
      return;
    }
    if (this.#state === 'over') return;
    if (answer.ok) {
      this.#state = 'live';
      this.#everLive = true;
      this.#comeback.arrived();
      this.#parts.events.joined(answer, this.#line);
      return;
    }
    const { reason, message } = answer;
    const full = reason === 'room-full' && this.#everLive;
    if (!passes(reason) && !full) {
      return this.#parts.otherKey() ? this.#join() : this.#over(reason, message);
    }
    this.#line.disconnect();
    this.#down();
  }

  #down(): void {
    if (this.#state === 'over') return;
    this.#trying = null;
    if (this.#state === 'shut') {
      this.#comeback.knock();
      return;
    }
    if (this.#state !== 'away') {
      this.#state = 'away';
      this.#parts.events.away();
    }
    this.#comeback.later();
  }

  #over(reason: Reason, message: string): void {
    if (this.#state === 'over') return;
    if (mayOpen(reason)) {
      this.#state = 'shut';
      this.#line.disconnect();
      this.#comeback.knock();
    } else this.stop();
    this.#parts.events.over(reason, message || REASONS[reason]);
  }

  /** The page or the network is back: try at once, and do not trust a line that slept. */
  #back(): void {
    if (this.#state === 'over' || !this.#started) return;
    if (this.#state !== 'live') {
      const { clock } = this.#parts;
      const soon = this.#trying !== null && clock.now() - this.#trying < PATIENCE_MS;
      if (!this.#line.up && !soon) this.#comeback.now();
      return;
    }
    const undo = this.#parts.clock.after(AWAKE_MS, () => {
      if (this.#state !== 'live') return;
      this.#line.disconnect();
      this.#down();
      this.#comeback.now();
    });
    void this.sync().then(undo);
  }

  /** The page is left, perhaps to come back from the browser's memory: nobody should see a ghost. */
  #leaving(): void {
    if (this.#state === 'over') return;
    this.#trying = null;
    this.#line.disconnect();
    if (this.#state === 'live') {
      this.#state = 'away';
      this.#parts.events.away();
    }
    this.#comeback.stop();
  }
}

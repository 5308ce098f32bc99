import type { Person } from '@inkling/shared/protocol';
import type { Reading } from '@inkling/shared/reading';
import type { Room } from '../room/room.ts';
import { type Clock, Tick } from '../room/tick.ts';
import { type AwarenessState, awarenessMessage, nextClock } from './awareness.ts';
import { FollowedPeople } from './followed-people.ts';

/** The awareness client under which readings are told; people have their author number. */
const READINGS = 0;
/** Bytes of readings a second that one follower of a room is told, and all of them together. */
const BYTES_EACH = 1_000_000;
const BYTES_TOGETHER = 10_000_000;

/** y-protocols forgets an awareness state that was not renewed for thirty seconds. */
const RENEW_MS = 15_000;

type Tell = (message: Uint8Array) => void;
type TellPeople = (people: readonly Person[]) => void;

interface Made {
  readonly revision: number;
  readonly message: Uint8Array;
}

/**
 * What all who follow one room are told alike: who is here, and every reading there is, as JSON in one awareness state. It is made once
 * for all of them; in an ordinary room it goes out as it changes, and where it is large no oftener than that bears.
 */
export class Followed {
  readonly people: FollowedPeople;
  readonly #followers = new Map<Tell, TellPeople>();
  readonly #tick: Tick;
  #clock = 0;
  #made: Made | null = null;
  #renewal: (() => void) | null = null;

  constructor(
    private readonly room: Pick<Room, 'people' | 'readings' | 'readingsRevision'>,
    private readonly time: Clock,
  ) {
    this.people = new FollowedPeople(time.now);
    this.#tick = new Tick(
      time,
      () => this.#restMs,
      () => this.#tellAll(),
    );
  }

  get #restMs(): number {
    const bytes = this.#made?.message.length ?? 0;
    return 1000 * Math.max(bytes / BYTES_EACH, (bytes * this.#followers.size) / BYTES_TOGETHER);
  }

  /** How many follow. */
  get size(): number {
    return this.#followers.size;
  }

  /** Adds a follower, who is told of people again now and then; returns its undo. */
  add(tell: Tell, tellPeople: TellPeople): () => void {
    this.#followers.set(tell, tellPeople);
    // Who comes back may have heard it with this clock, and would not believe it again.
    this.#made = null;
    this.#renewal ??= this.time.after(RENEW_MS, () => this.#renew());
    return () => {
      this.#followers.delete(tell);
      if (this.#followers.size > 0) return;
      this.#tick.stop();
      this.#renewal?.();
      this.#renewal = null;
    };
  }

  /** Says that readings changed. */
  changed(): void {
    this.#tick.touch();
  }

  /** The newest readings as a message. */
  message(): Uint8Array {
    const revision = this.room.readingsRevision;
    if (this.#made?.revision === revision) return this.#made.message;
    const readings = [...this.room.readings()].map(readingState);
    this.#clock = nextClock(this.#clock, this.time.now());
    const message = awarenessMessage([[READINGS, { readings }]], this.#clock);
    this.#made = { revision, message };
    return message;
  }

  #renew(): void {
    this.#made = null;
    this.#tick.now();
    const people = this.room.people();
    for (const tell of this.#followers.values()) tell(people);
    this.#renewal = this.time.after(RENEW_MS, () => this.#renew());
  }

  #tellAll(): void {
    const message = this.message();
    for (const tell of this.#followers.keys()) tell(message);
  }
}

function readingState(reading: Reading): AwarenessState {
  const { glyph, surface, box, version, strokes, probabilities } = reading;
  return {
    glyph,
    surface,
    box,
    version,
    strokes,
    probabilities: [...probabilities].map((p) => p / 255),
  };
}

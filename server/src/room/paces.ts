import type { Limits } from '../config.ts';
import { Bucket } from './pace.ts';

/** A room takes as much ink a second as so many people may send at once, and as many more at a stretch. */
const ROOM_RATES = 10;
const ROOM_BURSTS = 5;
/** Strokes that one person may take away. */
const STROKES = { rate: 1000, burst: 20_000 };
/** From so many people on, those who have all their pace again are forgotten. */
const KEPT = 100;

interface PersonPace {
  readonly points: Bucket;
  readonly strokes: Bucket;
}

/** How much a room's people may do: theirs as people, however often they come in, and the room's, however many they are. */
export class Paces {
  readonly #people = new Map<number, PersonPace>();
  readonly #room: Bucket;

  constructor(
    private readonly limits: Limits,
    private readonly now: () => number,
  ) {
    const { inkRate, inkBurst } = limits;
    this.#room = new Bucket({ rate: inkRate * ROOM_RATES, burst: inkBurst * ROOM_BURSTS }, now);
  }

  /** Takes points of somebody's ink; says whether they are within the pace. */
  takePoints(author: number, count: number): boolean {
    // One's own first: who is too fast takes nothing from the others.
    return this.#of(author).points.take(count) && this.#room.take(count);
  }

  /** Counts what was done for somebody already as so many points of theirs. */
  payPoints(author: number, count: number): void {
    this.#of(author).points.charge(count);
  }

  /** Takes strokes that somebody takes away, in the same way. */
  takeStrokes(author: number, count: number): boolean {
    return this.#of(author).strokes.take(count);
  }

  #of(author: number): PersonPace {
    const known = this.#people.get(author);
    if (known) return known;
    if (this.#people.size >= KEPT) this.#forget();
    const { inkRate: rate, inkBurst: burst } = this.limits;
    const points = new Bucket({ rate, burst }, this.now);
    const pace = { points, strokes: new Bucket(STROKES, this.now) };
    this.#people.set(author, pace);
    return pace;
  }

  #forget(): void {
    for (const [author, { points, strokes }] of this.#people) {
      if (points.full && strokes.full) this.#people.delete(author);
    }
  }
}

/** Rests end on common beats, so many to a pace: rooms are looked at together, and the network run once for them. */
const BEATS = 5;
/** A room that takes longer than this to look at rests so many times as long as it took: the others want to be looked at. */
const SLOW_MS = 20;
const SLOW_RESTS = 4;
/** But no longer than this, in milliseconds: on a machine that stands still for others every look is slow. */
const LONGEST_REST_MS = 3000;
/** A timer may come this early, in milliseconds. */
const EARLY_MS = 1;

/** A room, as far as it matters when it is looked at. */
interface Paced {
  /** Milliseconds between two looks at the room at least. */
  readonly paceMs: number;
  /** To what that may grow. */
  readonly slowestMs: number;
}

interface Rest {
  /** When the room may be looked at again. */
  readonly until: number;
  /** The last look at it took so long that it has to rest for what the network says, too. */
  readonly slow: boolean;
}

/** The first beat after a rest of so long. */
function restEnd(now: number, paceMs: number): number {
  const beat = paceMs / BEATS;
  return beat > 0 ? Math.ceil((now + paceMs) / beat) * beat : now;
}

/** When rooms that changed are looked at: the next time there is a look, or when they have rested from their last one. */
export class Looks<Room extends Paced> {
  readonly #now: () => number;
  readonly #stretch: () => number;
  /** Rooms to be looked at next. */
  readonly #due = new Set<Room>();
  /** Rooms that changed and were looked at a moment ago. */
  readonly #resting = new Set<Room>();
  readonly #rests = new Map<Room, Rest>();

  /** `now` is the time in milliseconds; paces widen by `stretch`, as far as each room allows. */
  constructor(now: () => number, stretch: () => number = () => 1) {
    this.#now = now;
    this.#stretch = stretch;
  }

  /** How many rooms are to be looked at next. */
  get due(): number {
    return this.#due.size;
  }

  /** Notes that a room has changed: it is looked at next, or when it has rested. */
  changed(room: Room): void {
    const rests = (this.#rests.get(room)?.until ?? 0) > this.#now();
    (rests ? this.#resting : this.#due).add(room);
  }

  /** Notes that the network answered what a look had asked: the room is looked at next, unless its looks are slow. */
  answered(room: Room): void {
    if (this.#rests.get(room)?.slow) this.changed(room);
    else this.#due.add(room);
  }

  /** The room is looked at next, rested or not. */
  ask(room: Room): void {
    this.#due.add(room);
  }

  forget(room: Room): void {
    this.#due.delete(room);
    this.#resting.delete(room);
    this.#rests.delete(room);
  }

  /** Takes up rooms that have rested; returns when the next one will have, Infinity when none rests. */
  wake(): number {
    const soon = this.#now() + EARLY_MS;
    let next = Infinity;
    for (const room of this.#resting) {
      const { until } = this.#rests.get(room) as Rest;
      if (until > soon) {
        next = Math.min(next, until);
        continue;
      }
      this.#resting.delete(room);
      this.#due.add(room);
    }
    return next;
  }

  /** Looks at every room that is due, each of which then rests. */
  take(look: (room: Room) => void): void {
    for (const room of this.#due) {
      this.#due.delete(room);
      const began = this.#now();
      look(room);
      const now = this.#now();
      const took = now - began;
      const slow = took > SLOW_MS;
      const paced = restEnd(began, Math.min(room.paceMs * this.#stretch(), room.slowestMs));
      const rest = Math.min(SLOW_RESTS * took, LONGEST_REST_MS);
      const until = slow ? Math.max(paced, now + rest) : paced;
      this.#rests.set(room, { until, slow });
    }
  }
}

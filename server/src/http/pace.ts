import type { Limits } from '../config.ts';
import { Bucket } from '../room/pace.ts';
import type { Room } from '../room/room.ts';

/** What the smallest drawing costs, in strokes; a larger one costs what it has, and its points where strokes are long. */
const LEAST_STROKES = 100;
const POINTS_A_STROKE = 50;
/** Looks inside the network: each runs it, on the thread that reads. A page looks six times a second. */
const LOOKS = { rate: 200, burst: 200 };

interface Buckets {
  readonly strokes: Bucket;
  readonly looks: Bucket;
  readonly snapshots: Bucket;
  readonly pasts: Bucket;
}

/** Paces what is taken out of each room over HTTP, whoever asks: a class has one address. */
export class Pace {
  readonly #rooms = new WeakMap<Room, Buckets>();

  constructor(private readonly limits: Limits) {}

  /** Milliseconds until a drawing may be taken away; 0 when it may be now, and asking counts. */
  drawing(room: Room): number {
    const { strokeCount, pointTotal } = room.canvas;
    const byPoints = Math.ceil(pointTotal / POINTS_A_STROKE);
    return wait(this.#of(room).strokes, Math.max(LEAST_STROKES, strokeCount, byPoints));
  }

  /** The same for a look inside the network. */
  look(room: Room): number {
    return wait(this.#of(room).looks, 1);
  }

  /** The same for a newcomer's snapshot: made once for many, so that it is paced as joins are. */
  snapshot(room: Room): number {
    return wait(this.#of(room).snapshots, 1);
  }

  /** The same for how a glyph came about: read once for many, too. */
  past(room: Room): number {
    return wait(this.#of(room).pasts, 1);
  }

  #of(room: Room): Buckets {
    let buckets = this.#rooms.get(room);
    if (!buckets) {
      const { exportRate, exportBurst, joinRate, joinBurst } = this.limits;
      const { now } = room.ports.clock;
      buckets = {
        strokes: new Bucket({ rate: exportRate, burst: exportBurst }, now),
        looks: new Bucket(LOOKS, now),
        snapshots: new Bucket({ rate: joinRate, burst: joinBurst }, now),
        pasts: new Bucket({ rate: joinRate, burst: joinBurst }, now),
      };
      this.#rooms.set(room, buckets);
    }
    return buckets;
  }
}

function wait(bucket: Bucket, cost: number): number {
  return bucket.take(cost) ? 0 : Math.max(1, bucket.waitFor(cost));
}

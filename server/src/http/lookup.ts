import type { Reason } from '@inkling/shared/protocol';
import { Bucket } from '../room/pace.ts';
import type { Room } from '../room/room.ts';
import type { Rooms } from '../room/rooms.ts';

/** Codes of no room that may be asked for on this server, whoever asks. */
const MISSES = { rate: 20, burst: 500 };

export interface LookupPorts {
  readonly rooms: Pick<Rooms, 'get' | 'peek'>;
  readonly now: () => number;
  onRefused(reason: Reason): void;
}

/** Finds rooms by their codes. While somebody guesses, only those that are open are found: a class goes on, and a guess costs nothing. */
export class Lookup {
  readonly #misses: Bucket;

  constructor(private readonly ports: LookupPorts) {
    this.#misses = new Bucket(MISSES, ports.now);
  }

  /** The room, null when there is none, or the milliseconds until codes are looked for again. */
  async find(code: string): Promise<Room | null | number> {
    const { rooms, onRefused } = this.ports;
    this.#misses.take(0);
    const wait = this.#misses.waitFor();
    const room = wait > 0 ? rooms.peek(code) : await rooms.get(code);
    if (room) return room;
    onRefused('no-such-room');
    if (wait > 0) return wait;
    this.#misses.take();
    return null;
  }
}

import { encodeReadings } from '@inkling/shared/frame';
import type { Canvas, Have } from '@inkling/shared/protocol';
import { leap } from './epoch.ts';
import { Bucket } from './pace.ts';
import type { Room } from './room.ts';

/** Bytes of a canvas that are encoded for one person alone: beyond that everybody is told all of it, which is made once. */
const DIFFS = { rate: 8_000_000, burst: 32_000_000 };

/** What people who come, or come back, are given of a room: its readings, and of its canvas what they lack or all of it. */
export class Sync {
  readonly #room: Room;
  readonly #diffs: Bucket;

  constructor(room: Room) {
    this.#room = room;
    this.#diffs = new Bucket(DIFFS, room.ports.clock.now);
  }

  /** The canvas and its readings: whole, or what somebody lacks. */
  answer(have?: Have): Canvas {
    const { canvas, ports, record } = this.#room;
    if (have && ports.elsewhere) this.#renewEpoch(have);
    const update = this.#missing(have) ?? canvas.encode();
    return {
      epoch: record.epoch,
      canvas: update,
      readings: encodeReadings(this.#room.readings()),
    };
  }

  /** What somebody lacks of the canvas; null when they had better be told all of it. */
  #missing(have?: Have): Uint8Array | null {
    const { canvas, record } = this.#room;
    if (have?.epoch !== record.epoch || !this.#diffs.take()) return null;
    try {
      const missing = canvas.encode(have.vector);
      this.#diffs.charge(missing.length);
      return missing;
    } catch {
      return null;
    }
  }

  /** Who comes from a machine that died may hold ink that was never stored: another epoch makes them start anew. */
  #renewEpoch({ epoch, vector }: Have): void {
    const { canvas, frames, keeper, record } = this.#room;
    if (epoch !== record.epoch || !canvas.lacks(vector)) return;
    record.epoch = leap(epoch);
    keeper.noteRecord();
    frames.touch();
  }
}

import type { Pointer } from '@inkling/shared/frame';
import type { Room } from '../room/room.ts';
import { Tick } from '../room/tick.ts';
import { type Bus, HERE_MS, type LogHead } from './bus.ts';
import { decodeWhisper, encodeWhisper } from './event.ts';

/** People who come and go are told of at most this often, pointers likewise. */
const HERE_WINDOW = 50;
const POINT_WINDOW = 40;

/** The room's log, as far as a heartbeat asks after it. */
interface RoomLog {
  /** The place up to which the room has it. */
  place(): number;
  /** Hears its head some time after the room had it up to a place. */
  head(head: LogHead | null, place: number): void;
}

/** Who is in one room on other machines, and where their pointers are; and the same of this machine, told to them. */
export class Presence {
  readonly #heard = new Map<string, number>();
  readonly #points = new Map<number, Pointer>();
  readonly #hereTick: Tick;
  readonly #pointTick: Tick;
  #said = '';

  constructor(
    private readonly room: Room,
    private readonly bus: Bus,
    private readonly log: RoomLog,
  ) {
    const { clock } = room.ports;
    this.#hereTick = new Tick(
      clock,
      () => HERE_WINDOW,
      () => void this.beat(),
    );
    this.#pointTick = new Tick(
      clock,
      () => POINT_WINDOW,
      () => this.#tellPoints(),
    );
  }

  /** Says that somebody may have come to or gone from this machine. */
  changed(): void {
    if (JSON.stringify(this.room.roster.hereNow()) !== this.#said) this.#hereTick.touch();
  }

  /** Tells who is here and that this machine lives, and asks for the head of the log. */
  async beat(): Promise<void> {
    const here = this.room.roster.hereNow();
    this.#said = JSON.stringify(here);
    const whisper = encodeWhisper({ machine: this.bus.machine, here });
    try {
      const place = this.log.place();
      this.log.head(await this.bus.beat(this.room.code, whisper), place);
    } catch {
      // The next beat tells it again.
      this.#said = '';
    }
  }

  /** Notes where somebody on this machine points. */
  point(pointer: Pointer): void {
    this.#points.set(pointer.author, pointer);
    this.#pointTick.touch();
  }

  #tellPoints(): void {
    const points = [...this.#points.values()].flatMap((p) => [p.author, p.surface, p.x, p.y]);
    this.#points.clear();
    const { machine } = this.bus;
    if (points.length > 0) {
      this.bus.whisper(this.room.code, encodeWhisper({ machine, pointers: points }));
    }
  }

  /** Something that another machine said in passing. */
  hear(bytes: Uint8Array): void {
    const { machine, here, pointers } = decodeWhisper(bytes);
    if (machine === this.bus.machine) return;
    if (here) {
      this.#heard.set(machine, this.room.ports.clock.now());
      if (this.room.roster.setElsewhere(machine, here)) this.room.peopleChanged();
    }
    for (let i = 0; pointers && i < pointers.length; i += 4) {
      const [author, surface, x, y] = pointers.slice(i, i + 4) as [number, number, number, number];
      this.room.heardPointer({ author, surface, x, y });
    }
  }

  /** Lets go of those whose machine has been silent for too long: it is dead, or cut off. */
  expire(): void {
    const now = this.room.ports.clock.now();
    for (const [machine, at] of this.#heard) {
      if (now - at < HERE_MS) continue;
      this.#heard.delete(machine);
      if (this.room.roster.setElsewhere(machine, [])) this.room.peopleChanged();
    }
  }

  /** Takes this machine's people back. */
  async close(): Promise<void> {
    this.#hereTick.stop();
    this.#pointTick.stop();
    const { code } = this.room;
    this.bus.whisper(code, encodeWhisper({ machine: this.bus.machine, here: [] }));
    await this.bus.beat(code, null).catch(() => {});
  }
}

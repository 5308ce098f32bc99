import { finishLeft } from '../room/open-strokes.ts';
import type { Room } from '../room/room.ts';
import type { Bus, LogHead } from './bus.ts';
import type { Presence } from './presence.ts';
import type { Tie } from './tie.ts';
import { packRoom } from './told.ts';

/** How often a machine says that it lives, and looks after its rooms. */
const BEAT_MS = 4000;
/** A room's log is folded into a snapshot when it has grown to this many events. */
const COMPACT_AFTER = 400;
/** Housekeeping is one machine's for this long. */
const LEASE_MS = 15_000;
/** A stroke whose author is nowhere is finished after this long. */
const ORPHAN_MS = 30_000;

/** One room's regular work: heartbeats by every machine, and what only the holder of the lease does. */
export class Chores {
  #cancel: () => void = () => {};
  #snapshotAt = 0;
  /** Authors of unfinished strokes who are nowhere, since when. */
  readonly #orphans = new Map<number, number>();

  constructor(
    private readonly room: Room,
    private readonly bus: Bus,
    private readonly parts: { readonly tie: Tie; readonly presence: Presence },
  ) {}

  start(): void {
    this.#cancel = this.room.ports.clock.after(BEAT_MS, () => {
      this.start();
      void this.#work();
    });
  }

  /**
   * Looks at the head of the log some time after the room had it up to a place: what was missed is read, what the bus has
   * lost is given back. More may have come before the answer did.
   */
  look(head: LogHead | null, place: number): void {
    const { tie } = this.parts;
    if (head) this.#snapshotAt = head.snapshotAt;
    if (!head || head.last < place) tie.heal().catch(() => {});
    else if (head.last > tie.at) tie.catchUp().catch(() => {});
  }

  async #work(): Promise<void> {
    const { presence } = this.parts;
    presence.expire();
    await presence.beat();
    try {
      await this.#finishOrphans();
      await this.fold(COMPACT_AFTER);
    } catch {
      // The bus is away; the next beat finds the same work.
    }
  }

  /** Ends strokes whose author has been on no machine for a while, as when their machine died. */
  async #finishOrphans(): Promise<void> {
    const { roster, canvas, ports } = this.room;
    const now = ports.clock.now();
    const open = new Set(canvas.unfinished().map(([author]) => author));
    for (const author of this.#orphans.keys()) {
      if (!open.has(author) || roster.isHere(author)) this.#orphans.delete(author);
    }
    for (const author of open) {
      if (roster.isHere(author)) continue;
      const since = this.#orphans.get(author) ?? now;
      this.#orphans.set(author, since);
      if (now - since < ORPHAN_MS) continue;
      if (!(await this.bus.lease(this.room.code, LEASE_MS))) return;
      finishLeft(this.room, author);
    }
  }

  /** Folds the log into a snapshot when it has so many events, and nobody else is at it. */
  async fold(least: number): Promise<void> {
    const { code } = this.room;
    const { tie } = this.parts;
    if (tie.at - this.#snapshotAt < least || !(await this.bus.lease(code, LEASE_MS))) return;
    // The room and its place in the log are taken in the same moment.
    const at = tie.at;
    if (await this.bus.snapshot(code, at, packRoom(this.room))) this.#snapshotAt = at;
  }

  stop(): void {
    this.#cancel();
  }
}

import { createRoot } from 'solid-js';
import type { PageSigns } from '../comeback.ts';
import { createRoom, type RoomHouse } from '../create-room.ts';
import type { Keep, KeptChanges } from '../keep.ts';
import type { RoomLink, RoomOptions } from '../link.ts';
import { FakeRoom } from './fake-room.ts';
import { HandClock, settle } from './hand-clock.ts';

/** A keep in memory, which a test can hand to a second page: that is a reload. */
export function makeMemoryKeep(): Keep & { kept: KeptChanges | null } {
  let next = 1;
  let token: string | undefined;
  let key: string | undefined;
  return {
    kept: null,
    nextStroke: () => next++,
    strokesFrom(number) {
      next = Math.max(next, number);
    },
    open: async () => {},
    token: () => token,
    setToken(value) {
      token = value;
    },
    key: () => key,
    setKey(value) {
      key = value;
    },
    async changes() {
      return this.kept ?? undefined;
    },
    async setChanges(changes) {
      this.kept = changes;
    },
    moveTo: async () => {},
    close() {},
  };
}

/** The signs of a page that a test holds. */
export class HandSigns implements PageSigns {
  seen = true;
  back = () => {};
  leave = () => {};
  visible = () => this.seen;
  onBack(call: () => void): () => void {
    this.back = call;
    return () => {};
  }
  onLeave(call: () => void): () => void {
    const before = this.leave;
    this.leave = () => {
      before();
      call();
    };
    return () => {};
  }
}

/** A page in a room, with everything around it in the test's hand. */
export async function openPage(
  given: {
    snapshot?: RoomHouse['snapshot'];
    room?: FakeRoom;
    keep?: ReturnType<typeof makeMemoryKeep>;
    options?: Partial<RoomOptions>;
  } = {},
) {
  const room = given.room ?? new FakeRoom();
  const keep = given.keep ?? makeMemoryKeep();
  const clock = new HandClock();
  const signs = new HandSigns();
  const snapshot = given.snapshot ?? (async () => null);
  const { link, dispose } = createRoot((dispose) => {
    const options = { code: 'ABCDEF', ...given.options };
    const house = { makeLine: room.makeLine, keep, clock, signs, random: () => 0, snapshot };
    const link: RoomLink = createRoom(options, house);
    return { link, dispose };
  });
  await settle();
  return { room, keep, clock, signs, link, dispose };
}

/** Flat points of a short line. */
export function points(count: number, x = 100): number[] {
  return Array.from({ length: count }, (_, i) => [x + i, 200 + 2 * i, i * 8, 128]).flat();
}

/** Draws a whole stroke; returns its number. */
export function draw(link: RoomLink, count = 5, x = 100): number {
  const pen = link.ownInk.begin({ surface: 0, pressure: false });
  pen.add(points(count, x));
  pen.end();
  return pen.stroke;
}

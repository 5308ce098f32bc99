import { decodeFrame, type Frame } from '@inkling/shared/frame';
import { encodeChunks } from '@inkling/shared/ink';
import type { HostRequest, Reason } from '@inkling/shared/protocol';
import { READING_CLASSES } from '@inkling/shared/reading';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import * as Y from 'yjs';
import { readConfig } from '../src/config.ts';
import { Memory } from '../src/memory.ts';
import type { Outgoing, Peer } from '../src/peer/peer.ts';
import { clear, erase, restore } from '../src/room/acts.ts';
import type { Pen } from '../src/room/gate.ts';
import { host } from '../src/room/host.ts';
import type { RoomPorts } from '../src/room/ports.ts';
import { Roles } from '../src/room/roles.ts';
import type { Room } from '../src/room/room.ts';
import { Rooms } from '../src/room/rooms.ts';
import { join } from '../src/room/session.ts';
import { MemoryStore } from './fuzz/memory-store.ts';
import { Random } from './fuzz/random.ts';
import { HandClock } from './hand-clock.ts';
import { line } from './harness.ts';

/** A page that can stop reading. */
class Page implements Peer {
  readonly enveloped = true;
  readonly packed = false;
  readonly frames: Frame[] = [];
  readonly news: string[] = [];
  readonly byes: Reason[] = [];
  stuck = false;
  dropped = false;

  constructor(
    readonly author: number,
    readonly as: Peer['as'],
  ) {}

  backedUp = () => this.stuck;
  frame = (outgoing: Outgoing) => void this.frames.push(decodeFrame(outgoing.bytes()));
  people = () => void this.news.push('people');
  room = () => void this.news.push('room');
  removed = () => {};
  votes = () => void this.news.push('votes');
  bye = ({ reason }: { reason: Reason }) => void this.byes.push(reason);
  drop = () => {
    this.dropped = true;
  };
}

describe('a room when something is wrong', () => {
  let clock: HandClock;
  let store: MemoryStore;
  let rooms: Rooms;
  let faults: number;
  /** What the reader was told, room by room. */
  let told: string[];
  /** Percent of memory in use. */
  let used: number;
  /** How far the machine's clock is off. */
  let jump: number;
  const roles = new Roles('test');

  function start(): void {
    const memory = new Memory(clock, () => [{ used, most: 100 }]);
    memory.onTight = () => rooms.relieve();
    const ports: RoomPorts = {
      store,
      reader: {
        ink: (code) => void told.push(`ink ${code}`),
        erase: (code) => void told.push(`erase ${code}`),
        forget: (code) => void told.push(`forget ${code}`),
      },
      clock: { now: () => clock.now() + jump, after: clock.after },
      limits: readConfig({ MAX_ROOMS: '3', MAX_ROOM_STROKES: '50' }).limits,
      watch: { chunks() {}, refused() {}, skipped() {}, frame() {}, stored() {} },
      onStoreFault: () => void faults++,
      memory,
    };
    rooms = new Rooms(ports, { ttlMs: 3_600_000, onRecovered() {} });
  }

  beforeEach(() => {
    clock = new HandClock();
    store = new MemoryStore(clock, new Random(1));
    faults = 0;
    told = [];
    jump = 0;
    used = 50;
    start();
  });

  /** Turns the clock in small steps and lets promises go on. */
  async function turn(ms: number): Promise<void> {
    for (let left = ms; left > 0; left -= 25) {
      clock.turn(Math.min(25, left));
      await new Promise((resolve) => setImmediate(resolve));
    }
  }

  async function during<T>(asked: Promise<T>, ms = 200): Promise<T> {
    await turn(ms);
    return asked;
  }

  async function enter(request: { room?: string; token?: string } = {}) {
    let page: Page | undefined;
    const attach = ({ author, as }: Pick<Peer, 'author' | 'as'>) => {
      page = new Page(author, as);
      return page;
    };
    const welcome = await during(join({ v: 1, ...request }, { rooms, roles, attach }));
    if ('reason' in welcome) throw new Error(welcome.message);
    await turn(50);
    const { room, pen } = welcome.session;
    return { page: page as Page, room, pen, answer: welcome.answer };
  }

  const draw = (room: Room, pen: Pen, stroke: number) =>
    room.ink(pen, encodeChunks([line(stroke, 6)]));

  it('[FAULT1] a store that cannot be written: drawing goes on, is told "Not saved", and nothing is lost once it can', async () => {
    const { room, pen, page } = await enter();
    store.failing = true;
    expect(await during(draw(room, pen, 1))).toMatchObject({
      ok: false,
      reason: 'busy',
      message: expect.stringContaining('Not saved'),
    });
    expect(page.frames.length).toBeGreaterThan(0);
    expect([faults, rooms.unsaved]).toEqual([1, 1]);
    await turn(3000);
    expect(faults).toBeLessThan(6);
    store.failing = false;
    await turn(1500);
    expect(rooms.unsaved).toBe(0);
    expect(await during(draw(room, pen, 1))).toEqual({ ok: true });
    store.crash();
    start();
    const again = await enter({ room: room.code });
    expect(again.room.canvas.strokes().map((s) => s.stroke)).toEqual([1]);
  });

  it('[FAULT6] a store that never answers: "not saved" is said within ten seconds, and all is stored once it answers', async () => {
    const { room, pen } = await enter();
    store.hanging = true;
    const answers: unknown[] = [];
    draw(room, pen, 1).then((answer) => answers.push(answer));
    await turn(7000);
    expect(answers).toEqual([]);
    await turn(2500);
    expect(answers).toMatchObject([{ ok: false, reason: 'busy' }]);
    expect(faults).toBe(1);
    store.hanging = false;
    await turn(10_000);
    expect(rooms.unsaved).toBe(0);
    expect(await during(draw(room, pen, 1))).toEqual({ ok: true });
    store.crash();
    start();
    const again = await enter({ room: room.code });
    expect(again.room.canvas.strokes().map((s) => s.stroke)).toEqual([1]);
  });

  it('[FAULT2] a room whose ink is not saved does not close, however long nobody is in it', async () => {
    const { room, pen, page } = await enter();
    store.failing = true;
    await during(draw(room, pen, 1));
    room.leave(page);
    rooms.idle(room);
    await turn(200_000);
    expect(rooms.peek(room.code)).toBe(room);
    store.failing = false;
    await turn(200_000);
    expect(rooms.peek(room.code)).toBeUndefined();
    const again = await enter({ room: room.code });
    expect(again.room.canvas.strokeCount).toBe(1);
  });

  it('[FAULT3] no room is made while none can be kept, and the reason is said', async () => {
    store.failing = true;
    expect(await during(rooms.make('board'))).toMatchObject({
      reason: 'busy',
      message: expect.stringContaining('Not saved'),
    });
  });

  it('[HOST5] a room that cannot be deleted goes on as it was, and its host is told', async () => {
    const { room, pen, page } = await enter();
    const guest = await enter({ room: room.code });
    await during(draw(room, pen, 1));
    store.failing = true;
    const asked = host(room, rooms, pen, { do: 'end' });
    const drawn = draw(room, guest.pen, 1);
    expect(await during(asked)).toMatchObject({ ok: false, reason: 'busy' });
    expect([page.byes, guest.page.byes, faults > 0]).toEqual([[], [], true]);
    store.failing = false;
    await turn(1500);
    expect(await drawn).toMatchObject({ reason: 'busy' });
    expect(await during(draw(room, guest.pen, 2))).toEqual({ ok: true });
    expect((await enter({ room: room.code })).room).toBe(room);
    store.crash();
    start();
    const again = await enter({ room: room.code });
    expect(again.room.canvas.strokeCount).toBe(3);
    expect(await during(host(again.room, rooms, pen, { do: 'end' }))).toEqual({ ok: true });
    expect(again.page.byes).toEqual(['ended']);
    await expect(enter({ room: room.code })).rejects.toThrow('There is no room');
  });

  it('[HOST5] so does a room whose deletion is never answered, and no ink waits longer for its answer', async () => {
    const { room, pen, page } = await enter();
    store.hanging = true;
    const asked = host(room, rooms, pen, { do: 'end' });
    const drawn = draw(room, pen, 1);
    await turn(500);
    store.hanging = false;
    expect(await during(asked, 9000)).toMatchObject({ ok: false, reason: 'busy' });
    expect(await drawn).toEqual({ ok: true });
    expect(page.byes).toEqual([]);
  });

  it('[READ17] of a room that ended while a pen was down the reader hears nothing more', async () => {
    const { room, pen } = await enter();
    await during(room.ink(pen, encodeChunks([line(1, 6, { done: false })])));
    expect(await during(host(room, rooms, pen, { do: 'end' }))).toEqual({ ok: true });
    await turn(40_000);
    expect(told.at(-1)).toBe(`forget ${room.code}`);
  });

  it('[FAULT4] after a crash nobody shares a number: an unknown token is somebody new', async () => {
    const { room } = await enter();
    await turn(100);
    store.failing = true;
    const lost = await enter({ room: room.code });
    store.crash();
    store.failing = false;
    start();
    const first = await enter({ room: room.code });
    const second = await enter({ room: room.code, token: lost.answer.you.token });
    expect(lost.answer.you.author).toBe(first.answer.you.author);
    expect(second.answer.you.author).not.toBe(first.answer.you.author);
    expect(second.answer.epoch).not.toBe(lost.answer.epoch);
  });

  it('[FAULT5] a clock that jumps, forwards or back, holds no ink up', async () => {
    const { room, pen, page } = await enter();
    for (const off of [-86_400_000, 30 * 60_000]) {
      jump = off;
      const frames = page.frames.length;
      expect(await during(draw(room, pen, frames + 1))).toEqual({ ok: true });
      expect(page.frames.length).toBeGreaterThan(frames);
    }
  });

  it('[SLOW1] a page that stops reading gets nothing, then one frame with all it missed, and the news', async () => {
    const host = await enter();
    const slow = await enter({ room: host.room.code });
    const doc = new Y.Doc();
    Y.applyUpdate(doc, slow.answer.canvas);
    slow.page.stuck = true;
    const [frames, news] = [slow.page.frames.length, slow.page.news.length];
    for (let stroke = 1; stroke <= 40; stroke++)
      await during(draw(host.room, host.pen, stroke), 75);
    await during(erase(host.room, host.pen, [[1, 7]]));
    const reading = { glyph: '1.8', surface: 0, box: { x: 5, y: 4, w: 9, h: 9 }, version: 3 };
    const probabilities = Uint8Array.from({ length: READING_CLASSES }, (_, i) => i);
    host.room.read([{ ...reading, strokes: [[1, 8]], probabilities }]);
    host.room.read([{ glyph: '1.7', gone: true }]);
    await enter({ room: host.room.code });
    expect([slow.page.frames.length, slow.page.news.length]).toEqual([frames, news]);
    slow.page.stuck = false;
    await turn(200);
    const caughtUp = slow.page.frames.slice(frames);
    expect(caughtUp).toHaveLength(1);
    expect(caughtUp[0]?.readings).toEqual([
      { ...reading, strokes: [[1, 8]], probabilities },
      { glyph: '1.7', gone: true },
    ]);
    expect(slow.page.news.slice(news)).toEqual(['room', 'people', 'votes']);
    for (const { canvas } of caughtUp) if (canvas) Y.applyUpdate(doc, canvas);
    expect(doc.getArray('ink').toJSON()).toEqual(host.room.canvas.doc.getArray('ink').toJSON());
  });

  it('[SLOW2] who misses a clear is cut, to come back with the fresh canvas', async () => {
    const host = await enter();
    const slow = await enter({ room: host.room.code });
    await during(draw(host.room, host.pen, 1));
    slow.page.stuck = true;
    await during(clear(host.room, host.pen));
    slow.page.stuck = false;
    await during(draw(host.room, host.pen, 2));
    expect(slow.page.dropped).toBe(true);
  });

  it('[SLOW3] who reads nothing for a minute is cut', async () => {
    const host = await enter();
    const slow = await enter({ room: host.room.code });
    slow.page.stuck = true;
    await during(draw(host.room, host.pen, 1));
    await turn(50_000);
    expect(slow.page.dropped).toBe(false);
    await turn(20_000);
    expect(slow.page.dropped).toBe(true);
  });

  it('[LIMIT2] rooms that were never drawn in make place for new ones; others stay', async () => {
    const used = await enter();
    await during(draw(used.room, used.pen, 1));
    for (let i = 0; i < 2; i++) await during(rooms.make('board'));
    expect(await during(rooms.make('board'))).toMatchObject({ reason: 'busy' });
    await turn(11 * 60_000);
    expect(await during(rooms.make('board'))).toHaveProperty('key');
    expect(store.load(used.room.code)).not.toBeNull();
  });

  it('[LIMIT3] clearing again and again keeps twenty undos, and old ones go', async () => {
    const { room, pen } = await enter();
    for (let stroke = 1; stroke <= 40; stroke++) {
      await during(draw(room, pen, stroke), 75);
      await during(clear(room, pen), 75);
    }
    expect(room.keeper.undos.size).toBe(20);
    await turn(11 * 60_000);
    await during(draw(room, pen, 41));
    await during(clear(room, pen));
    expect(room.keeper.undos.size).toBe(1);
    expect(store.size(room.code).undos).toBeLessThan(100);
  });

  it('[LIMIT7] a clear that takes nothing does nothing, and can be undone', async () => {
    const { room, pen } = await enter();
    const bystander = await enter({ room: room.code });
    await during(draw(room, pen, 1));
    await during(clear(room, pen));
    await during(draw(room, pen, 2));
    const whole = vi.spyOn(room.canvas, 'whole');
    for (const { pen: asks } of [bystander, bystander, { pen }]) {
      const surface = asks === pen ? 99 : undefined;
      const cleared = await clear(room, asks, surface);
      expect(cleared.ok).toBe(true);
      if (cleared.ok) expect(await restore(room, asks, cleared.undo)).toEqual({ ok: true });
    }
    expect(room.keeper.undos.size).toBe(1);
    expect(whole).not.toHaveBeenCalled();
  });

  it('[LIMIT8] what one person takes away and puts back is paced by strokes, however often they come in', async () => {
    const { room, pen, answer } = await enter();
    const ids = Array.from({ length: 5000 }, (_, stroke) => [pen.author, stroke] as const);
    for (let i = 0; i < 3; i++) expect((await during(erase(room, pen, ids))).ok).toBe(true);
    await during(draw(room, pen, 6000));
    const cleared = await during(clear(room, pen));
    const undo = cleared.ok ? cleared.undo : '';
    for (let i = 0; i < 4; i++) await during(erase(room, pen, ids.slice(0, 1400)));
    const again = await enter({ room: room.code, token: answer.you.token });
    expect(await erase(room, again.pen, ids)).toMatchObject({ reason: 'too-fast' });
    expect(await during(restore(room, again.pen, undo))).toEqual({ ok: true });
    await turn(10_000);
    expect(await during(erase(room, again.pen, ids))).toEqual({ ok: true });
  });

  it('[DOOR18] when very much is encoded for single people, everybody is told the whole, which is made once', async () => {
    const { room, pen } = await enter();
    await during(draw(room, pen, 1));
    const have = { epoch: room.record.epoch, vector: Y.encodeStateVector(room.canvas.doc) };
    for (let stroke = 2; stroke < 40; stroke++) {
      const points = Array.from({ length: 4000 }, (_, i) => [
        (i % 2) * 3000,
        (i * 577) % 2560,
        i,
        0,
      ]);
      const chunk = { stroke, at: 0, done: true, pressure: false, surface: 0 };
      await during(room.ink(pen, encodeChunks([{ ...chunk, points: points.flat() }])), 75);
    }
    const asked = Array.from({ length: 60 }, () => room.sync(have).canvas);
    const whole = room.canvas.encode();
    expect(asked[0]).not.toBe(whole);
    expect(asked.at(-1)).toBe(whole);
    await turn(5000);
    expect(room.sync(have).canvas).not.toBe(whole);
  });

  it('[HOST7] while a room is frozen only the host brings back what was cleared', async () => {
    const { room } = await enter();
    const guest = await enter({ room: room.code });
    await during(draw(room, guest.pen, 1));
    const cleared = await during(clear(room, guest.pen));
    const undo = cleared.ok ? cleared.undo : '';
    room.record.frozen = true;
    expect(await restore(room, guest.pen, undo)).toMatchObject({ reason: 'frozen' });
    expect(await during(restore(room, { ...guest.pen, host: true }, undo))).toEqual({ ok: true });
  });

  it('[LIMIT11] what a room keeps of clears has an end, however many people clear: the oldest go first', async () => {
    const { room, pen } = await enter();
    const strokes = new Uint8Array(2_000_000);
    const until = clock.now() + 60_000;
    const keep = (author: number, removed: number | null = null) => {
      const id = room.keeper.nextUndoId();
      room.keeper.keepUndo({ id, author, removed, until, strokes });
      return id;
    };
    const removal = keep(pen.author, 99);
    const clears = Array.from({ length: 40 }, (_, author) => keep(author));
    expect([...room.keeper.undos.keys()]).toEqual([removal, ...clears.slice(-12)]);
  });

  it('[UNDO7] what is put back counts like what is drawn: too much of it is refused, and can be put back later', async () => {
    const { room, pen } = await enter();
    const guest = await enter({ room: room.code });
    const strokes = (from: number, count: number) =>
      encodeChunks(Array.from({ length: count }, (_, i) => line(from + i, 2)));
    const asHost = (request: HostRequest) => during(host(room, rooms, pen, request));
    const { author } = guest.pen;
    await during(room.ink(guest.pen, strokes(1, 20)));
    await asHost({ do: 'remove', author });
    await during(room.ink(pen, strokes(1, 20)));
    const cleared = await during(clear(room, pen));
    if (!cleared.ok) throw new Error(cleared.message);
    await during(room.ink(pen, strokes(21, 31)));
    const putBack = () => during(restore(room, pen, cleared.undo));
    expect(await putBack()).toMatchObject({ ok: false, reason: 'canvas-full' });
    expect(await asHost({ do: 'readmit', author })).toMatchObject({ reason: 'canvas-full' });
    await expect(enter({ room: room.code, token: guest.answer.you.token })).rejects.toThrow();
    expect(room.canvas.strokeCount).toBe(31);
    await during(erase(room, pen, [[pen.author, 21]]));
    expect(await putBack()).toEqual({ ok: true });
    expect(await asHost({ do: 'readmit', author })).toMatchObject({ reason: 'canvas-full' });
    await during(clear(room, pen));
    expect(await asHost({ do: 'readmit', author })).toEqual({ ok: true });
    expect(room.canvas.strokeCount).toBe(20);
  });

  it('[HOST2] readmitting gives the ink back as long as there is the room, whoever cleared or came back meanwhile', async () => {
    const { room, pen, page } = await enter();
    const guest = await enter({ room: room.code });
    await during(draw(room, guest.pen, 1));
    await during(host(room, rooms, pen, { do: 'remove', author: guest.pen.author }));
    await turn(11 * 60_000);
    await during(draw(room, pen, 1));
    await during(clear(room, pen));
    room.leave(page);
    rooms.idle(room);
    await turn(61_000);
    expect(rooms.peek(room.code)).toBeUndefined();
    const again = await enter({ room: room.code });
    const readmit = { do: 'readmit', author: guest.pen.author } as const;
    expect(await during(host(again.room, rooms, pen, readmit))).toEqual({ ok: true });
    expect(again.room.canvas.ids()).toEqual([[guest.pen.author, 1]]);
  });

  it('[LIMIT6] of people who were removed the ink of the latest twenty is kept', async () => {
    const { room, pen } = await enter();
    const removed: number[] = [];
    for (let i = 0; i < 21; i++) {
      const guest = await enter({ room: room.code });
      await during(draw(room, guest.pen, 1), 75);
      await during(host(room, rooms, pen, { do: 'remove', author: guest.pen.author }), 75);
      removed.push(guest.pen.author);
    }
    for (const author of removed)
      await during(host(room, rooms, pen, { do: 'readmit', author }), 75);
    expect(room.canvas.ids().map(([author]) => author)).toEqual(removed.slice(1));
  });

  it('[LIMIT4] people who come and go leave nothing: neither record nor document grows', async () => {
    const { room } = await enter();
    const size = room.canvas.encode().length;
    for (let i = 0; i < 30; i++) {
      const guest = await enter({ room: room.code });
      room.leave(guest.page);
    }
    expect(room.canvas.encode().length).toBe(size);
  });

  it('[MEM2] when memory is tight no room is made and empty ones close at once; those in use draw on', async () => {
    const left = await enter();
    await during(draw(left.room, left.pen, 1));
    left.room.leave(left.page);
    rooms.idle(left.room);
    const { room, pen } = await enter();
    used = 85;
    await turn(2000);
    expect([...rooms]).toEqual([room]);
    expect(await during(rooms.make('board'))).toMatchObject({
      reason: 'busy',
      message: expect.stringContaining('Try again in a minute'),
    });
    expect(await during(draw(room, pen, 1))).toEqual({ ok: true });
    // A newcomer still gets into a room that exists, and nothing of a closed one was lost.
    const again = await enter({ room: left.room.code });
    expect(again.room.canvas.strokeCount).toBe(1);
  });

  it('[MEM3] when memory is full no stranger comes in; whoever was here comes back, and draws; later all is as before', async () => {
    const { room } = await enter();
    // Not the host, who always comes in.
    const { page, pen, answer } = await enter({ room: room.code });
    used = 95;
    await turn(1500);
    await expect(enter({ room: room.code })).rejects.toThrow('busy');
    room.leave(page);
    const back = await enter({ room: room.code, token: answer.you.token });
    expect(back.answer.you.author).toBe(answer.you.author);
    expect(await during(draw(back.room, pen, 1))).toEqual({ ok: true });
    used = 60;
    await turn(1500);
    await enter({ room: room.code });
    expect(await during(rooms.make('board'))).toHaveProperty('key');
  });

  it('[MEM4] when memory is full a room with very much ink takes no more of it until there is room again', async () => {
    const { room, pen } = await enter();
    const points = Array.from({ length: 4000 }, (_, i) => [i % 1000, 20, i, 128]).flat();
    for (let stroke = 1; stroke <= 26; stroke++) {
      const answer = during(room.ink(pen, encodeChunks([{ ...line(stroke, 1), points }])));
      expect(await answer).toEqual({ ok: true });
    }
    used = 95;
    await turn(1500);
    expect(await during(draw(room, pen, 27))).toMatchObject({ ok: false, reason: 'busy' });
    used = 60;
    await turn(1500);
    expect(await during(draw(room, pen, 27))).toEqual({ ok: true });
  });
});

import { TILE } from '@inkling/shared/limits';
import { type Person, refuse } from '@inkling/shared/protocol';
import { describe, expect, it, vi } from 'vitest';
import { encodeStateAsUpdate } from 'yjs';
import { FakeRoom } from './testing/fake-room.ts';
import { draw, makeMemoryKeep, openPage, points } from './testing/house.ts';

const own = (room: FakeRoom) => room.strokes().filter((s) => s.author === room.author);
const overlay = (page: Awaited<ReturnType<typeof openPage>>) => [...page.link.ownInk.strokes()];

describe('a room on the page', () => {
  it('[LINK1] takes ink before the line is up, and sends it then', async () => {
    const room = new FakeRoom();
    room.reachable = false;
    const page = await openPage({ room, options: { code: null } });
    draw(page.link);
    expect(overlay(page)).toHaveLength(1);
    expect(page.link.saved()).toEqual({ at: 'offline', waiting: 1 });
    room.reachable = true;
    await page.clock.turn(3000);
    expect(page.link.link()).toEqual({ at: 'live' });
    expect(own(room)).toMatchObject([{ stroke: 1, done: true }]);
    expect(overlay(page)).toHaveLength(0);
    expect(page.link.saved()).toEqual({ at: 'saved' });
  });

  const tile = { x: 0, y: 0, w: TILE.w, h: TILE.h };
  const early = async (tiled: boolean) => {
    const room = new FakeRoom();
    room.tile = tiled ? 7 : 0;
    room.reachable = false;
    const page = await openPage({ room });
    const pen = page.link.ownInk.begin({ surface: 0, pressure: false, tile });
    pen.add(points(3));
    const come = async () => {
      room.reachable = true;
      await page.clock.turn(3000);
    };
    return { room, page, pen, come };
  };

  it('[PLACE2] ink from before a page knew its tile goes there, once the pen is lifted', async () => {
    const { room, page, pen, come } = await early(true);
    await come();
    expect(page.link.paper()).toBe(7);
    expect(page.link.ownInk.drawing).toBe(true);
    pen.add(points(5).slice(points(3).length));
    await page.clock.turn(200);
    expect(own(room)).toEqual([]);
    pen.end();
    await page.clock.turn(200);
    expect(own(room)).toMatchObject([{ surface: 7, done: true, points: points(5) }]);
    expect(page.link.saved()).toEqual({ at: 'saved' });
  });

  it('[PLACE2] on a board it streams as soon as the room has told', async () => {
    const { room, pen, page, come } = await early(false);
    await come();
    expect(own(room)).toMatchObject([{ surface: 0, done: false, points: points(3) }]);
    pen.end();
    await page.clock.turn(200);
    expect(own(room)).toMatchObject([{ surface: 0, done: true }]);
  });

  it('[PLACE2] it outlives a reload, and an undo and redo, on its way to the tile', async () => {
    const { page, pen } = await early(true);
    pen.end();
    page.link.ownInk.undo();
    page.link.ownInk.redo();
    await page.clock.turn(300);
    page.dispose();
    const room = new FakeRoom();
    room.tile = 7;
    const again = await openPage({ room, keep: page.keep });
    await again.clock.turn(3000);
    expect(own(room)).toMatchObject([{ surface: 7, done: true, points: points(3) }]);
  });

  it('[LINK2] sends the first points at once and the others in fixed windows', async () => {
    const page = await openPage();
    await page.clock.turn(100);
    const pen = page.link.ownInk.begin({ surface: 0, pressure: false });
    for (let i = 0; i < 10; i++) {
      pen.add(points(1, 100 + i));
      await page.clock.turn(10);
    }
    pen.end();
    await page.clock.turn(100);
    expect(page.room.messages[0]).toHaveLength(1);
    expect(page.room.messages[0]?.[0]?.points).toHaveLength(4);
    expect(page.room.messages.length).toBeLessThanOrEqual(9);
    expect(page.room.messages.length).toBeGreaterThanOrEqual(4);
    expect(own(page.room)[0]?.points).toHaveLength(40);
  });

  it('[LINK2] sends oftener among a handful of people than in a crowd', async () => {
    const messagesAmong = async (others: readonly number[]) => {
      const room = new FakeRoom();
      room.others = others;
      const page = await openPage({ room });
      await page.clock.turn(100);
      const pen = page.link.ownInk.begin({ surface: 0, pressure: false });
      for (let i = 0; i < 100; i++) {
        pen.add(points(1, 100 + i));
        await page.clock.turn(10);
      }
      return room.messages.length;
    };
    // A second in windows of 12, of 30 and of 46 ms, with a point each 10 ms.
    const few = await messagesAmong([2, 3]);
    const some = await messagesAmong([2, 3, 4]);
    const many = await messagesAmong(Array.from({ length: 15 }, (_, i) => i + 2));
    expect(few).toBeGreaterThanOrEqual(48);
    expect(some).toBeLessThanOrEqual(34);
    expect(some).toBeGreaterThanOrEqual(25);
    expect(many).toBeLessThanOrEqual(21);
  });

  it.each([
    [2, 1],
    [8, 2],
    [30, 3],
  ])(
    '[LINK2] among %i people a message leaves with a point that was just made, the last of %i',
    async (people, count) => {
      const room = new FakeRoom();
      room.others = Array.from({ length: people - 1 }, (_, i) => i + 2);
      const page = await openPage({ room });
      await page.clock.turn(100);
      const pen = page.link.ownInk.begin({ surface: 0, pressure: false });
      // A pen moves 60 times a second.
      for (let i = 0; i < 60; i++) {
        const before = room.messages.length;
        pen.add(points(1, 100 + i));
        await page.clock.turn(1);
        const sent = room.messages.slice(before).flat();
        expect(sent.length).toBe(i % count === 0 ? 1 : 0);
        expect(sent.flatMap((chunk) => chunk.points)).toHaveLength(
          i === 0 ? 4 : 4 * count * sent.length,
        );
        await page.clock.turn(i % 3 === 0 ? 15 : 16);
        expect(room.messages.slice(before).flat()).toHaveLength(sent.length);
      }
      pen.end();
      await page.clock.turn(60);
      expect(own(room)[0]).toMatchObject({ done: true });
      expect(own(room)[0]?.points).toHaveLength(240);
    },
  );

  it('[LINK3] keeps drawing while the line is down and sends again what was not acknowledged', async () => {
    const page = await openPage();
    await page.clock.turn(100);
    page.room.holding = true;
    draw(page.link);
    await page.clock.turn(50);
    page.room.reachable = false;
    page.room.line.cut();
    draw(page.link, 6, 300);
    await page.clock.turn(10);
    expect(page.link.saved()).toEqual({ at: 'offline', waiting: 2 });
    expect(page.link.link()).toMatchObject({ at: 'away' });
    page.room.holding = false;
    page.room.reachable = true;
    await page.clock.turn(3000);
    expect(own(page.room).map(({ stroke }) => stroke)).toEqual([1, 2]);
    expect(own(page.room)[0]?.points).toHaveLength(20);
    expect(page.link.saved()).toEqual({ at: 'saved' });
  });

  it('[LINK4] is catching up until what waited has arrived', async () => {
    const page = await openPage();
    await page.clock.turn(100);
    page.room.line.cut();
    draw(page.link);
    page.room.holding = true;
    const seen = new Set<string>();
    for (let i = 0; i < 200; i++) {
      if (i === 150) page.room.release();
      seen.add(page.link.saved().at);
      await page.clock.turn(10);
    }
    expect([...seen]).toEqual(['offline', 'catching-up', 'saved']);
    expect(page.link.saved()).toEqual({ at: 'saved' });
  });

  it('[LINK5] comes back with what it has, as who it was', async () => {
    const page = await openPage();
    await page.clock.turn(100);
    page.room.line.cut();
    await page.clock.turn(3000);
    expect(page.room.requests).toHaveLength(2);
    expect(page.room.requests[1]).toMatchObject({
      room: 'ABCDEF',
      token: 'token-1',
      have: { epoch: 1 },
    });
  });

  it('[LINK6] tries at once when the network or the page comes back', async () => {
    const page = await openPage();
    await page.clock.turn(100);
    page.room.reachable = false;
    page.room.line.cut();
    await page.clock.turn(20_000);
    page.room.reachable = true;
    const tries = page.room.said.length;
    page.signs.back();
    await page.clock.turn(0);
    expect(page.room.said.length).toBeGreaterThan(tries);
    expect(page.link.link()).toEqual({ at: 'live' });
  });

  it('[LINK7] says goodbye when the page is left, and comes back from the memory of the browser', async () => {
    const page = await openPage();
    await page.clock.turn(100);
    page.signs.leave();
    expect(page.room.said.at(-1)).toBe('disconnect');
    await page.clock.turn(60_000);
    expect(page.room.said.at(-1)).toBe('disconnect');
    page.signs.back();
    await page.clock.turn(0);
    expect(page.link.link()).toEqual({ at: 'live' });
  });

  it('[LINK8] is over when it is told so, and comes back when the server only restarts', async () => {
    const page = await openPage();
    await page.clock.turn(100);
    page.room.line.bye('busy');
    page.room.line.cut();
    await page.clock.turn(3000);
    expect(page.link.link()).toEqual({ at: 'live' });
    page.room.line.bye('ended');
    await page.clock.turn(60_000);
    expect(page.link.link()).toEqual({ at: 'over', reason: 'ended', message: 'Bye.' });
  });

  it('[LINK9] a refused door is the end of it, a busy one is tried again', async () => {
    const room = new FakeRoom();
    room.joinRefusal = refuse('busy');
    const page = await openPage({ room });
    await page.clock.turn(3000);
    expect(room.requests.length).toBeGreaterThan(1);
    room.joinRefusal = refuse('no-such-room');
    await page.clock.turn(5000);
    expect(page.link.link()).toMatchObject({ at: 'over', reason: 'no-such-room' });
  });

  it('[LINK26] whoever was removed is told so, and is back seconds after they may be', async () => {
    const { room, link, clock } = await openPage();
    await clock.turn(100);
    room.joinRefusal = refuse('removed');
    room.line.bye('removed');
    await clock.turn(60_000);
    expect(link.link()).toMatchObject({ at: 'over', reason: 'removed' });
    const knocks = room.requests.length;
    expect(knocks).toBeLessThan(25);
    // A server that restarts meanwhile changes nothing.
    room.reachable = false;
    await clock.turn(10_000);
    room.reachable = true;
    await clock.turn(10_000);
    expect(link.link()).toMatchObject({ at: 'over', reason: 'removed' });
    room.joinRefusal = null;
    await clock.turn(5000);
    expect(link.link()).toEqual({ at: 'live' });
    draw(link);
    await clock.turn(100);
    expect(own(room)).toHaveLength(1);
  });

  it.each(['closed', 'room-full'] as const)(
    '[LINK26] whoever meets a door that is shut (%s) is let in once it opens',
    async (reason) => {
      const room = new FakeRoom();
      room.joinRefusal = refuse(reason);
      const { link, clock } = await openPage({ room });
      await clock.turn(10_000);
      expect(link.link()).toMatchObject({ at: 'over', reason });
      room.joinRefusal = null;
      await clock.turn(5000);
      expect(link.link()).toEqual({ at: 'live' });
    },
  );

  it('[LINK10] a new epoch brings a new canvas', async () => {
    const room = new FakeRoom();
    room.put({ author: 2, stroke: 1, surface: 0, done: true, pressure: false, points: points(3) });
    const page = await openPage({ room });
    await page.clock.turn(100);
    expect(page.link.strokes.size).toBe(1);
    const news: string[] = [];
    page.link.onStrokes((keys) => news.push(...keys));
    room.line.cut();
    room.epoch = 2;
    room.doc = new (room.doc.constructor as new () => typeof room.doc)();
    await page.clock.turn(3000);
    expect(page.link.strokes.size).toBe(0);
    expect(news).toEqual(['2.1']);
  });

  it('[LINK23] a link with a wrong key costs a host nothing: the key that the room confirmed is kept, and said next', async () => {
    const keep = makeMemoryKeep();
    const withKey = (key: string, room = new FakeRoom()) =>
      openPage({ room, keep, options: { key } });
    const host = await withKey('host-key');
    await host.clock.turn(100);
    expect(keep.key()).toBe('host-key');
    host.dispose();
    const tricked = await withKey('aaaaaaaa');
    await tricked.clock.turn(100);
    expect(tricked.room.requests.map(({ key }) => key)).toEqual(['aaaaaaaa', 'host-key']);
    expect(tricked.link.you()).toMatchObject({ host: true, key: 'host-key' });
    tricked.dispose();
    const closed = new FakeRoom();
    closed.closed = true;
    const shutOut = await withKey('aaaaaaaa', closed);
    await shutOut.clock.turn(100);
    expect(shutOut.link.link()).toEqual({ at: 'live' });
    expect(keep.key()).toBe('host-key');
  });

  it('[LINK23] a wrong key is said once, and never kept', async () => {
    const { clock, room, keep, link } = await openPage({ options: { key: 'aaaaaaaa' } });
    await clock.turn(100);
    room.line.cut();
    await clock.turn(3000);
    expect(room.requests.map(({ key }) => key)).toEqual(['aaaaaaaa', undefined]);
    expect(link.you()?.host).toBe(false);
    expect(keep.key()).toBeUndefined();
  });

  it('[LINK24] votes from before a cut are not believed after it', async () => {
    const { room, link, clock } = await openPage();
    await clock.turn(100);
    const tally = { surface: 2, counts: [0, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0] };
    room.line.votes([tally]);
    expect(link.tallies()).toEqual([tally]);
    room.line.cut();
    await clock.turn(3000);
    expect(link.link()).toEqual({ at: 'live' });
    expect(link.tallies()).toEqual([]);
  });

  it('[CLASS37] whom the room keeps out is known once it has told', async () => {
    const { room, link, clock } = await openPage();
    await clock.turn(100);
    expect(link.removed()).toBeNull();
    const ben = { author: 2, name: 'Ben' } as Person;
    room.line.removed([ben]);
    expect(link.removed()).toEqual([ben]);
  });

  it('[INK20] a refused stroke fades, is said, and is gone', async () => {
    const page = await openPage();
    await page.clock.turn(100);
    const refused = vi.fn();
    page.link.onRefused(refused);
    page.room.frozen = true;
    draw(page.link);
    await page.clock.turn(100);
    expect(refused).toHaveBeenCalledWith(expect.objectContaining({ stroke: 1, reason: 'frozen' }));
    expect(overlay(page)).toMatchObject([{ refused: true }]);
    await page.clock.turn(2000);
    expect(overlay(page)).toHaveLength(0);
    expect(page.link.saved()).toEqual({ at: 'saved' });
  });

  it('[INK27] of a stroke that is frozen under the pen what the room has stays, as a stroke to be undone', async () => {
    const page = await openPage();
    const { room, link, clock } = page;
    await clock.turn(100);
    const refused = vi.fn();
    link.onRefused(refused);
    draw(link);
    const pen = link.ownInk.begin({ surface: 0, pressure: false });
    pen.add(points(3));
    await clock.turn(100);
    room.freeze();
    pen.add(points(6).slice(points(3).length));
    await clock.turn(100);
    expect(refused).toHaveBeenCalledWith(expect.objectContaining({ stroke: 2, reason: 'frozen' }));
    pen.add(points(9).slice(points(6).length));
    await clock.turn(2000);
    pen.end();
    expect(overlay(page)).toHaveLength(0);
    expect(link.strokes.get('1.2')).toMatchObject({ done: true, points: points(3) });
    room.frozen = false;
    link.ownInk.undo();
    await clock.turn(200);
    expect(own(room).map(({ stroke }) => stroke)).toEqual([1]);
    link.ownInk.redo();
    await clock.turn(200);
    expect(own(room)).toMatchObject([{ stroke: 1 }, { stroke: 3, points: points(3) }]);
  });

  it('[INK21] a busy server is told as "not saved", and gets the ink when it can keep it again', async () => {
    const page = await openPage();
    await page.clock.turn(100);
    page.room.busy = 'busy';
    draw(page.link);
    await page.clock.turn(1000);
    expect(page.link.saved()).toMatchObject({ at: 'not-saved' });
    page.room.busy = null;
    await page.clock.turn(6000);
    expect(page.link.saved()).toEqual({ at: 'saved' });
    expect(own(page.room)).toHaveLength(1);
  });

  it('[INK28] one message that was too fast costs no ink, however many are in flight behind it', async () => {
    const page = await openPage();
    const { room, link, clock } = page;
    await clock.turn(100);
    const refused = vi.fn();
    link.onRefused(refused);
    room.holding = true;
    const pen = link.ownInk.begin({ surface: 0, pressure: false });
    for (let n = 0; n < 10; n++) {
      room.busy = n === 1 ? 'too-fast' : null;
      pen.add(points(n + 1).slice(points(n).length));
      await clock.turn(20);
    }
    expect(room.messages).toHaveLength(10);
    room.release();
    await clock.turn(2000);
    pen.end();
    await clock.turn(1000);
    expect(refused).not.toHaveBeenCalled();
    expect(own(room)).toMatchObject([{ done: true, points: points(10) }]);
  });

  it('[LINK40] ink that waited over a reload keeps its number where the browser forgot its numbers', async () => {
    const keep = makeMemoryKeep();
    const kept = { stroke: 1, surface: 0, pressure: false, points: points(3) };
    keep.kept = { strokes: [kept], erasures: [] };
    const room = new FakeRoom();
    room.reachable = false;
    const page = await openPage({ room, keep });
    draw(page.link, 5);
    room.reachable = true;
    await page.clock.turn(3000);
    const counts = own(page.room).map((s) => [s.stroke, s.points.length]);
    expect(counts).toEqual([
      [1, 12],
      [2, 20],
    ]);
  });

  it.each(['seen', 'acknowledged'])(
    '[LINK40] ink that waited gets another number where the pen took its own and was %s before it was read',
    async (state) => {
      const keep = makeMemoryKeep();
      const kept = { stroke: 1, surface: 0, pressure: false, points: points(3) };
      let tell = () => {};
      keep.changes = () =>
        new Promise((resolve) => (tell = () => resolve({ strokes: [kept], erasures: [] })));
      const page = await openPage({ keep });
      await page.clock.turn(100);
      page.room.holding = state === 'seen';
      draw(page.link, 5);
      await page.clock.turn(200);
      expect([...page.link.ownInk.strokes()]).toEqual([]);
      tell();
      await page.clock.turn(200);
      // From here on what waits is kept again.
      page.room.holding = true;
      draw(page.link, 4);
      await page.clock.turn(1000);
      expect(keep.kept?.strokes.at(-1)?.stroke).toBe(3);
      page.room.release();
      await page.clock.turn(3000);
      expect(own(page.room).map((s) => [s.stroke, s.points.length])).toEqual([
        [1, 20],
        [2, 12],
        [3, 16],
      ]);
      expect(keep.kept).toBeNull();
    },
  );

  it('[INK22] what was not acknowledged outlives a page that is left before it has read it', async () => {
    const keep = makeMemoryKeep();
    const kept = { stroke: 1, surface: 0, pressure: false, points: points(3) };
    keep.kept = { strokes: [kept], erasures: [] };
    let tell = () => {};
    const read = keep.kept;
    keep.changes = () => new Promise((resolve) => (tell = () => resolve(read)));
    const page = await openPage({ keep });
    page.dispose();
    tell();
    await page.clock.turn(1000);
    expect(keep.kept).toEqual(read);
  });

  it('[LINK42] ends strokes that a page before this one left open, and none that is under its pen', async () => {
    const room = new FakeRoom();
    const left = { author: 1, stroke: 1, surface: 0, pressure: false, done: false };
    room.put({ ...left, points: points(3) });
    room.put({ ...left, author: 2, points: points(3) });
    const page = await openPage({ room });
    const pen = page.link.ownInk.begin({ surface: 0, pressure: false });
    pen.add(points(4));
    await page.clock.turn(4000);
    expect(own(room).map(({ stroke, done }) => [stroke, done])).toEqual([
      [2, false],
      [1, true],
    ]);
    expect(own(room)[1]?.points).toEqual(points(3));
    pen.end();
    await page.clock.turn(1000);
    expect(page.link.saved()).toEqual({ at: 'saved' });
    expect(room.strokes().find(({ author }) => author === 2)?.done).toBe(false);
  });

  it('[LINK43] what was taken back while the line was down stays away, though the room had seen it', async () => {
    const page = await openPage();
    page.room.holding = true;
    draw(page.link);
    await page.clock.turn(100);
    expect(own(page.room)).toHaveLength(1);
    page.room.line.cut();
    page.room.holding = false;
    page.link.ownInk.undo();
    await page.clock.turn(5000);
    expect(own(page.room)).toEqual([]);
    expect([...page.link.strokes.strokes()]).toEqual([]);
  });

  /** A page that was reloaded when the room had its stroke and had not said so; the room cannot be reached yet. */
  async function reloadUnanswered() {
    const { room, keep, link, clock, dispose } = await openPage();
    await clock.turn(100);
    room.holding = true;
    draw(link);
    await clock.turn(400);
    room.reachable = false;
    room.line.cut();
    room.holding = false;
    dispose();
    expect([room.strokes().length, keep.kept?.strokes.length]).toEqual([1, 1]);
    const page = await openPage({ room, keep });
    await page.clock.turn(500);
    return page;
  }

  it('[LINK43] what was taken back after a reload, before the room answered, stays away', async () => {
    const { room, link, clock } = await reloadUnanswered();
    link.ownInk.undo();
    room.reachable = true;
    await clock.turn(6000);
    expect(link.link()).toEqual({ at: 'live' });
    expect(own(room)).toEqual([]);
    expect([...link.strokes.strokes(), ...link.ownInk.strokes(), ...link.ownInk.hidden]).toEqual(
      [],
    );
    expect(link.saved()).toEqual({ at: 'saved' });
    link.ownInk.redo();
    await clock.turn(1000);
    expect(own(room)).toHaveLength(1);
  });

  it('[LINK43] what was taken back and done again after a reload, before the room answered, is there once', async () => {
    const { room, link, clock } = await reloadUnanswered();
    link.ownInk.undo();
    link.ownInk.redo();
    room.reachable = true;
    await clock.turn(6000);
    expect(own(room).map(({ stroke }) => stroke)).toEqual([2]);
    expect([...link.strokes.strokes()].map(({ stroke }) => stroke)).toEqual([2]);
  });

  it.each(['before', 'after'])(
    '[LINK43] what was erased after a reload, before the room answered, stays away over one more reload, read %s the room answers',
    async (read) => {
      const { room, keep, link, clock, dispose } = await reloadUnanswered();
      link.ownInk.eraser().touch([[0, 1]]);
      await clock.turn(500);
      dispose();
      const kept = keep.kept;
      expect(kept).toEqual({ strokes: [], erasures: [[0, 1]] });
      let tell = () => {};
      if (read === 'after') {
        keep.changes = () => new Promise((resolve) => (tell = () => resolve(kept ?? undefined)));
      }
      const again = await openPage({ room, keep });
      room.reachable = true;
      await again.clock.turn(3000);
      tell();
      await again.clock.turn(3000);
      expect(again.link.link()).toEqual({ at: 'live' });
      expect(own(room)).toEqual([]);
      expect(again.link.saved()).toEqual({ at: 'saved' });
      expect(keep.kept).toBeNull();
    },
  );

  it('[LINK43] what was erased before the room answered takes no new ink with it where the browser forgot its numbers', async () => {
    const keep = makeMemoryKeep();
    keep.kept = { strokes: [], erasures: [[0, 1]] };
    const room = new FakeRoom();
    room.reachable = false;
    const page = await openPage({ room, keep });
    draw(page.link);
    room.reachable = true;
    await page.clock.turn(3000);
    expect(own(page.room).map(({ stroke }) => stroke)).toEqual([2]);
  });

  it('[LINK43] whoever comes back as another person takes back the ink of nobody else', async () => {
    const { room, link, clock } = await reloadUnanswered();
    link.ownInk.undo();
    room.author = 2;
    room.reachable = true;
    await clock.turn(6000);
    expect(room.strokes().map(({ author, stroke }) => [author, stroke])).toEqual([[1, 1]]);
    expect(link.saved()).toEqual({ at: 'saved' });
  });

  it('[INK22] what was not acknowledged outlives a reload', async () => {
    const keep = makeMemoryKeep();
    const room = new FakeRoom();
    const page = await openPage({ room, keep });
    await page.clock.turn(100);
    room.reachable = false;
    room.line.cut();
    draw(page.link);
    page.link.ownInk.begin({ surface: 0, pressure: false }).add(points(4, 500));
    await page.clock.turn(1000);
    page.dispose();
    expect(keep.kept?.strokes).toHaveLength(2);
    room.reachable = true;
    const again = await openPage({ room, keep });
    await again.clock.turn(3000);
    expect(own(room).map(({ stroke, done }) => [stroke, done])).toEqual([
      [1, true],
      [2, true],
    ]);
    expect(keep.kept).toBeNull();
    expect(draw(again.link)).toBe(3);
  });

  it('[INK23] a stroke of 4,000 points goes on as another one', async () => {
    const page = await openPage();
    await page.clock.turn(100);
    const pen = page.link.ownInk.begin({ surface: 0, pressure: false });
    for (let i = 0; i < 9; i++) {
      pen.add(points(500).map((n, j) => (j % 4 === 2 ? n + i * 4000 : n)));
      await page.clock.turn(40);
    }
    pen.end();
    await page.clock.turn(500);
    expect(own(page.room).map((s) => s.points.length / 4)).toEqual([4000, 501]);
  });

  it('[INK24] a stroke taken back under a second finger leaves nothing, sent or not', async () => {
    const page = await openPage();
    await page.clock.turn(100);
    const pen = page.link.ownInk.begin({ surface: 0, pressure: false });
    pen.add(points(3));
    await page.clock.turn(50);
    pen.cancel();
    await page.clock.turn(500);
    expect(own(page.room)).toHaveLength(0);
    expect(overlay(page)).toHaveLength(0);
    expect(page.link.ownInk.canUndo()).toBe(false);
    expect(page.link.ownInk.hidden.size).toBe(0);
    expect(page.link.saved()).toEqual({ at: 'saved' });
  });

  it('[INK26] what a crash forgot of one’s ink is sent again, with all that was drawn on it since', async () => {
    const page = await openPage();
    const { room, link, clock } = page;
    await clock.turn(100);
    room.holding = true;
    const pen = link.ownInk.begin({ surface: 0, pressure: false });
    pen.add(points(3));
    await clock.turn(100);
    // A frame has shown it, and no answer has said that it is kept.
    expect(own(room)).toHaveLength(1);
    room.reachable = false;
    room.line.cut();
    pen.add(points(8).slice(points(3).length));
    pen.end();
    room.holding = false;
    room.crash();
    room.reachable = true;
    await clock.turn(3000);
    expect(own(room)).toMatchObject([{ stroke: 1, done: true, points: points(8) }]);
    expect(overlay(page)).toHaveLength(0);
    expect(link.saved()).toEqual({ at: 'saved' });
  });

  it('[INK26] what was acknowledged and is not on another canvas was erased: the pen goes on as a fresh stroke', async () => {
    const page = await openPage();
    const { room, link, clock } = page;
    await clock.turn(100);
    const pen = link.ownInk.begin({ surface: 0, pressure: false });
    pen.add(points(3));
    await clock.turn(100);
    room.line.cut();
    room.erase([[1, 1]]);
    room.crash();
    await clock.turn(3000);
    pen.add([900, 900, 300, 128, 910, 910, 310, 128]);
    pen.end();
    await clock.turn(200);
    expect(own(room)).toMatchObject([{ stroke: 2, done: true }]);
  });

  it('[INK25] ink that somebody erases under the pen goes on as a fresh stroke', async () => {
    const page = await openPage();
    await page.clock.turn(100);
    const pen = page.link.ownInk.begin({ surface: 0, pressure: false });
    pen.add(points(3));
    await page.clock.turn(100);
    page.room.erase([[1, 1]]);
    await page.clock.turn(100);
    pen.add([900, 900, 300, 128, 910, 910, 310, 128]);
    pen.end();
    await page.clock.turn(200);
    expect(own(page.room)).toMatchObject([{ stroke: 2, done: true }]);
    expect(own(page.room)[0]?.points.slice(0, 2)).toEqual([900, 900]);
  });
});

describe('the snapshot', () => {
  it('[LINK20] a newcomer shows the canvas before the line is up, and asks only for what is newer', async () => {
    const room = new FakeRoom();
    room.put({ author: 2, stroke: 1, surface: 0, done: true, pressure: false, points: points(3) });
    room.put({ author: 1, stroke: 4, surface: 0, done: true, pressure: false, points: points(3) });
    room.reachable = false;
    const canvas = encodeStateAsUpdate(room.doc);
    const snapshot = async () => ({ epoch: 1, canvas, readings: new Uint8Array() });
    const page = await openPage({ room, snapshot });
    await page.clock.turn(100);
    expect(page.link.strokes.size).toBe(2);
    room.reachable = true;
    await page.clock.turn(3000);
    expect(room.requests[0]?.have?.epoch).toBe(1);
    expect(page.link.ownInk.canUndo()).toBe(true);
    expect(draw(page.link)).toBe(5);
  });

  it('[LINK21] a snapshot that never comes holds nobody up', async () => {
    const page = await openPage({ snapshot: () => new Promise(() => {}) });
    await page.clock.turn(2000);
    expect(page.link.link()).toEqual({ at: 'live' });
  });
});

import { beforeEach, describe, expect, it } from 'vitest';
import { Hub, LocalBus } from '../src/cluster/local-bus.ts';
import { readConfig } from '../src/config.ts';
import { clear, erase, restore } from '../src/room/acts.ts';
import { host } from '../src/room/host.ts';
import { tallies, vote } from '../src/room/votes.ts';
import { HandClock } from './hand-clock.ts';
import { line } from './harness.ts';
import { Machine, Page, plain } from './machines.ts';

it('[CLUSTER15] without SECRET a machine that shares rooms does not start, and says why', () => {
  const REDIS_URL = 'redis://127.0.0.1';
  expect(() => readConfig({ REDIS_URL })).toThrow(/SECRET must be set/);
  expect(readConfig({ REDIS_URL, SECRET: 'x' }).redisUrl).toBe(REDIS_URL);
});

describe('rooms across machines', () => {
  let clock: HandClock;
  let machines: Machine[];
  let code: string;
  let key: string;

  /** Lets everything that is under way arrive. */
  const settle = async (ms = 100) => {
    for (let i = 0; i < 12; i++) {
      await new Promise((done) => setImmediate(done));
      clock.turn(ms / 12);
    }
  };
  const machine = (n: number) => machines[n] as Machine;
  const joined = async (n: number, page = new Page()) => {
    const entry = page.join(machine(n), code);
    await settle();
    expect(await entry).toBeNull();
    return page;
  };
  const until = async <T>(promise: Promise<T>, ms?: number) => {
    await settle(ms);
    return promise;
  };
  const hosting = () => {
    const page = new Page();
    page.key = key;
    return page;
  };

  beforeEach(async () => {
    clock = new HandClock();
    const hub = new Hub({ now: clock.now, later: (_machine, run) => queueMicrotask(run) });
    machines = ['a', 'b', 'c'].map((name) => new Machine(hub, name, clock));
    const made = await machine(0).rooms.make('board');
    if ('reason' in made) throw new Error(made.message);
    ({ code, key } = made);
  });

  it('[CLUSTER2] people on three machines have numbers of their own and see each other and their ink', async () => {
    const pages = [await joined(0), await joined(1), await joined(2)];
    expect(pages.map((page) => page.author)).toEqual([1, 2, 3]);
    for (const [i, page] of pages.entries()) {
      expect(await until(page.draw(line(1, 3 + i, { done: i > 0 })))).toEqual({ ok: true });
    }
    await settle();
    for (const page of pages) {
      expect(page.shownPeople.map((p) => [p.author, p.here])).toEqual([
        [1, true],
        [2, true],
        [3, true],
      ]);
      expect(plain(page.strokes.strokes())).toEqual({
        '1.1': { surface: 0, done: false, points: line(1, 3).points.join() },
        '2.1': { surface: 0, done: true, points: line(1, 4).points.join() },
        '3.1': { surface: 0, done: true, points: line(1, 5).points.join() },
      });
    }
  });

  it('[CLUSTER3] a pen that comes to another machine goes on with its stroke', async () => {
    const watcher = await joined(2);
    const page = await joined(0);
    await until(page.draw(line(1, 5, { done: false })));
    page.leave();
    await joined(1, page);
    expect(await until(page.draw(line(1, 4, { at: 5, done: false })))).toEqual({ ok: true });
    expect(await until(page.draw(line(1, 4, { at: 9 })))).toEqual({ ok: true });
    await settle(31_000);
    const whole = {
      [`${page.author}.1`]: { surface: 0, done: true, points: line(1, 13).points.join() },
    };
    expect(plain(watcher.strokes.strokes())).toEqual(whole);
    for (const { rooms } of machines) {
      const room = await rooms.get(code);
      expect(plain(room?.canvas.strokes() ?? [])).toEqual(whole);
      expect(room?.canvas.pointTotal).toBe(13);
      expect(room?.canvas.doc.getArray('ink').length).toBe(1);
    }
  });

  it('[CLUSTER4] what is erased, cleared and restored on one machine is so on all; a late repeat changes nothing', async () => {
    const [a, b] = [await joined(0), await joined(1)];
    await until(a.draw(line(1, 3), line(2, 4)));
    await until(b.draw(line(1, 5)));
    const session = () => a.session as NonNullable<Page['session']>;
    await until(erase(session().room, session().pen, [[a.author, 1]]));
    expect(Object.keys(plain(b.strokes.strokes()))).toEqual(['1.2', '2.1']);
    a.leave();
    await joined(2, a);
    expect(await until(a.draw(line(1, 3)))).toEqual({ ok: true });
    expect(Object.keys(plain(b.strokes.strokes()))).toEqual(['1.2', '2.1']);
    const cleared = await until(clear(session().room, session().pen));
    expect(Object.keys(plain(b.strokes.strokes()))).toEqual(['2.1']);
    a.leave();
    await joined(1, a);
    if (!cleared.ok) throw new Error(cleared.reason);
    expect(await until(restore(session().room, session().pen, cleared.undo))).toEqual({ ok: true });
    await settle();
    for (const { rooms } of machines) {
      const room = await rooms.get(code);
      expect(Object.keys(plain(room?.canvas.strokes() ?? []))).toEqual(['1.2', '2.1']);
    }
  });

  it('[CLUSTER5] what the host does on one machine holds on all, and a removed person is shown out', async () => {
    const teacher = await joined(0, hosting());
    const pupil = await joined(1);
    const second = await joined(1);
    const { room, pen } = teacher.session as NonNullable<Page['session']>;
    await until(pupil.draw(line(1, 3)));
    await until(host(room, machine(0).rooms, pen, { do: 'freeze', on: true }));
    expect(pupil.shownRoom?.frozen).toBe(true);
    expect(await until(pupil.draw(line(2, 3)))).toMatchObject({ refused: [{ reason: 'frozen' }] });
    await until(host(room, machine(0).rooms, pen, { do: 'remove', author: pupil.author }));
    expect(pupil.goodbye).toBe('removed');
    // [HOST9]
    expect(second.shownRemoved).toMatchObject([{ author: 2 }]);
    expect(plain((await machine(1).room(code)).canvas.strokes())).toEqual({});
    const back = pupil.join(machine(2), code);
    expect(await until(back)).toBe('removed');
    await until(host(room, machine(0).rooms, pen, { do: 'readmit', author: pupil.author }));
    expect(Object.keys(plain((await machine(1).room(code)).canvas.strokes()))).toEqual(['2.1']);
    expect(second.shownRemoved).toEqual([]);
    expect(await until(pupil.join(machine(2), code))).toBeNull();
    expect(pupil.author).toBe(2);
  });

  it('[TASK4] [CLUSTER5] all machines count the same votes of those who left', async () => {
    const teacher = await joined(0, hosting());
    const [ada, ben] = [await joined(1), await joined(2)];
    const { room, pen } = teacher.session as NonNullable<Page['session']>;
    const task = { kind: 'fool', target: '7' } as const;
    await until(host(room, machine(0).rooms, pen, { do: 'task', task }));
    const say = (page: Page, says: number) => {
      const { room, pen } = page.session as NonNullable<Page['session']>;
      return vote(room, pen, { surface: teacher.author, says });
    };
    const counts = async () => {
      await settle();
      const rooms = await Promise.all(machines.map(({ rooms }) => rooms.get(code)));
      return rooms.map((room) => (room ? tallies(room)[0]?.counts.join('') : ''));
    };
    expect([say(ada, 1), say(ben, 2)]).toEqual([{ ok: true }, { ok: true }]);
    await settle();
    ada.leave();
    expect(await counts()).toEqual(Array(3).fill('01100000000'));
    const again = await joined(2);
    say(again, 3);
    expect(await counts()).toEqual(Array(3).fill('00110000000'));
  });

  it('[HOST6] freezing ends strokes on every machine, also what was drawn there before it was heard of', async () => {
    const [teacher, pupil] = [await joined(0, hosting()), await joined(1)];
    await until(pupil.draw(line(1, 3, { done: false })));
    const { room, pen } = teacher.session as NonNullable<Page['session']>;
    const both = [
      host(room, machine(0).rooms, pen, { do: 'freeze', on: true }),
      pupil.draw(line(1, 4, { at: 3, done: false }), line(2, 3, { done: false })),
    ];
    expect(await until(Promise.all(both))).toEqual([{ ok: true }, { ok: true }]);
    await settle();
    const whole = {
      '2.1': { surface: 0, done: true, points: line(1, 7).points.join() },
      '2.2': { surface: 0, done: true, points: line(2, 3).points.join() },
    };
    for (const page of [teacher, pupil]) expect(plain(page.strokes.strokes())).toEqual(whole);
  });

  it('[CLUSTER6] two hosts who say different things at once agree in the end', async () => {
    const [a, b] = [await joined(0, hosting()), await joined(1, hosting())];
    const does = (page: Page, n: number, on: boolean) => {
      const { room, pen } = page.session as NonNullable<Page['session']>;
      return host(room, machine(n).rooms, pen, { do: 'freeze', on });
    };
    await until(
      Promise.all([does(a, 0, true), does(b, 1, false), does(a, 0, false), does(b, 1, true)]),
    );
    const frozen = await Promise.all(machines.map(async (m) => (await m.room(code)).record.frozen));
    expect(new Set(frozen).size).toBe(1);
  });

  it('[CLUSTER7] an ended room is ended everywhere', async () => {
    const teacher = await joined(0, hosting());
    const pupil = await joined(1);
    const { room, pen } = teacher.session as NonNullable<Page['session']>;
    await until(host(room, machine(0).rooms, pen, { do: 'end' }));
    expect(pupil.goodbye).toBe('ended');
    expect(await until(machine(2).rooms.get(code))).toBeNull();
    expect(machine(1).rooms.openCount).toBe(0);
  });

  it('[HOST5] a room that a machine that is cut off cannot delete goes on everywhere, and its host is told', async () => {
    const [teacher, pupil, other] = [await joined(0, hosting()), await joined(0), await joined(1)];
    const { room, pen } = teacher.session as NonNullable<Page['session']>;
    const end = () => until(host(room, machine(0).rooms, pen, { do: 'end' }));
    machine(0).bus.cut();
    expect(await end()).toMatchObject({ ok: false, reason: 'busy' });
    machine(0).bus.mend();
    await settle(1500);
    expect(await until(pupil.draw(line(1, 3)))).toEqual({ ok: true });
    for (let i = 0; i < 4; i++) await settle(4000);
    expect(Object.keys(plain(other.strokes.strokes()))).toEqual(['2.1']);
    expect(other.shownPeople.filter((p) => p.here)).toHaveLength(3);
    expect(await end()).toEqual({ ok: true });
    expect([teacher, pupil, other].map((page) => page.goodbye)).toEqual([
      'ended',
      'ended',
      'ended',
    ]);
  });

  it('[CLUSTER8] a dead machine loses nothing acknowledged; its people vanish, their strokes end', async () => {
    const [a, b] = [await joined(0), await joined(1)];
    await until(a.draw(line(1, 6, { done: false })));
    machine(0).bus.cut();
    expect(b.shownPeople.find((p) => p.author === a.author)?.here).toBe(true);
    for (let i = 0; i < 4; i++) await settle(4000);
    expect(b.shownPeople.find((p) => p.author === a.author)?.here).toBe(false);
    for (let i = 0; i < 8; i++) await settle(5000);
    expect(plain(b.strokes.strokes())).toEqual({
      '1.1': { surface: 0, done: true, points: line(1, 6).points.join() },
    });
  });

  it('[CLUSTER9] a machine that is cut off draws on, says that nothing is saved, and heals', async () => {
    const [a, a2, b] = [await joined(0), await joined(0), await joined(1)];
    machine(0).bus.cut();
    expect(await until(a.draw(line(1, 4)))).toMatchObject({ ok: false, reason: 'busy' });
    expect(Object.keys(plain(a2.strokes.strokes()))).toEqual(['1.1']);
    await until(b.draw(line(1, 2)));
    expect(Object.keys(plain(b.strokes.strokes()))).toEqual(['3.1']);
    machine(0).bus.mend();
    await settle();
    expect(Object.keys(plain(a.strokes.strokes()))).toEqual(['1.1', '3.1']);
    expect(plain(b.strokes.strokes())).toEqual(plain(a.strokes.strokes()));
    expect(await until(a.draw(line(1, 4)))).toEqual({ ok: true });
  });

  it('[CLUSTER10] a bus that forgot everything is given it back', async () => {
    const [a, b] = [await joined(0), await joined(1)];
    await until(a.draw(line(1, 4)));
    await until(b.draw(line(1, 2)));
    for (const { bus } of machines) bus.cut();
    machine(0).bus.hub.rooms.clear();
    for (const { bus } of machines) bus.mend();
    await settle();
    const late = await joined(2);
    expect(late.author).toBe(3);
    expect(plain(late.strokes.strokes())).toEqual(plain(a.strokes.strokes()));
    expect(Object.keys(plain(late.strokes.strokes()))).toEqual(['1.1', '2.1']);
  });

  it('[CLUSTER11] a long log is folded by one machine, and any machine opens the room from that', async () => {
    const a = await joined(0);
    await joined(1);
    for (let stroke = 1; stroke <= 420; stroke++) await until(a.draw(line(stroke, 2)), 24);
    for (let i = 0; i < 2; i++) await settle(5000);
    const kept = machine(0).bus.hub.rooms.get(code);
    expect(kept?.log.length).toBeLessThan(100);
    const late = await joined(2);
    expect(Object.keys(plain(late.strokes.strokes()))).toHaveLength(420);
  });

  it('[CLUSTER12] who saw ink that died with its machine starts anew and does not keep it', async () => {
    const [a, a2] = [await joined(0), await joined(0)];
    const b = await joined(1);
    machine(0).bus.cut();
    await until(a.draw(line(1, 4)));
    expect(Object.keys(plain(a2.strokes.strokes()))).toEqual(['1.1']);
    await joined(1, a2);
    await settle();
    expect(plain(a2.strokes.strokes())).toEqual({});
    expect(a2.epoch).toBeGreaterThan(1);
    await joined(1, a);
    expect(await until(a.draw(line(1, 4)))).toEqual({ ok: true });
    await settle();
    for (const page of [a, a2, b])
      expect(Object.keys(plain(page.strokes.strokes()))).toEqual(['1.1']);
  });

  it('[READ17] of a room that is let go the reader hears nothing more, whatever is still under way to it', async () => {
    const underWay: (() => void)[] = [];
    const hub = new Hub({ now: clock.now, later: (_machine, run) => void underWay.push(run) });
    const told: string[] = [];
    const reader = {
      ink: () => void told.push('ink'),
      erase: () => void told.push('erase'),
      forget: () => void told.push('forget'),
    };
    machines = [new Machine(hub, 'd', clock, reader), new Machine(hub, 'e', clock)];
    const arrives = async () => {
      underWay.shift()?.();
      await settle(0);
    };
    const arrived = async <T>(promise: Promise<T>) => {
      await settle();
      while (underWay.length > 0) await arrives();
      return promise;
    };
    const made = await arrived(machine(0).rooms.make('board'));
    if ('reason' in made) throw new Error(made.message);
    const [leaving, staying] = [new Page(), new Page()];
    await arrived(leaving.join(machine(0), made.code));
    await arrived(staying.join(machine(1), made.code));
    leaving.leave();
    machine(0).rooms.relieve();
    while (told.at(-1) !== 'forget') await arrives();
    expect(await arrived(staying.draw(line(1, 3)))).toEqual({ ok: true });
    expect(told.at(-1)).toBe('forget');
  });

  it('[CLUSTER20] an answer that is older than what came meanwhile heals nothing', async () => {
    const [a] = [await joined(0), await joined(1)];
    const { bus, cluster } = machine(1);
    const room = await machine(1).room(code);
    const late: (() => void)[] = [];
    const held = async <T>(answer: Promise<T>) => {
      const said = await answer;
      await new Promise<void>((arrives) => late.push(arrives));
      return said;
    };
    const { beat, read } = LocalBus.prototype;
    bus.beat = (...asked) => held(beat.apply(bus, asked));
    bus.read = (...asked) => held(read.apply(bus, asked));
    await settle(4100);
    const caughtUp = cluster.caughtUp(room);
    await settle();
    expect(late).toHaveLength(2);
    await until(a.draw(line(1, 3)));
    expect(room.canvas.strokeCount).toBe(1);
    const last = bus.hub.rooms.get(code)?.last;
    for (const arrives of late.splice(0)) arrives();
    expect(await until(caughtUp)).toBe(true);
    expect(bus.hub.rooms.get(code)?.last).toBe(last);
  });

  it('[CLUSTER16] ink is with the other machines before the next frame, and windows are those of the whole room', async () => {
    const [a, near, far] = [await joined(0), await joined(0), await joined(1)];
    await joined(1);
    await settle(500);
    const first = a.draw(line(1, 4));
    await settle(6);
    expect(await first).toEqual({ ok: true });
    let stored = false;
    void a.draw(line(2, 4)).then(() => {
      stored = true;
    });
    await settle(15);
    const shown = (page: Page) => Object.keys(plain(page.strokes.strokes()));
    expect(stored).toBe(true);
    // Four people have a window of 45 ms, be they two here and two there.
    expect([shown(near), shown(far)]).toEqual([['1.1'], ['1.1']]);
    await settle(45);
    expect([shown(near), shown(far)]).toEqual([
      ['1.1', '1.2'],
      ['1.1', '1.2'],
    ]);
  });
});

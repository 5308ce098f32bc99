import { SETTLE_MS } from '@inkling/shared/limits';
import { RASTER_LENGTH } from '@inkling/shared/rasterise';
import { isGone, type ReadingChange } from '@inkling/shared/reading';
import { expect, it } from 'vitest';
import { Desk } from './desk.ts';
import { packInk, type ReaderInk } from './pack.ts';

type Said = readonly (readonly [string, ReadingChange])[];

/** The probabilities of the first reading that was said. */
function probabilities(said: Said): Uint8Array {
  const change = said[0]?.[1];
  if (!change || isGone(change)) throw new Error('no reading was said');
  return change.probabilities;
}

/** What a network always says: a digit, and how likely. */
interface Says {
  readonly live: readonly [digit: number, probability: number];
  readonly final: readonly [digit: number, probability: number];
}

/** A desk with a clock turned by hand and a network that always says 3 live and 8 when finished, or something else. */
function makeDesk(says: Says = { live: [3, 1], final: [8, 1] }) {
  const said: [string, ReadingChange][] = [];
  const batches: number[] = [];
  // A look at a room may be made to take its time.
  const clock = { now: 0, lookMs: 0 };
  const desk = new Desk({
    session: {
      look: () => Promise.reject(new Error('nobody looks')),
      read(_, count) {
        batches.push(count);
        const final = new Float32Array(count * 11);
        const live = new Float32Array(count * 10);
        for (let i = 0; i < count; i++) {
          final[i * 11 + says.final[0]] = says.final[1];
          live[i * 10 + says.live[0]] = says.live[1];
        }
        return Promise.resolve({ final, live });
      },
    },
    now: () => {
      clock.now += clock.lookMs;
      return clock.now;
    },
    publish: (rooms) => {
      for (const [room, changes] of rooms) for (const change of changes) said.push([room, change]);
    },
    wake: () => {},
    life: 0,
  });
  const turn = async () => {
    const later = await desk.turn();
    return { later, said: said.splice(0) };
  };
  return { desk, clock, batches, turn };
}

const ink = (over: Partial<ReaderInk> & { points: readonly number[] }): Int32Array =>
  packInk([{ author: 1, stroke: 0, surface: 0, at: 0, done: false, ...over }], false);

const LINE = [100, 100, 0, 128, 160, 200, 16, 128];

it('[READ1] ink in progress is read by the live head, which knows no refusal', async () => {
  const { desk, turn } = makeDesk();
  desk.ink({ room: 'A', ink: ink({ points: LINE }), paceMs: 0 });
  const { said } = await turn();
  expect(said).toHaveLength(1);
  const [room, reading] = said[0] as [string, ReadingChange];
  expect(room).toBe('A');
  if (isGone(reading)) throw new Error('it is there');
  expect(reading).toMatchObject({ glyph: '1.0', surface: 0, strokes: [[1, 0]] });
  expect(reading.box).toEqual({ x: 100, y: 100, w: 60, h: 100 });
  expect(reading.probabilities[3]).toBe(255);
  expect(reading.probabilities[10]).toBe(0);
});

it('[READ2] the final head speaks once the pen has been up for a while, without another look', async () => {
  const { desk, clock, turn, batches } = makeDesk();
  desk.ink({ room: 'A', ink: ink({ points: LINE, done: true }), paceMs: 0 });
  const live = await turn();
  expect(live.said[0]?.[1]).toMatchObject({ version: 1 });
  const waiting = await turn();
  expect(waiting.later).toBe(SETTLE_MS);
  clock.now = SETTLE_MS;
  const { said } = await turn();
  expect(said).toHaveLength(1);
  expect(said[0]?.[1]).toMatchObject({ version: 2 });
  expect(probabilities(said)[8]).toBe(255);
  expect(batches).toEqual([1]);
});

it('[READ3] a repeated chunk changes nothing, and nothing is said twice', async () => {
  const { desk, turn } = makeDesk();
  desk.ink({ room: 'A', ink: ink({ points: LINE }), paceMs: 0 });
  await turn();
  desk.ink({ room: 'A', ink: ink({ points: LINE }), paceMs: 0 });
  expect((await turn()).said).toEqual([]);
});

it('[READ3] what the final head says is said as it is, however little it differs from the live head', async () => {
  const { desk, clock, turn } = makeDesk({ live: [4, 1], final: [4, 254 / 255] });
  desk.ink({ room: 'A', ink: ink({ points: LINE, done: true }), paceMs: 0 });
  expect(probabilities((await turn()).said)[4]).toBe(255);
  clock.now = SETTLE_MS;
  expect(probabilities((await turn()).said)[4]).toBe(254);
});

it('[READ3] a chunk that comes too early waits for the one before it', async () => {
  const { desk, turn } = makeDesk();
  desk.ink({ room: 'A', ink: ink({ points: [160, 300, 0, 128], at: 2 }), paceMs: 0 });
  expect((await turn()).said).toEqual([]);
  desk.ink({ room: 'A', ink: ink({ points: LINE }), paceMs: 0 });
  const { said } = await turn();
  expect(said[0]?.[1]).toMatchObject({ box: { h: 200 } });
});

it('[READ4] a dot is silent while its pen is down and no digit afterwards', async () => {
  const { desk, clock, turn, batches } = makeDesk();
  const dot = [100, 100, 0, 128, 103, 104, 16, 128];
  desk.ink({ room: 'A', ink: ink({ points: dot }), paceMs: 0 });
  expect((await turn()).said).toEqual([]);
  desk.ink({ room: 'A', ink: ink({ points: dot, done: true }), paceMs: 0 });
  await turn();
  clock.now = SETTLE_MS;
  const { said } = await turn();
  expect(probabilities(said)[10]).toBe(255);
  expect(batches).toEqual([]);
});

it('[READ5] glyphs of all rooms share a batch, and only the newest shape of each is read', async () => {
  const { desk, turn, batches } = makeDesk();
  for (const room of ['A', 'B', 'C']) {
    desk.ink({ room, ink: ink({ points: LINE }), paceMs: 0 });
    desk.ink({ room, ink: ink({ points: [160, 300, 20, 128], at: 2 }), paceMs: 0 });
  }
  const { said } = await turn();
  expect(batches).toEqual([3]);
  expect(said.map(([room]) => room)).toEqual(['A', 'B', 'C']);
});

it('[READ6] an erased glyph is gone; of a forgotten room nothing is said', async () => {
  const { desk, turn } = makeDesk();
  desk.ink({ room: 'A', ink: ink({ points: LINE }), paceMs: 0 });
  desk.ink({ room: 'B', ink: ink({ points: LINE }), paceMs: 0 });
  await turn();
  desk.erase('A', [[1, 0]]);
  desk.erase('A', [[9, 9]]);
  desk.forget('B');
  expect((await turn()).said).toEqual([['A', { glyph: '1.0', gone: true }]]);
});

it('[READ24] a glyph that comes back has versions above those it had', async () => {
  const { desk, turn } = makeDesk();
  const drawn = { points: LINE, done: true };
  const version = async () =>
    (await turn()).said.map(([, change]) => !isGone(change) && change.version);
  desk.ink({ room: 'A', ink: ink(drawn), paceMs: 0 });
  desk.ink({
    room: 'A',
    ink: ink({ ...drawn, stroke: 9, points: [3000, 0, 0, 128, 3100, 100, 9, 128] }),
    paceMs: 0,
  });
  expect(await version()).toEqual([1, 1]);
  desk.erase('A', [[1, 0]]);
  expect(await version()).toEqual([false]);
  desk.ink({ room: 'A', ink: ink(drawn), paceMs: 0 });
  expect(await version()).toEqual([2]);
});

it('[READ7] after a restart, what was spoken of and is no more is reported gone', async () => {
  const { desk, turn } = makeDesk();
  desk.inherit('A', ['1.0', '1.7']);
  desk.ink({ room: 'A', ink: ink({ points: LINE }), paceMs: 0 });
  const { said } = await turn();
  expect(said.filter(([, change]) => isGone(change))).toEqual([
    ['A', { glyph: '1.7', gone: true }],
  ]);
});

it('[READ8] a room is read no oftener than its pace, and what came meanwhile is read together', async () => {
  const { desk, clock, turn, batches } = makeDesk();
  const paced = (over: Partial<ReaderInk> & { points: readonly number[] }) =>
    desk.ink({ room: 'A', ink: ink(over), paceMs: 100 });
  paced({ points: LINE });
  expect((await turn()).said).toHaveLength(1);
  clock.now = 30;
  paced({ points: [160, 300, 20, 128], at: 2 });
  expect(await turn()).toEqual({ later: 100, said: [] });
  paced({ points: [900, 300, 0, 128, 960, 400, 16, 128], stroke: 1, done: true });
  desk.ink({ room: 'B', ink: ink({ points: LINE }), paceMs: 100 });
  expect((await turn()).said.map(([room]) => room)).toEqual(['B']);
  clock.now = 100;
  expect((await turn()).said).toHaveLength(2);
  expect(batches).toEqual([1, 1, 2]);
});

it('[READ8] rooms that were read at about the same time are read together from then on', async () => {
  const { desk, clock, turn, batches } = makeDesk();
  const draw = (room: string, at: number) =>
    desk.ink({
      room,
      ink: ink(at === 0 ? { points: LINE } : { at, points: [160, 300, 20, 128] }),
      paceMs: 100,
    });
  draw('A', 0);
  await turn();
  clock.now = 9;
  draw('B', 0);
  await turn();
  clock.now = 18;
  draw('C', 0);
  await turn();
  for (const room of ['A', 'B', 'C']) draw(room, 2);
  // A has rested at 100; B at 109 and C at 118 wait for the beat at 120.
  expect((await turn()).later).toBe(100);
  clock.now = 100;
  expect((await turn()).said.map(([room]) => room)).toEqual(['A']);
  clock.now = 110;
  expect(await turn()).toEqual({ later: 120, said: [] });
  clock.now = 119;
  expect((await turn()).said.map(([room]) => room)).toEqual(['B', 'C']);
  expect(batches).toEqual([1, 1, 1, 1, 2]);
});

it('[READ9] settled ink is read by the final head at once', async () => {
  const { desk, turn } = makeDesk();
  const inks = [{ author: 1, stroke: 0, surface: 3, at: 0, done: true, points: LINE }];
  desk.ink({ room: 'A', ink: packInk(inks, true), paceMs: 0 });
  const { said } = await turn();
  expect(probabilities(said)[8]).toBe(255);
});

it('[READ16] a finished stroke that goes on is read with all its points, as ink in progress until its pen is lifted', async () => {
  const { desk, clock, turn } = makeDesk();
  desk.ink({ room: 'A', ink: ink({ points: LINE }), paceMs: 0 });
  desk.ink({ room: 'A', ink: ink({ points: [], at: 2, done: true }), paceMs: 0 });
  await turn();
  clock.now = SETTLE_MS;
  expect(probabilities((await turn()).said)[8]).toBe(255);
  desk.ink({ room: 'A', ink: ink({ points: LINE, done: true }), paceMs: 0 });
  expect((await turn()).said).toEqual([]);
  desk.ink({ room: 'A', ink: ink({ points: [160, 400, 40, 128], at: 3 }), paceMs: 0 });
  desk.ink({ room: 'A', ink: ink({ points: [160, 300, 30, 128], at: 2 }), paceMs: 0 });
  const { said, later } = await turn();
  expect(said).toMatchObject([['A', { glyph: '1.0', version: 3, box: { h: 300 } }]]);
  expect([probabilities(said)[3], later]).toEqual([255, Infinity]);
  desk.ink({ room: 'A', ink: ink({ points: [], at: 4, done: true }), paceMs: 0 });
  await turn();
  clock.now = 2 * SETTLE_MS;
  expect(probabilities((await turn()).said)[8]).toBe(255);
});

it('[READ31] each room gets its share of every run of the network, however much another has to be read', async () => {
  const { desk, turn } = makeDesk();
  for (let stroke = 0; stroke < 200; stroke++) {
    const x = 10 + 100 * (stroke % 20);
    const y = 10 + 200 * Math.floor(stroke / 20);
    const points = [x, y, 0, 128, x + 30, y + 90, 16, 128];
    desk.ink({ room: 'A', ink: ink({ stroke, points }), paceMs: 0 });
  }
  desk.ink({ room: 'B', ink: ink({ points: LINE }), paceMs: 0 });
  const { said } = await turn();
  expect(said.filter(([room]) => room === 'B')).toHaveLength(1);
  expect(said.filter(([room]) => room === 'A').length).toBeGreaterThan(40);
});

it('[READ32] a room that takes long to look at rests four times as long before the next look', async () => {
  const { desk, clock, turn } = makeDesk();
  clock.lookMs = 50;
  desk.ink({ room: 'A', ink: ink({ points: LINE }), paceMs: 0 });
  expect((await turn()).said).toHaveLength(1);
  clock.lookMs = 0;
  desk.ink({ room: 'A', ink: ink({ points: [160, 300, 32, 128], at: 2 }), paceMs: 0 });
  const { said, later } = await turn();
  expect([said, later > clock.now + 75]).toEqual([[], true]);
  clock.now = later;
  expect((await turn()).said).toHaveLength(1);
});

it('[READ32] what the network said of a slow room is heeded when it has rested, though nothing else wakes the reader', async () => {
  const { desk, clock, turn } = makeDesk({ live: [3, 1], final: [8, 0.3] });
  const line = (stroke: number): ReaderInk => {
    const points = Array.from({ length: 21 }, (_, i) => [100 + 80 * stroke, 100 + 20 * i, 16, 128]);
    return { author: 1, stroke, surface: 1, at: 0, done: true, points: points.flat() };
  };
  clock.lookMs = 50;
  desk.ink({ room: 'A', ink: packInk([line(0), line(1)], true), paceMs: 0 });
  let last: ReadingChange | undefined;
  for (let later = 0; later < Infinity; ) {
    const now = await turn();
    last = now.said.at(-1)?.[1] ?? last;
    clock.lookMs = 0;
    later = now.later;
    if (later < Infinity) clock.now = Math.max(clock.now, later);
  }
  expect(last).toMatchObject({
    glyph: '1.0',
    strokes: [
      [1, 0],
      [1, 1],
    ],
  });
});

it('[READ35] an answer to a question that waited its turn is not told of a glyph that has another shape by then', async () => {
  const said = new Map<string, ReadingChange>();
  const clock = { now: 0 };
  // A network that is of two minds about everything: what it says is a hash of what it is shown.
  const desk = new Desk({
    session: {
      look: () => Promise.reject(new Error('nobody looks')),
      read({ rasters }, count) {
        const final = new Float32Array(count * 11);
        for (let i = 0; i < count; i++) {
          let hash = 7;
          for (const shade of rasters.subarray(i * RASTER_LENGTH, (i + 1) * RASTER_LENGTH)) {
            hash = (Math.imul(hash, 31) + shade) >>> 0;
          }
          final[i * 11 + 8] = [0.02, 0.4, 0.97, 0.99][hash % 4] as number;
        }
        return Promise.resolve({ final, live: new Float32Array(count * 10) });
      },
    },
    now: () => clock.now,
    publish: (rooms) => {
      for (const [room, changes] of rooms)
        for (const change of changes) said.set(`${room} ${change.glyph}`, change);
    },
    wake: () => {},
    life: 0,
  });
  let seed = 1;
  const random = (span: number) => {
    seed = (Math.imul(seed, 1_103_515_245) + 12_345) >>> 0;
    return (seed >>> 8) % span;
  };
  for (let room = 0; room < 100; room++) {
    const strokes = Array.from({ length: 8 }, (_, stroke): ReaderInk => {
      const [x, y] = [100 + random(160), 100 + random(160)];
      const [dx, dy] = [random(9), random(9)];
      const points = Array.from({ length: 12 }, (_, i) => [x + i * dx, y + i * dy, 16, 128]);
      return { author: 1, stroke, surface: 0, at: 0, done: true, points: points.flat() };
    });
    desk.ink({ room: `room${room}`, ink: packInk(strokes, true), paceMs: 0 });
  }
  for (let later = 0; later < Infinity; ) {
    later = await desk.turn();
    if (later < Infinity) clock.now = Math.max(clock.now, later);
  }
  expect(said.size).toBeGreaterThan(300);
  for (const [key, change] of said) {
    if (isGone(change)) continue;
    const glyph = desk.glyph(key.split(' ')[0] as string, change.glyph);
    const strokes = glyph?.traces.map(({ author, stroke }) => [author, stroke]);
    expect(change.strokes, key).toEqual(strokes);
  }
});

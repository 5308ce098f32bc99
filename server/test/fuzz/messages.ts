import { decodeBareInk, encodeBareInk } from '@inkling/shared/bare';
import { onSurface } from '@inkling/shared/canvas';
import { decodeFrame, encodeFrame } from '@inkling/shared/frame';
import { type Chunk, decodeChunks, encodeChunks } from '@inkling/shared/ink';
import { packInk, readPackedInk } from '@inkling/shared/packed-ink';
import * as v from 'valibot';
import { readConfig } from '../../src/config.ts';
import * as schema from '../../src/peer/schema.ts';
import { type Ground, judge, type Pen } from '../../src/room/gate.ts';
import { Random } from './random.ts';

/** What came of a run. */
export interface Tried {
  readonly messages: number;
  readonly decoded: number;
  /** Chunks that were refused while others of their message could be taken. */
  readonly bad: number;
  readonly accepted: number;
  readonly parsed: number;
}

const { limits } = readConfig({});
const pen: Pen = {
  author: 5,
  as: 'draw',
  host: false,
  takePoints: () => true,
  payPoints: () => {},
  takeStrokes: () => true,
  putOff: new Map(),
};
const ground: Ground = {
  frozen: false,
  strokeCount: 0,
  pointTotal: 0,
  known: () => undefined,
  wasErased: () => false,
};

const SCHEMAS = [
  schema.joinSchema,
  schema.inkSchema,
  schema.eraseSchema,
  schema.clearSchema,
  schema.restoreSchema,
  schema.hostSchema,
  schema.haveSchema,
  schema.pointSchema,
  schema.voteSchema,
] as const;

/** What a screen has of a stroke before packed ink. */
const KNOWN = [10, 20, 0, 128, 14, 20, 16, 128];

const ODD: readonly unknown[] = [
  undefined, null, true, -1, 1.5, 2 ** 53, Number.NaN, Number.POSITIVE_INFINITY, '', 'x'.repeat(300), '__proto__',
  'constructor', [], [[]], {}, { __proto__: null }, JSON.parse('{"__proto__":{"admin":true}}'), new Uint8Array(3),
  new ArrayBuffer(2), new Date(0), () => 1, Symbol.iterator, 10n, { toString: null }, '\u0000', '\ud800',
]; // biome-ignore format: a list

const FAIR: readonly object[] = [
  { v: 1, room: 'ABCDEF', name: 'Otter', as: 'draw', token: '1.x', key: 'k', kind: 'class' },
  { strokes: [[1, 2], [3, 4]] },
  { surface: 3 },
  { undo: 'id' },
  { do: 'freeze', on: true },
  { do: 'remove', author: 3 },
  { do: 'task', task: { kind: 'draw', target: '7' } },
  { do: 'spotlight', surface: null },
  { epoch: 1, vector: new Uint8Array([0]) },
  [0, 10, 20],
  { surface: 1, says: 4 },
]; // biome-ignore format: a list

/** Throws on the first message that is taken wrongly; what the codec and the gate must not do is throw. */
export function tryMessages(seed: number, messages: number): Tried {
  const random = new Random(seed);
  const seeds = fairInk(random);
  const tried = { messages, decoded: 0, bad: 0, accepted: 0, parsed: 0 };
  for (let i = 0; i < messages; i++) {
    if (i % 4 === 3) tried.parsed += tryObject(random);
    else if (i % 4 === 2) tryFrame(mutate(random.pick(seeds.frames), random));
    else {
      const fair = random.pick(seeds.ink);
      const sent = i % 8 < 4 ? fair : encodeBareInk({ id: i, chunks: fair });
      const message = mutate(sent, random);
      const bare = decodeBareInk(message);
      const ink = decodeChunks(bare?.chunks ?? message);
      if (!ink) continue;
      tried.decoded++;
      for (const chunk of ink.chunks) tried.accepted += tryChunk(chunk);
      for (const { stroke } of ink.bad) if (!isNumber(stroke)) throw new Error(`odd: ${stroke}`);
      tried.bad += ink.bad.length;
    }
  }
  if (({} as { admin?: boolean }).admin !== undefined) throw new Error('a prototype was polluted');
  return tried;
}

const isNumber = (n: number) => Number.isSafeInteger(n) && n >= 0;

/** What the codec lets through lies on its surface, and the gate has an answer to it. */
function tryChunk(chunk: Chunk): number {
  const { points, surface, stroke, at } = chunk;
  if (![stroke, at, surface].every(isNumber)) {
    throw new Error(`odd numbers came through: ${JSON.stringify(chunk)}`);
  }
  for (let i = 0; i < points.length; i += 4) {
    const [x, y, ms, pressure] = points.slice(i, i + 4) as [number, number, number, number];
    const fair = [x, y, ms, pressure].every(Number.isSafeInteger) && ms >= 0 && pressure <= 255;
    if (!fair || !onSurface(surface, x, y)) throw new Error(`off its surface: ${x}, ${y}, ${ms}`);
  }
  return 'accept' in judge(chunk, pen, ground, limits) ? 1 : 0;
}

/** Frames come from the server; a client catches what their decoder throws, so it must throw errors and nothing worse. */
function tryFrame(bytes: Uint8Array): void {
  try {
    const { ink } = decodeFrame(bytes);
    const read = ink && readPackedInk(ink, () => KNOWN);
    for (const stroke of read?.strokes ?? []) tryChunk({ ...stroke, at: stroke.from });
  } catch (error) {
    if (!(error instanceof Error) || error.message.startsWith('off its surface')) throw error;
  }
}

function tryObject(random: Random): number {
  const fair = random.pick(FAIR);
  const said = Array.isArray(fair) ? [...fair] : { ...fair };
  const keys = Object.keys(said);
  for (let n = 1 + random.below(2); n > 0; n--) {
    const key = random.chance(0.8)
      ? random.pick(keys)
      : random.pick(['__proto__x', 'extra', 'length']);
    const value = random.chance(0.7) ? random.pick(ODD) : random.pick(FAIR);
    try {
      (said as Record<string, unknown>)[key] = value;
    } catch {
      // An array takes no such length.
    }
  }
  const shape = random.pick(SCHEMAS);
  return v.safeParse(shape, random.chance(0.05) ? random.pick(ODD) : said).success ? 1 : 0;
}

/** A few bytes changed, left out, doubled, cut off, or made of nothing. */
function mutate(bytes: Uint8Array, random: Random): Uint8Array {
  const kind = random.below(10);
  if (kind === 0) return random.bytes(random.below(64));
  if (kind === 1) return bytes.subarray(0, random.below(bytes.length + 1));
  const copy = bytes.slice();
  for (let n = 1 + random.below(3); n > 0; n--) {
    const at = random.below(copy.length);
    if (kind < 6) copy[at] = random.below(256);
    else if (kind < 8) copy[at] = (copy[at] ?? 0) ^ (1 << random.below(8));
    else copy.copyWithin(at, random.below(copy.length));
  }
  return copy;
}

function fairInk(random: Random) {
  const chunks = Array.from({ length: 40 }, (_, i): Chunk => {
    const points: number[] = [];
    let t = 0;
    for (let n = random.below(20); n >= 0; n--) {
      t += random.below(20);
      points.push(random.below(2048), random.below(2048), t, random.below(256));
    }
    const pressure = random.chance(0.3);
    return {
      stroke: i,
      at: 0,
      done: random.chance(0.5),
      pressure,
      surface: random.pick([0, 5, 7]),
      points,
    };
  });
  const ink = chunks.map((chunk, i) =>
    encodeChunks(i % 3 === 0 ? chunks.slice(i, i + 3) : [chunk]),
  );
  const frames = chunks.map(({ stroke, points, done, pressure }, i) => {
    const packed = i % 2 === 0;
    const written = { author: 5, surface: 5, whole: done, from: 0, stroke, points, done, pressure };
    const ink = packInk({ writer: 3, clock: 9, after: 8, strokes: [written] });
    return encodeFrame(
      {
        ...(packed && ink ? { ink } : { canvas: random.bytes(20) }),
        readings: [
          {
            glyph: `1.${stroke}`,
            surface: 0,
            box: { x: 1, y: 2, w: 3, h: 4 },
            version: 300,
            strokes: [[1, stroke]],
            probabilities: random.bytes(11),
          },
          { glyph: '2.1', gone: true },
        ],
        pointers: [{ author: 2, surface: 0, x: 1000, y: 20 }],
      },
      packed,
    );
  });
  return { ink, frames };
}

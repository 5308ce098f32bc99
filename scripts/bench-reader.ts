/**
 * How fast ink becomes readings: glyphs a second on one core, ink in → reading out for 1, 30 and 300 glyphs that change
 * at once, and how much later the main thread's event loop runs meanwhile.
 *
 *     npm run bench:reader [-- --seconds 3] [--json]
 */
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { Desk } from '../server/src/reader/desk.ts';
import type { ReaderInk } from '../server/src/reader/pack.ts';
import { packInk } from '../server/src/reader/pack.ts';
import { Reader } from '../server/src/reader/reader.ts';
import { openSession, type Shown } from '../server/src/reader/session.ts';
import { digitLine } from './boards/hand.ts';

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '3' },
    model: { type: 'string' },
    json: { type: 'boolean', default: false },
  },
});
const SECONDS = Number(values.seconds);
const modelPath = values.model ?? fileURLToPath(new URL('../model/digits.onnx', import.meta.url));

/** Points a stroke has when it is finished, and how many come with each tick. */
const POINTS = 48;
const STEP = 2;
const DOT_POINTS = 4;

/** Everybody draws: `glyphs` pens, each on its own spot of one board or of several rooms' boards. */
class Pens {
  #at = POINTS;
  #stroke = 0;

  constructor(readonly glyphs: number) {}

  /** The next points of every pen; each starts a new digit on its spot when the last is finished. */
  next(): { ink: ReaderInk[]; erased: [number, number][] } {
    const erased: [number, number][] = [];
    if (this.#at >= POINTS) {
      for (let pen = 0; pen < this.glyphs && this.#stroke > 0; pen++) {
        erased.push([pen + 1, this.#stroke - 1]);
      }
      this.#at = 0;
      this.#stroke++;
    }
    const at = this.#at;
    this.#at += STEP;
    const ink = Array.from({ length: this.glyphs }, (_, pen): ReaderInk => {
      const x = 40 + (pen % 20) * 200;
      const y = 20 + Math.floor(pen / 20) * 165;
      const points = digitLine({
        digit: (pen + this.#stroke) % 10,
        points: POINTS,
        x,
        y,
        size: 110,
      });
      return {
        author: pen + 1,
        stroke: this.#stroke - 1,
        surface: 0,
        at,
        done: this.#at >= POINTS,
        points: points.slice(at * 4, (at + STEP) * 4),
      };
    });
    return { ink, erased };
  }
}

const quantile = (sorted: readonly number[], share: number) =>
  sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;

const cpuMs = () => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
};

/** Glyphs a second of one core's time (so that a busy machine tells the truth too), without messages. */
async function throughput(): Promise<number> {
  const session = await openSession(modelPath);
  let read = 0;
  const counted = {
    ...session,
    read: (shown: Shown, count: number) => {
      read += count;
      return session.read(shown, count);
    },
  };
  const desk = new Desk({
    session: counted,
    now: () => performance.now(),
    publish: () => {},
    wake: () => {},
    life: 0,
  });
  const pens = new Pens(300);
  const ticks = Array.from({ length: 200 }, () => pens.next());
  const packed = ticks.map(({ ink, erased }) => ({ ink: packInk(ink, false), erased }));
  let began = 0;
  let tick = 0;
  for (; ; tick++) {
    if (tick === 10) {
      began = cpuMs();
      read = 0;
    }
    if (tick > 10 && cpuMs() - began > SECONDS * 1000) break;
    const { ink, erased } = packed[tick % packed.length] as (typeof packed)[number];
    if (erased.length > 0) desk.erase('A', erased);
    if (tick % packed.length === 0 && tick > 0) desk.forget('A');
    desk.ink({ room: 'A', ink, paceMs: 0 });
    while (desk.queue > 0) await desk.turn();
  }
  return (read * 1000) / (cpuMs() - began);
}

interface Latency {
  readonly glyphs: number;
  readonly p50: number;
  readonly p99: number;
  readonly loopP99: number;
}

/** Ink in → reading out, with a tick every 33 ms, and the main thread's delay meanwhile. */
async function latency(glyphs: number): Promise<Latency> {
  const waits: number[] = [];
  const sentAt = new Map<string, number>();
  const reader = await Reader.start({
    modelPath,
    onReadings: (_, changes) => {
      const now = performance.now();
      for (const { glyph } of changes) {
        const sent = sentAt.get(glyph);
        if (sent === undefined) continue;
        waits.push(now - sent);
        sentAt.delete(glyph);
      }
    },
    replay: () => [],
    onFault: (error) => console.error(error),
  });
  const pens = new Pens(glyphs);
  const ticks = Array.from({ length: Math.ceil((SECONDS * 1000) / 33) }, () => pens.next());
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  for (const { ink, erased } of ticks) {
    if (erased.length > 0) reader.erase('A', erased);
    const now = performance.now();
    for (const { author, stroke, at } of ink) {
      // The first points are a dot, of which nothing is said.
      if (at < DOT_POINTS) continue;
      const key = `${author}.${stroke}`;
      if (!sentAt.has(key)) sentAt.set(key, now);
    }
    reader.ink('A', ink);
    await new Promise((resolve) => setTimeout(resolve, 33));
  }
  delay.disable();
  await reader.stop();
  waits.sort((a, b) => a - b);
  return {
    glyphs,
    p50: quantile(waits, 0.5),
    p99: quantile(waits, 0.99),
    loopP99: delay.percentile(99) / 1e6,
  };
}

async function idleDelay(): Promise<number> {
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  await new Promise((resolve) => setTimeout(resolve, SECONDS * 1000));
  delay.disable();
  return delay.percentile(99) / 1e6;
}

const glyphsPerSecond = await throughput();
const idle = await idleDelay();
const latencies: Latency[] = [];
for (const glyphs of [1, 30, 300]) latencies.push(await latency(glyphs));
if (values.json) console.log(JSON.stringify({ glyphsPerSecond, idle, latencies }));
else {
  console.log(`segment + rasterise + read, one core: ${glyphsPerSecond.toFixed(0)} glyphs/s`);
  for (const { glyphs, p50, p99, loopP99 } of latencies) {
    console.log(
      `${String(glyphs).padStart(3)} glyphs at once: ink in → reading out p50 ${p50.toFixed(1)} ms, p99 ${p99.toFixed(1)} ms;`,
      `event loop p99 ${loopP99.toFixed(1)} ms (idle ${idle.toFixed(1)})`,
    );
  }
}

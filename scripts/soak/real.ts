import { freePort, ServerProcess } from '../../e2e/server.ts';
import { Random } from '../../server/test/fuzz/random.ts';
import { Inspector } from '../bench/inspector.ts';
import { usageOf } from '../bench/process.ts';
import { ROOMY } from '../bench/run-load.ts';
import { ensureBuilt } from '../setup/make.mjs';
import { Scribbler } from './scribbler.ts';
import { slope } from './slope.ts';

const ROOMS = 2;
/** People in a room; one of three comes by polling only. */
const PEOPLE = 6;
/** Strokes that each draws between two clears: so many at once, so many times. */
const AT_ONCE = 4;
const TIMES = 3;
const SAMPLES = 24;
/** The first third fills what stays full: undos, caches, compiled code. */
const WARM_UP = 1 / 3;
/** What ten people draw in an hour if each draws a stroke a second. */
const HOUR_OF_TEN = 36_000;

/** Limits that let people draw at many times a human pace. */
const PACELESS = {
  ...ROOMY,
  MESSAGES_A_SECOND: '100000',
  INK_POINTS_A_SECOND: '1000000',
  ACTS_A_SECOND: '100000',
  ACTS_BURST: '100000',
};

/** Megabytes of the process and of both threads' heaps, after so many strokes. */
interface Sample {
  readonly seconds: number;
  readonly strokes: number;
  readonly rss: number;
  readonly main: number;
  readonly reader: number;
}

/** Everybody draws at once; then two clear what is theirs, the host sometimes everything, and somebody comes anew. */
async function round(people: readonly Scribbler[], random: Random): Promise<void> {
  const draw = async (person: Scribbler) => {
    for (let n = 0; n < TIMES; n++) {
      await Promise.all(Array.from({ length: AT_ONCE }, () => person.draw()));
    }
  };
  await Promise.all(people.map(draw));
  for (let n = 0; n < 2; n++) await random.pick(people).clear({ back: random.chance(0.2) });
  if (random.chance(0.3)) await people[0]?.clear({ back: random.chance(0.2) });
  if (random.chance(0.3)) await random.pick(people).reload();
}

/** People who draw, erase and clear without a pause in rooms of a real server; prints how its memory went. */
export async function soakReal(seconds: number): Promise<void> {
  await ensureBuilt();
  const port = await freePort();
  const NODE_OPTIONS = `--inspect=127.0.0.1:${port}`;
  const server = await ServerProcess.start({ ...PACELESS, NODE_OPTIONS });
  const inspector = await Inspector.open(port);
  try {
    summarise(await watch(server, inspector, seconds));
    const told = await (await fetch(`${server.url}/metrics`)).text();
    console.log({ readerFaults: Number(/^inkling_reader_faults_total (\d+)/m.exec(told)?.[1]) });
  } finally {
    // A process does not end before whoever looks into it has gone.
    inspector.close();
    await server.dispose();
  }
}

async function watch(server: ServerProcess, inspector: Inspector, seconds: number) {
  const random = new Random(2026);
  const rooms = await Promise.all(Array.from({ length: ROOMS }, () => enter(server.url, random)));
  const began = performance.now();
  const elapsed = () => (performance.now() - began) / 1000;
  const samples: Sample[] = [];
  for (let strokes = 0; samples.length < SAMPLES; ) {
    await Promise.all(rooms.map((people) => round(people, random)));
    strokes += ROOMS * PEOPLE * AT_ONCE * TIMES;
    if (elapsed() < ((samples.length + 1) / SAMPLES) * seconds) continue;
    // All samples are of empty canvases.
    for (const [host] of rooms) await host?.clear();
    await inspector.collectGarbage();
    const { main, worker } = await inspector.heaps();
    const memory = { rss: usageOf(server.pid).rss, main: main / 2 ** 20, reader: worker / 2 ** 20 };
    samples.push({ seconds: elapsed(), strokes, ...memory });
    console.log(rounded(samples.at(-1) as Sample));
  }
  for (const person of rooms.flat()) person.leave();
  return samples;
}

function rounded(sample: Sample): object {
  return Object.fromEntries(
    Object.entries(sample).map(([what, n]) => [what, Number(n.toFixed(1))]),
  );
}

function summarise(samples: readonly Sample[]): void {
  const steady = samples.slice(Math.floor(SAMPLES * WARM_UP));
  const grows = (of: (sample: Sample) => number) =>
    slope(steady.map((sample) => [sample.strokes / HOUR_OF_TEN, of(sample)]));
  console.log({
    strokes: samples.at(-1)?.strokes,
    rssMBPer36000Strokes: grows(({ rss }) => rss),
    mainHeapMBPer36000Strokes: grows(({ main }) => main),
    readerHeapMBPer36000Strokes: grows(({ reader }) => reader),
  });
}

async function enter(url: string, random: Random): Promise<Scribbler[]> {
  const people = Array.from(
    { length: PEOPLE },
    (_, i) => new Scribbler(url, i % 3 === 2 ? 'polling' : 'websocket', random),
  );
  let code: string | undefined;
  for (const person of people) code = await person.join(code);
  return people;
}

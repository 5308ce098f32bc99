import { setTimeout as pause } from 'node:timers/promises';
import { letWrite } from './class-pens.ts';
import { canvasOf, compare, type Drawn, type Kept, newClass } from './class-truth.ts';
import { type Spread, spread } from './figures.ts';
import { InklingPerson } from './inkling-person.ts';
import { Ledger } from './ledger.ts';

/** A class and its stage, from one address: `tsx class-load.ts WORK`. Says `start`, `end`, and then what it saw. */

/** What the class is told to do. */
export interface ClassWork {
  readonly url: string;
  readonly students: number;
  readonly seconds: number;
  readonly transport: 'websocket' | 'polling';
}

/** What the class and its stage saw. */
export interface ClassSeen {
  readonly admitted: number;
  /** From the first knock to the last student's being in. */
  readonly joinMs: number;
  readonly refused: number;
  readonly kept: Kept;
  /** Points that the stage never got. */
  readonly missingOnStage: number;
  readonly screen: Spread | null;
  readonly reading: Spread | null;
  readonly lateMs: number;
}

const WARM_UP_MS = 1500;
const ANSWERS_MS = 20_000;

const work = JSON.parse(process.argv[2] ?? '{}') as ClassWork;
const ledger = new Ledger();
const options = { url: work.url, ledger, transport: work.transport } as const;
const { code } = await newClass(work.url);
const stage = new InklingPerson(options);
await stage.join({ room: code, as: 'watch', probe: true });

const students = Array.from({ length: work.students }, () => new InklingPerson(options));
const began = performance.now();
const joins = await Promise.allSettled(
  students.map((student) => student.join({ room: code, probe: false })),
);
const joinMs = performance.now() - began;
const present = students.filter((_, i) => joins[i]?.status === 'fulfilled');

const late: number[] = [];
const stop = letWrite(
  present.map((student) => (sample) => student.take(sample, student.author)),
  (ms) => ledger.measuring && late.push(ms),
);
await pause(WARM_UP_MS);
ledger.start();
console.log('start');
await pause(work.seconds * 1000);
console.log('end');
ledger.stop();
stop();
const until = performance.now() + ANSWERS_MS;
while (present.some((student) => student.unanswered > 0) && performance.now() < until) {
  await pause(20);
}
// The last tick's frame is on its way to the stage.
await pause(500);

const drawn: Drawn[] = [];
let missingOnStage = 0;
for (const [key, { xs, ys }] of ledger.strokes()) {
  const [author = 0, stroke = 0] = (key.split('/')[1] ?? '').split('.').map(Number);
  drawn.push({ author, stroke, xy: xs.flatMap((x, i) => [x, ys[i] ?? Number.NaN]) });
  missingOnStage += Math.max(0, xs.length - stage.has(key));
}
const seen: ClassSeen = {
  admitted: present.length,
  joinMs,
  refused: ledger.refused,
  kept: compare(drawn, await canvasOf(work.url, code)),
  missingOnStage,
  screen: spread(ledger.screen),
  reading: spread(ledger.reading),
  lateMs: spread(late)?.p99 ?? 0,
};
process.stdout.write(`${JSON.stringify(seen)}\n`, () => process.exit(0));

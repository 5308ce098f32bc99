import { setTimeout as pause } from 'node:timers/promises';
import { POINT_STRIDE } from '@inkling/shared/ink';
import { strokeKey } from '@inkling/shared/reading';
import { createRoot } from 'solid-js';
import { machineClock } from '../../client/src/link/clock.ts';
import { createRoom } from '../../client/src/link/create-room.ts';
import { makeSocketLine } from '../../client/src/link/line.ts';
import type { PenStroke, RoomLink } from '../../client/src/link/link.ts';
import { HandSigns, makeMemoryKeep } from '../../client/src/link/testing/house.ts';
import { letWrite } from './class-pens.ts';
import { canvasOf, compare, type Drawn, type Kept, newClass } from './class-truth.ts';
import { Wifi } from './class-wifi.ts';
import type { Sample } from './pen-feed.ts';

/** Half of a class loses its Wi-Fi; every student is the page's own link: `tsx class-drop.ts WORK`. Says what it saw. */

/** What the class is told to do. */
export interface DropWork {
  readonly url: string;
  readonly students: number;
  readonly gapSeconds: number;
  /** Whether the phones are told that the network is back, as a browser's `online` event does. */
  readonly told: boolean;
}

/** What became of the class. */
export interface DropSeen {
  readonly dropped: number;
  /** How many of the dropped had noticed when the network came back. */
  readonly noticed: number;
  /** From the network's return until each was in again, and until all they had drawn was saved, in ms. */
  readonly backMs: readonly number[];
  readonly savedMs: readonly number[];
  readonly kept: Kept;
  /** Points that some screen of the class does not show in the end. */
  readonly missing: number;
}

const DRAW_BEFORE_MS = 4000;
const DRAW_AFTER_MS = 4000;
const PATIENCE_MS = 30_000;

const work = JSON.parse(process.argv[2] ?? '{}') as DropWork;

class Student {
  readonly signs = new HandSigns();
  readonly link: RoomLink;
  readonly drawn: { readonly stroke: number; readonly xy: number[] }[] = [];
  #pen: PenStroke | null = null;
  #began = 0;

  constructor(url: string, code: string) {
    this.link = createRoot(() =>
      createRoom(
        { code },
        {
          makeLine: (events) => makeSocketLine(events, { url }),
          keep: makeMemoryKeep(),
          clock: machineClock,
          signs: this.signs,
          snapshot: async () => null,
        },
      ),
    );
  }

  get author(): number {
    return this.link.you()?.author ?? 0;
  }

  take(sample: Sample): void {
    if (!sample.down) {
      this.#pen?.end();
      this.#pen = null;
      return;
    }
    if (!this.#pen) {
      this.#pen = this.link.ownInk.begin({ surface: this.author, pressure: false });
      this.#began = performance.now();
      this.drawn.push({ stroke: this.#pen.stroke, xy: [] });
    }
    const { x, y } = sample;
    this.#pen.add([x, y, Math.round(performance.now() - this.#began), 128]);
    this.drawn.at(-1)?.xy.push(x, y);
  }

  get isBack(): boolean {
    return this.link.link().at === 'live';
  }

  get isSaved(): boolean {
    const { at } = this.link.saved();
    // While a pen is down there is always something on its way.
    return this.isBack && (at === 'saved' || at === 'sending');
  }
}

/** Waits until it is so for each, and tells when it was, in ms from now. */
async function whenEach(
  students: readonly Student[],
  isSo: (student: Student) => boolean,
): Promise<number[]> {
  const began = performance.now();
  const at = students.map(() => Number.POSITIVE_INFINITY);
  while (performance.now() - began < PATIENCE_MS && at.some((ms) => ms === Infinity)) {
    students.forEach((student, i) => {
      if (at[i] === Infinity && isSo(student)) at[i] = performance.now() - began;
    });
    await pause(10);
  }
  return at;
}

const { code } = await newClass(work.url);
const wifi = await Wifi.start(work.url);
const students = Array.from(
  { length: work.students },
  (_, i) => new Student(i % 2 ? wifi.url : work.url, code),
);
const dropped = students.filter((_, i) => i % 2);
await whenEach(students, (student) => student.isBack);

const stop = letWrite(students.map((student) => (sample) => student.take(sample)));
await pause(DRAW_BEFORE_MS);
wifi.off();
await pause(work.gapSeconds * 1000);
const noticed = dropped.filter((student) => !student.isBack).length;
wifi.on();

if (work.told) for (const { signs } of dropped) signs.back();
const [backMs, savedMs] = await Promise.all([
  whenEach(dropped, (student) => student.isBack),
  whenEach(dropped, (student) => student.isSaved),
]);
await pause(DRAW_AFTER_MS);
stop();
await whenEach(students, ({ link }) => link.saved().at === 'saved');
await pause(500);

const drawn: Drawn[] = students.flatMap((student) =>
  student.drawn.map(({ stroke, xy }) => ({ author: student.author, stroke, xy })),
);
let missing = 0;
for (const { link } of students) {
  for (const { author, stroke, xy } of drawn) {
    const there = link.strokes.get(strokeKey(author, stroke))?.points.length ?? 0;
    missing += Math.max(0, xy.length / 2 - there / POINT_STRIDE);
  }
}
const kept = compare(drawn, await canvasOf(work.url, code));
const seen: DropSeen = { dropped: dropped.length, noticed, backMs, savedMs, kept, missing };
process.stdout.write(`${JSON.stringify(seen)}\n`, () => process.exit(0));

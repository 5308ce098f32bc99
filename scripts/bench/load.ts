import { BOARD, ROOM_DRAWING, TILE } from '@inkling/shared/limits';
import { spread } from './figures.ts';
import { InklingPerson } from './inkling-person.ts';
import { Ledger } from './ledger.ts';
import { penSamples, SAMPLE_MS, type Sample, type Sheet } from './pen-feed.ts';
import { RivalPerson } from './rival-person.ts';
import { Screens } from './screens.ts';
import { type Seen, urlOf, type Workload } from './workload.ts';

/** The load process: `tsx scripts/bench/load.ts WORKLOAD-AS-JSON`. Says `ready`, `start`, `end`, and then what it saw. */

/** A server runs for days: what its first seconds cost, while code is compiled, is not what it costs. */
const WARM_UP_MS = 5000;
/** Readings are waited for so long, and looked at so often, once the pens are at rest. */
const REST_MS = 10_000;
const LOOK_MS = 250;

interface Person {
  readonly room: number;
  take(sample: Sample): void;
  bytes(): { readonly up: number; readonly down: number } | null;
  leave(): void;
}

const work = JSON.parse(process.argv[2] ?? '{}') as Workload;
const ledger = new Ledger();
const screens = new Screens();
const probes = Math.min(work.probes ?? 2, work.people);
/** So many draw in one room only as a class: on their own tiles. Where nobody else watches, stages do, which are not counted among the people. */
const asClass = work.against === 'inkling' && work.drawing >= 20;
const screensOf = asClass && work.people <= ROOM_DRAWING ? work.people + probes : work.people;
const isProbe = (i: number) => i >= screensOf - probes;
const NO_BYTES = { up: 0, down: 0 };

/**
 * Where the nth of some people writes: their own tile in a class, else a part of the board. Digits are so small that
 * nobody writes over what stands there already within a minute: people do not, and the reader would read blots.
 */
function sheetOf(nth: number): Sheet {
  if (asClass) return { x: 60, y: 60, w: TILE.w - 120, h: TILE.h - 120, digit: 150 };
  const columns = Math.ceil(Math.sqrt(work.drawing * 1.6));
  const rows = Math.ceil(work.drawing / columns);
  const [w, h] = [BOARD.w / columns, BOARD.h / rows];
  const at = { x: (nth % columns) * w + 40, y: Math.floor(nth / columns) * h + 40 };
  return { ...at, w: w - 80, h: h - 80, digit: Math.min(w, h) * 0.08 };
}

async function inklingRoom(room: number): Promise<Person[]> {
  const homes = new Map<number, string>();
  const all = Array.from({ length: screensOf }, (_, i) => {
    const url = urlOf(work, room, i);
    return new InklingPerson({
      url,
      ledger,
      transport: work.transport ?? 'websocket',
      ...(isProbe(i) && { screen: screens.add(room) }),
      // Where people are on several machines, what counts is what crosses from one to another.
      ...(work.machines?.spread === 'people' && { times: (author) => homes.get(author) !== url }),
    });
  });
  const [first, ...others] = all;
  if (!first) return [];
  const made = await first.join({ kind: asClass ? 'class' : 'board', probe: isProbe(0) });
  // Places to draw are few; who only watches takes none.
  const watches = (i: number) =>
    i >= work.people || (work.people > ROOM_DRAWING && i >= work.drawing);
  const as = (i: number) => (watches(i) ? 'watch' : 'draw');
  const { code } = made.room;
  const joins = others.map(
    (one, i) => () => one.join({ room: code, as: as(i + 1), probe: isProbe(i + 1) }),
  );
  // A class comes in together, but not in one instant.
  while (joins.length > 0) await Promise.all(joins.splice(0, 30).map((come) => come()));
  for (const [i, { author }] of all.entries()) homes.set(author, urlOf(work, room, i));
  return all.map((one, i) => ({
    room,
    take: (sample) => one.take(sample, asClass ? one.author : 0),
    bytes: () => (i < work.people ? one.bytes() : NO_BYTES),
    leave: () => one.leave(),
  }));
}

async function rivalRoom(room: number): Promise<Person[]> {
  const against = work.against === 'ws-relay' ? 'ws-relay' : 'naive-yjs';
  const all = Array.from({ length: work.people }, (_, i) => {
    const number = room * 1000 + i + 1;
    return new RivalPerson(against, number, { url: `${work.url}/r${room}`, ledger });
  });
  await Promise.all(all.map((one, i) => one.join(isProbe(i))));
  return all.map((one) => Object.assign(one, { room }));
}

/** Lets pens write until the returned undo is called; each in its own rhythm. */
function write(pens: readonly Person[], late: number[]): () => void {
  const timers = pens.map((pen, i) => {
    const nth = i % Math.max(work.drawing, 1);
    const sheet = sheetOf(nth);
    const samples = penSamples(sheet, { seed: i, restless: work.restless ?? false });
    let due = performance.now() + Math.random() * SAMPLE_MS * 12;
    const timer: { at?: NodeJS.Timeout } = {};
    const next = () => {
      const now = performance.now();
      if (ledger.measuring) late.push(now - due);
      pen.take(samples.next().value);
      due = Math.max(due + SAMPLE_MS, now - SAMPLE_MS);
      timer.at = setTimeout(next, Math.max(0, due - performance.now()));
    };
    timer.at = setTimeout(next, due - performance.now());
    return timer;
  });
  return () => {
    for (const timer of timers) clearTimeout(timer.at);
    // What is still in progress may look a little different elsewhere; at rest it may not.
    for (const pen of pens) pen.take({ down: false });
  };
}

function bytesOf(everyone: readonly Person[]): { up: number; down: number } | null {
  const sum = { up: 0, down: 0 };
  for (const person of everyone) {
    const bytes = person.bytes();
    if (!bytes) return null;
    sum.up += bytes.up;
    sum.down += bytes.down;
  }
  return sum;
}

function framesOf(screens: number): Seen['frames'] {
  const { count, bytes, canvas } = ledger.frames;
  const perSecond = count / screens / work.seconds;
  return { perSecond, bytes: bytes / count, canvas: canvas / count };
}

const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

async function main(): Promise<void> {
  const began = performance.now();
  const rooms: Person[][] = [];
  const makeRoom = work.against === 'inkling' ? inklingRoom : rivalRoom;
  for (let room = 0; room < work.rooms; room++) rooms.push(await makeRoom(room));
  const joinMs = performance.now() - began;
  const everyone = rooms.flat();
  const late: number[] = [];
  const stop = write(
    rooms.flatMap((people) => people.slice(0, work.drawing)),
    late,
  );
  await wait(WARM_UP_MS);
  ledger.start();
  const before = bytesOf(everyone);
  console.log('start');
  await wait(work.seconds * 1000);
  const after = bytesOf(everyone);
  ledger.stop();
  console.log('end');
  stop();
  const inkling = work.against === 'inkling';
  for (let waited = 0; inkling && waited < REST_MS; waited += LOOK_MS) {
    if (screens.alike() === work.rooms) break;
    await wait(LOOK_MS);
  }
  const alike = screens.alike();
  for (const person of everyone) person.leave();
  const seen: Seen = {
    points: ledger.points,
    bytesUp: before && after ? after.up - before.up : null,
    bytesDown: before && after ? after.down - before.down : null,
    screen: ledger.screen,
    reading: ledger.reading,
    joinMs,
    lateMs: spread(late)?.p99 ?? 0,
    refused: ledger.refused,
    alike,
    frames: framesOf(probes * work.rooms),
  };
  process.stdout.write(`${JSON.stringify(seen)}\n`, () => process.exit(0));
}

await main();

import { short, spreadInWords } from './figures.ts';
import { type LoadResult, runLoad } from './run-load.ts';
import type { Budget, Row } from './table.ts';

const percent = (share: number) => `${(share * 100).toFixed(0)} %`;

function screenRow(what: string, result: LoadResult, budget: { must: number; aim: number }): Row {
  return {
    what: `pen → other screen, ${what}: p99`,
    unit: 'ms',
    measured: result.screen?.p99 ?? null,
    budget,
    note: spreadInWords(result.screen),
  };
}

function readingRow(what: string, result: LoadResult, budget?: { must: number; aim: number }): Row {
  return {
    what: `pen → reading on another screen, ${what}: p95`,
    unit: 'ms',
    measured: result.reading?.p95 ?? null,
    ...(budget && { budget }),
    note: spreadInWords(result.reading),
  };
}

function serverRow(what: string, { server, lateMs }: LoadResult): Row {
  return {
    what: `server CPU, ${what}`,
    unit: '% of a core',
    measured: server.cpuShare * 100,
    note: `main thread ${percent(server.mainShare)}, ${short(server.rss)} MB resident; load timers late by p99 ${short(lateMs)} ms`,
  };
}

function ratioRow(what: string, ours: LoadResult, naive: LoadResult, budget: Row['budget']): Row {
  const mainOnly =
    (ours.server.mainShare * ours.server.cpuSeconds) / ours.server.cpuShare / ours.delivered;
  const main = mainOnly / (naive.server.cpuSeconds / naive.delivered);
  return {
    what: `server CPU per delivered point against a naive Yjs room, ${what}`,
    unit: '×',
    measured: ours.cpuPer100k / naive.cpuPer100k,
    ...(budget && { budget }),
    note: `${short(ours.cpuPer100k)} s to ${short(naive.cpuPer100k)} s for 100,000; main thread alone ${short(main)} ×`,
  };
}

/** `15.2 frames/s of 310 B: canvas 190, readings and pointers 120`. */
function framesInWords({ frames }: LoadResult): string {
  const rest = frames.bytes - frames.canvas;
  return `${short(frames.perSecond)} frames/s of ${short(frames.bytes)} B: canvas ${short(frames.canvas)}, readings ${short(rest)}`;
}

function bytesRow(
  what: string,
  ours: LoadResult,
  naive: LoadResult,
  budget: Budget | undefined,
): Row {
  return {
    what: `bytes per point and receiver, down, ${what}`,
    unit: 'B',
    measured: ours.downPerDelivery,
    ...(budget && { budget }),
    note: `${framesInWords(ours)}; naive Yjs room ${short(naive.downPerDelivery ?? Number.NaN)} B`,
  };
}

function upRow(what: string, ours: LoadResult): Row {
  return {
    what: `bytes per point, up, ${what}`,
    unit: 'B',
    measured: ours.upPerPoint,
    budget: { must: 30, aim: 16 },
    note: 'two points a message; framing and Socket.IO’s envelope included',
  };
}

interface Manner {
  readonly rooms?: number;
  readonly against?: 'inkling' | 'naive-yjs';
  readonly restless?: boolean;
}

type Run = (people: number, pens: number, manner?: Manner) => Promise<LoadResult>;

/**
 * What a point costs, against a naive Yjs room: with pens at 60 Hz that never pause, as the design's rivals were measured,
 * and with pens that are up for half of the time, as people's are.
 */
async function costRows(run: Run, must: CostBudget) {
  const { rooms, people, pens } = must;
  const what = `${rooms > 1 ? `${rooms} rooms × ` : ''}${people} people, ${pens} drawing`;
  const ours = await run(people, pens, { rooms, restless: true });
  const naive = await run(people, pens, { rooms, restless: true, against: 'naive-yjs' });
  const pausing = await run(people, pens, { rooms });
  const pausingNaive = await run(people, pens, { rooms, against: 'naive-yjs' });
  const rows = [
    ratioRow(what, ours, naive, must.cpu),
    bytesRow(what, ours, naive, must.bytes),
    ratioRow(`${what}, pens that pause`, pausing, pausingNaive, undefined),
    bytesRow(`${what}, pens that pause`, pausing, pausingNaive, undefined),
  ];
  return { rows, pausing };
}

interface CostBudget {
  readonly rooms: number;
  readonly people: number;
  readonly pens: number;
  readonly cpu: Budget;
  readonly bytes: Budget;
}

/** One pen, one onlooker. */
async function quietRoom(run: Run): Promise<Row[]> {
  const quiet = await run(2, 1);
  return [
    screenRow('a quiet room (1 drawing)', quiet, { must: 40, aim: 20 }),
    readingRow('1 drawing', quiet),
    serverRow('1 drawing', quiet),
    upRow('1 drawing', quiet),
  ];
}

/** Small groups, and what the same costs naive Yjs rooms. */
async function smallRoom(run: Run): Promise<Row[]> {
  const room = { rooms: 25, people: 8, pens: 2 };
  const budget = { cpu: { must: 1, aim: 0.6 }, bytes: { must: 29, aim: 15 } };
  return (await costRows(run, { ...room, ...budget })).rows;
}

/** A full class that draws, and what the same costs a naive Yjs room. */
async function fullRoom(run: Run): Promise<Row[]> {
  const room = { rooms: 1, people: 30, pens: 30 };
  const budget = { cpu: { must: 0.35, aim: 0.12 }, bytes: { must: 14, aim: 8 } };
  const { rows, pausing: ours } = await costRows(run, { ...room, ...budget });
  return [
    screenRow('30 drawing in one room', ours, { must: 60, aim: 40 }),
    {
      what: 'main thread, 30 drawing in one room',
      unit: '% of a core',
      measured: ours.server.mainShare * 100,
      budget: { must: 25, aim: 10 },
    },
    readingRow('30 drawing', ours, { must: 90, aim: 50 }),
    serverRow('30 drawing', ours),
    ...rows,
    upRow('30, 30', ours),
  ];
}

/** As many as a room takes. */
async function crowd(run: Run): Promise<Row[]> {
  const crowded = await run(260, 60);
  return [
    screenRow('60 drawing + 200 watching in one room', crowded, { must: 120, aim: 60 }),
    readingRow('60 drawing + 200 watching', crowded),
    serverRow('60 drawing + 200 watching', crowded),
  ];
}

/** People drawing in one room: how it feels, what it costs, and what the same costs a naive Yjs room in the same run. */
export const rooms = { quiet: quietRoom, small: smallRoom, full: fullRoom, crowd };

/** Runs workloads of so many seconds, and keeps what each was. */
export function runsOf(seconds: number, results: LoadResult[]): Run {
  return async (people, pens, { rooms = 1, against = 'inkling', restless = false } = {}) => {
    console.error(`… ${against}: ${people} people, ${pens} drawing`);
    const result = await runLoad({ against, rooms, people, drawing: pens, seconds, restless });
    results.push(result);
    return result;
  };
}

import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { ServerProcess } from '../../e2e/server.ts';
import type { DropSeen, DropWork } from './class-drop.ts';
import type { ClassSeen, ClassWork } from './class-load.ts';
import { short, spreadInWords } from './figures.ts';
import { spent, type Usage, usageOf } from './process.ts';
import type { Row } from './table.ts';

const ROOT = join(import.meta.dirname, '../..');

/** Runs a script of this folder; calls with each line that it says but the last, which is what it saw. */
async function runScript<Seen>(
  name: string,
  work: object,
  said: (line: string) => void = () => {},
): Promise<Seen> {
  const child = spawn(
    process.execPath,
    ['--import', 'tsx', `scripts/bench/${name}`, JSON.stringify(work)],
    {
      cwd: ROOT,
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  for await (const line of createInterface({ input: child.stdout })) {
    if (line.startsWith('{')) return JSON.parse(line) as Seen;
    said(line);
  }
  throw new Error(`${name} saw nothing`);
}

/** A server with the limits that it has out of the box: a school is one address, and must fit. */
async function withServer<T>(run: (server: ServerProcess) => Promise<T>): Promise<T> {
  const server = await ServerProcess.start();
  try {
    return await run(server);
  } finally {
    await server.dispose();
  }
}

const lostInWords = ({ kept, missingOnStage }: ClassSeen) =>
  `${kept.strokes} strokes, ${kept.points} points against canvas.json; ${kept.strange} strange, ` +
  `${kept.astray} on other tiles, ${missingOnStage} never came to the stage`;

async function lesson(work: Omit<ClassWork, 'url'>): Promise<Row[]> {
  const { students, transport } = work;
  const what = `class of ${students}, ${transport === 'polling' ? 'polling only' : 'WebSocket'}`;
  console.error(`… ${what}`);
  return withServer(async ({ url, pid }) => {
    const usage: Usage[] = [];
    const seen = await runScript<ClassSeen>('class-load.ts', { ...work, url }, () =>
      usage.push(usageOf(pid)),
    );
    const [before, after] = usage;
    if (!before || !after) throw new Error('the class never began');
    const { cpuShare, mainShare, rss } = spent(before, after);
    const lost = seen.kept.lost + seen.kept.strange + seen.kept.astray + seen.missingOnStage;
    return [
      {
        what: `${what}: everybody in`,
        unit: 's',
        measured: seen.admitted === students ? seen.joinMs / 1000 : null,
        budget: { must: 5, aim: 2 },
        note: `${seen.admitted} of ${students} admitted, from one address, the server's own limits`,
      },
      {
        what: `${what}: points lost, strange or astray`,
        unit: '',
        measured: lost,
        budget: { must: 0, aim: 0 },
        note: `${lostInWords(seen)}; ${seen.refused} messages refused`,
      },
      {
        what: `${what}: pen → reading on the stage: p95`,
        unit: 'ms',
        measured: seen.reading?.p95 ?? null,
        // The design names no figure for sixty, nor for polling.
        ...(students === 30 && transport === 'websocket' && { budget: { must: 90, aim: 50 } }),
        note: `${spreadInWords(seen.reading)}; ink: ${spreadInWords(seen.screen)}; pens late by p99 ${short(seen.lateMs)} ms`,
      },
      {
        what: `${what}: server CPU`,
        unit: '% of a core',
        measured: cpuShare * 100,
        ...(students === 30 && { budget: { must: 25, aim: 10 } }),
        note: `main thread ${short(mainShare * 100)} %, ${short(rss)} MB`,
      },
    ];
  });
}

async function drop(work: Omit<DropWork, 'url'>): Promise<Row[]> {
  const how = work.told ? 'phones are told (online event)' : 'phones are not told';
  console.error(`… Wi-Fi drop, ${how}`);
  return withServer(async ({ url }) => {
    const seen = await runScript<DropSeen>('class-drop.ts', { ...work, url });
    const { kept, missing, dropped, noticed } = seen;
    const what = `Wi-Fi drop of ${work.gapSeconds} s, ${dropped} of ${work.students}, ${how}`;
    return [
      {
        what: `${what}: the last one back`,
        unit: 's',
        measured: Math.max(...seen.backMs) / 1000,
        budget: { must: 2, aim: 1 },
        note: `${noticed} had noticed; all they drew meanwhile was saved after ${short(Math.max(...seen.savedMs) / 1000)} s`,
      },
      {
        what: `${what}: points lost`,
        unit: '',
        measured: kept.lost + kept.strange + kept.astray + missing,
        budget: { must: 0, aim: 0 },
        note: `${kept.strokes} strokes, ${kept.points} points against canvas.json and against all ${work.students} screens (${missing} missing there)`,
      },
    ];
  });
}

/** A class and its stage, over WebSocket and over polling only, and half of a class that loses its Wi-Fi. */
export async function classRows(seconds: number): Promise<Row[]> {
  const rows: Row[] = [];
  for (const transport of ['websocket', 'polling'] as const) {
    for (const students of [30, 60]) rows.push(...(await lesson({ students, seconds, transport })));
  }
  for (const told of [true, false]) {
    rows.push(...(await drop({ students: 30, gapSeconds: 20, told })));
  }
  return rows;
}

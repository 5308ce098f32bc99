import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { type Chunk, encodeChunks } from '@inkling/shared/ink';
import { BOARD } from '@inkling/shared/limits';
import type { DownEvents, UpEvents } from '@inkling/shared/protocol';
import { type CDPSession, chromium, type Page } from '@playwright/test';
import { io, type Socket } from 'socket.io-client';
import { readConfig } from '../server/src/config.ts';
import { makeLog } from '../server/src/log.ts';
import { startServer } from '../server/src/server.ts';
import { findChromium } from './setup/machine.mjs';

/** Measures the browser: a newcomer's first picture of many strokes, and what a frame costs while drawing over them. */

const STROKES = Number(process.env.STROKES ?? 2000);
const POINTS = 60;
const DRAW_MS = 4000;
const MUST_MS = 8;
const root = resolve(import.meta.dirname, '..');

interface Task {
  readonly name: string;
  readonly ph: string;
  readonly ts: number;
  readonly dur?: number;
  /** CPU time: what the thread itself spent, whatever else the machine did. */
  readonly tdur?: number;
  readonly pid: number;
  readonly tid: number;
  readonly args?: { readonly name?: string };
}

function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

/** A stroke the size of a digit somewhere on the board. */
function scribble(stroke: number): Chunk {
  const columns = 60;
  const x0 = 80 + ((stroke % columns) * (BOARD.w - 260)) / columns;
  const y0 = 80 + (Math.floor(stroke / columns) * (BOARD.h - 320)) / Math.ceil(STROKES / columns);
  const points: number[] = [];
  for (let i = 0; i < POINTS; i++) {
    const x = x0 + 60 + 55 * Math.cos(i / 9 + stroke);
    points.push(Math.round(x), Math.round(y0 + i * 2.4), i * 16, 128);
  }
  return { stroke, at: 0, done: true, pressure: false, surface: 0, points };
}

/** Fills a new room; returns its code. */
async function fill(url: string): Promise<string> {
  const socket: Socket<DownEvents, UpEvents> = io(url, { transports: ['websocket'] });
  const joined = await socket.emitWithAck('join', { v: 1 });
  if (!joined.ok) throw new Error(joined.message);
  for (let first = 1; first <= STROKES; first += 100) {
    const last = Math.min(first + 99, STROKES);
    const chunks = Array.from({ length: last - first + 1 }, (_, i) => scribble(first + i));
    const answer = await socket.emitWithAck('ink', encodeChunks(chunks));
    if (!answer.ok || answer.refused) throw new Error('the room refused ink');
  }
  socket.disconnect();
  return joined.room.code;
}

/** Main-thread busy ms of every animation frame of the page. */
function frameCosts(tasks: readonly Task[]): number[] {
  const main = tasks.find(
    (t) =>
      t.name === 'thread_name' &&
      t.args?.name === 'CrRendererMain' &&
      tasks.some((f) => f.name === 'FireAnimationFrame' && f.pid === t.pid),
  );
  if (!main) throw new Error('the trace has no main thread');
  const onMain = tasks.filter((t) => t.pid === main.pid && t.tid === main.tid);
  const frames = onMain.filter((t) => t.name === 'FireAnimationFrame').map((t) => t.ts);
  const starts = [...new Set(frames)].sort((a, b) => a - b);
  const runs = onMain.filter(
    (t) => t.name === 'RunTask' || t.name === 'ThreadControllerImpl::RunTask',
  );
  if (process.env.PROFILE) {
    const spent = new Map<string, number>();
    for (const t of onMain) spent.set(t.name, (spent.get(t.name) ?? 0) + (t.tdur ?? 0) / 1000);
    const most = [...spent].sort((a, b) => b[1] - a[1]).slice(0, 24);
    for (const [name, ms] of most) console.log(`${ms.toFixed(1).padStart(7)} ms  ${name} (all)`);
  }
  const costs: number[] = [];
  for (let i = 0; i + 1 < starts.length; i++) {
    const from = starts[i] as number;
    const to = starts[i + 1] as number;
    // Several callbacks of one frame count once; a pause is no frame.
    if (to - from < 4000 || to - from > 60_000) continue;
    // Each task once: the one in which a frame begins is that frame's.
    const inside = runs.filter((t) => {
      const end = t.ts + (t.dur ?? 0);
      return end > from && end <= to;
    });
    costs.push(inside.reduce((sum, t) => sum + (t.tdur ?? t.dur ?? 0), 0) / 1000);
  }
  return costs;
}

async function trace(cdp: CDPSession, act: () => Promise<void>): Promise<Task[]> {
  const tasks: Task[] = [];
  cdp.on('Tracing.dataCollected', ({ value }) => tasks.push(...(value as unknown as Task[])));
  const done = new Promise<void>((finished) =>
    cdp.once('Tracing.tracingComplete', () => finished()),
  );
  await cdp.send('Tracing.start', {
    traceConfig: { includedCategories: ['toplevel', 'devtools.timeline', '__metadata'] },
    transferMode: 'ReportEvents',
  });
  await act();
  await cdp.send('Tracing.end');
  await done;
  return tasks;
}

/** Prints which functions cost most (build the client with `--minify false` to know their names). */
async function profile(cdp: CDPSession, act: () => Promise<void>): Promise<void> {
  await cdp.send('Profiler.enable');
  await cdp.send('Profiler.setSamplingInterval', { interval: 200 });
  await cdp.send('Profiler.start');
  await act();
  const { profile: found } = await cdp.send('Profiler.stop');
  const names = new Map(found.nodes.map((n) => [n.id, n.callFrame]));
  const spent = new Map<string, number>();
  found.samples?.forEach((id, i) => {
    const frame = names.get(id);
    const name = `${frame?.functionName || '(anonymous)'} ${frame?.lineNumber ?? ''}`;
    spent.set(name, (spent.get(name) ?? 0) + (found.timeDeltas?.[i] ?? 0) / 1000);
  });
  const most = [...spent].sort((a, b) => b[1] - a[1]).slice(0, 30);
  for (const [name, ms] of most) console.log(`${ms.toFixed(0).padStart(7)} ms  ${name}`);
}

/** Draws with a real mouse, about 120 moves a second, whether or not the page keeps up. */
async function scrawl(page: Page, ms: number): Promise<void> {
  const cdp = await page.context().newCDPSession(page);
  const say = (type: 'mousePressed' | 'mouseMoved' | 'mouseReleased', x: number, y: number) =>
    cdp.send('Input.dispatchMouseEvent', { type, x, y, button: 'left', clickCount: 1 });
  const until = Date.now() + ms;
  for (let stroke = 0; Date.now() < until; stroke++) {
    const x = 150 + (stroke % 6) * 100;
    await say('mousePressed', x, 200);
    const moves: Promise<unknown>[] = [];
    for (let i = 0; i < 80 && Date.now() < until; i++) {
      moves.push(say('mouseMoved', x + 60 + 60 * Math.sin(i / 8), 200 + i * 4));
      await pause(8);
    }
    await Promise.all(moves);
    await say('mouseReleased', x, 520);
  }
}

/** Pans and zooms with the wheel. */
async function wander(page: Page, ms: number): Promise<void> {
  const cdp = await page.context().newCDPSession(page);
  const until = Date.now() + ms;
  for (let i = 0; Date.now() < until; i++) {
    const deltaY = Math.round(30 * Math.sin(i / 20));
    // 2 is Ctrl: the wheel zooms.
    const modifiers = i % 200 < 100 ? 2 : 0;
    const wheel = { type: 'mouseWheel', x: 400, y: 400, deltaX: 6, deltaY, modifiers } as const;
    await cdp.send('Input.dispatchMouseEvent', wheel);
    await pause(8);
  }
}

interface FirstPicture {
  /** Ms from the last byte of the canvas until every stroke of it was drawn, as the page itself sees it. */
  readonly painted: number;
  /** Ms from the start of the navigation, page and script included. */
  readonly whole: number;
  /** What the canvas took on the wire. */
  readonly bytes: number;
}

/** Opens the room as a newcomer does. */
async function firstPicture(page: Page, url: string): Promise<FirstPicture> {
  await page.goto(url);
  await page.waitForFunction(
    (strokes) =>
      performance
        .getEntriesByName('inkling:drafted')
        .some((mark) => (mark as PerformanceMark).detail >= strokes),
    STROKES,
  );
  await pause(2000);
  return page.evaluate((strokes) => {
    const whole =
      performance
        .getEntriesByName('inkling:drafted')
        .find((mark) => (mark as PerformanceMark).detail >= strokes)?.startTime ?? Number.NaN;
    const [canvas] = performance
      .getEntriesByType('resource')
      .filter((entry) => entry.name.endsWith('/canvas.yjs')) as PerformanceResourceTiming[];
    const came = canvas?.responseEnd ?? Number.NaN;
    const bytes = canvas?.encodedBodySize ?? Number.NaN;
    return { painted: whole - came, whole, bytes };
  }, STROKES);
}

const dataDir = mkdtempSync(join(tmpdir(), 'inkling-bench-'));
const config = readConfig({
  ...process.env,
  INKLING_ROOT: root,
  DATA_DIR: dataDir,
  PORT: '0',
  HOST: '127.0.0.1',
});
const server = await startServer(config, makeLog('silent'));
const url = `http://127.0.0.1:${server.port}`;
const code = await fill(url);
const executablePath = findChromium();
const browser = await chromium.launch({
  ...(executablePath ? { executablePath } : {}),
  args: [
    '--no-sandbox',
    '--disable-gpu',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
    '--no-first-run',
  ],
});
try {
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
  const cdp = await page.context().newCDPSession(page);
  let first: FirstPicture = { painted: 0, whole: 0, bytes: 0 };
  const arrive = async () => {
    first = await firstPicture(page, `${url}/${code}`);
  };
  if (process.env.PROFILE) await profile(cdp, arrive);
  else await arrive();
  if (process.env.PROFILE) await profile(cdp, () => scrawl(page, DRAW_MS));
  const costs = frameCosts(await trace(cdp, () => scrawl(page, DRAW_MS)));
  if (process.env.PROFILE) await profile(cdp, () => wander(page, DRAW_MS));
  const moving = frameCosts(await trace(cdp, () => wander(page, DRAW_MS)));
  const p50 = percentile(costs, 0.5);
  const p95 = percentile(costs, 0.95);
  console.log(
    `newcomer to ${STROKES} strokes: ${(first.bytes / 1000).toFixed(0)} KB (must 300, aim 130), all painted ` +
      `${first.painted.toFixed(0)} ms after they arrived (must 150, aim 60), ${first.whole.toFixed(0)} ms after the click`,
  );
  console.log(
    `a frame while drawing over ${STROKES} strokes, everything on the main thread, software rendering: ` +
      `p50 ${p50.toFixed(1)} ms, p95 ${p95.toFixed(1)} ms, p99 ${percentile(costs, 0.99).toFixed(1)} ms, ` +
      `n ${costs.length} (must ${MUST_MS}, aim 4)`,
  );
  console.log(
    `a frame while panning and zooming: p50 ${percentile(moving, 0.5).toFixed(1)} ms, ` +
      `p95 ${percentile(moving, 0.95).toFixed(1)} ms, n ${moving.length}`,
  );
} finally {
  await browser.close();
  await server.stop();
  rmSync(dataDir, { recursive: true, force: true });
}

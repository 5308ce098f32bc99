import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
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
    const inside = runs.filter((t) => t.ts + (t.dur ?? 0) > from && t.ts <= to);
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

/** Draws with a real mouse, about 60 moves a second. */
async function scrawl(page: Page, ms: number): Promise<void> {
  const until = Date.now() + ms;
  for (let stroke = 0; Date.now() < until; stroke++) {
    const x = 150 + (stroke % 6) * 100;
    await page.mouse.move(x, 200);
    await page.mouse.down();
    for (let i = 0; i < 60 && Date.now() < until; i++) {
      await page.mouse.move(x + 60 + 60 * Math.sin(i / 6), 200 + i * 5);
      await page.waitForTimeout(12);
    }
    await page.mouse.up();
  }
}

/** Ms from the answer to `join` until every stroke of it was drawn, as the page itself sees it. */
async function firstPicture(page: Page, url: string): Promise<number> {
  await page.addInitScript((strokes) => {
    const seen = { joined: 0, painted: 0 };
    Object.assign(window, { seen });
    const original = Object.getOwnPropertyDescriptor(WebSocket.prototype, 'onmessage');
    if (!original?.set) return;
    Object.defineProperty(WebSocket.prototype, 'onmessage', {
      ...original,
      set(listener: (event: MessageEvent) => void) {
        original.set?.call(this, (event: MessageEvent) => {
          if (event.data instanceof ArrayBuffer && event.data.byteLength > 50_000 && !seen.joined) {
            seen.joined = performance.now();
          }
          listener.call(this, event);
        });
      },
    });
    let drawn = 0;
    const count = <A extends unknown[]>(draw: (...args: A) => void) =>
      function (this: CanvasRenderingContext2D, ...args: A) {
        Reflect.apply(draw, this, args);
        if (++drawn === strokes) seen.painted = performance.now();
      };
    const pen = CanvasRenderingContext2D.prototype;
    pen.fill = count(pen.fill as (...args: unknown[]) => void);
    pen.stroke = count(pen.stroke as (...args: unknown[]) => void);
  }, STROKES);
  await page.goto(url);
  await page.waitForFunction(() => {
    const { seen } = window as unknown as { seen: { joined: number; painted: number } };
    return seen.joined > 0 && seen.painted > 0 && performance.now() - seen.painted > 1500;
  });
  return page.evaluate(() => {
    const { seen } = window as unknown as { seen: { joined: number; painted: number } };
    return seen.painted - seen.joined;
  });
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
  let painted = 0;
  const arrive = async () => {
    painted = await firstPicture(page, `${url}/${code}`);
  };
  if (process.env.PROFILE) await profile(cdp, arrive);
  else await arrive();
  if (process.env.PROFILE) await profile(cdp, () => scrawl(page, DRAW_MS));
  const costs = frameCosts(await trace(cdp, () => scrawl(page, DRAW_MS)));
  const p50 = percentile(costs, 0.5);
  const p95 = percentile(costs, 0.95);
  console.log(
    `newcomer to ${STROKES} strokes: painted ${painted.toFixed(0)} ms after they arrived (must 150, aim 60)`,
  );
  console.log(
    `a frame while drawing over ${STROKES} strokes, everything on the main thread, software rendering: ` +
      `p50 ${p50.toFixed(1)} ms, p95 ${p95.toFixed(1)} ms, p99 ${percentile(costs, 0.99).toFixed(1)} ms, ` +
      `n ${costs.length} (must ${MUST_MS}, aim 4)`,
  );
} finally {
  await browser.close();
  await server.stop();
  rmSync(dataDir, { recursive: true, force: true });
}

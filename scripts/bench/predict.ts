import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { penDigit } from '../../e2e/pen.ts';
import { freePort, ServerProcess } from '../../e2e/server.ts';
import type { Row } from './table.ts';

const ROOT = join(import.meta.dirname, '../..');
const PYTHON = '/usr/bin/python3';
const CLIENTS = 8;
/** Pixels of the picture's side, as a drawing page sends it. */
const SIDE = 280;

/** A 7 as a 280 × 280 PNG, as a drawing page sends it, and as its strokes. */
async function bodies(): Promise<{ readonly png: string; readonly strokes: string }> {
  const ways = penDigit(7).strokes.map((way) =>
    way.map(([x, y]) => [Math.round(60 + x * 160), Math.round(60 + y * 160)] as const),
  );
  const lines = ways.map((way) => `<polyline points="${way.join(' ')}"/>`).join('');
  const pen = 'fill="none" stroke="#fff" stroke-width="18" stroke-linecap="round"';
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${SIDE}" height="${SIDE}"><rect width="100%" height="100%"/><g ${pen}>${lines}</g></svg>`;
  const server = createRequire(join(ROOT, 'server/package.json'));
  const { Transformer } = server('@napi-rs/image') as typeof import('@napi-rs/image');
  // It renders an SVG four times as large as it says.
  const drawn = await Transformer.fromSvg(svg).png();
  const fitting = await new Transformer(drawn).resize(SIDE, SIDE).png();
  const png = fitting.toString('base64');
  return {
    png: JSON.stringify({ image: `data:image/png;base64,${png}` }),
    strokes: JSON.stringify({ strokes: ways.map((way) => way.flat()) }),
  };
}

/** Requests a second that a server answers, with clients in a process of their own. */
function requestsPerSecond(url: string, body: string, seconds: number): number {
  const args = [
    '--import',
    'tsx',
    'scripts/bench/http-load.ts',
    url,
    String(CLIENTS),
    String(seconds),
  ];
  const said = execFileSync(process.execPath, args, { cwd: ROOT, input: body, encoding: 'utf8' });
  return Number(said);
}

function canRunRival(): boolean {
  if (!existsSync(PYTHON)) return false;
  try {
    execFileSync(PYTHON, ['-c', 'import fastapi, uvicorn, torch, onnx, PIL'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

async function startRival(): Promise<{ url: string; child: ChildProcess }> {
  const port = await freePort();
  const child = spawn(PYTHON, [join(import.meta.dirname, 'fastapi_rival.py'), String(port)], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const url = `http://127.0.0.1:${port}/predict`;
  for (let tries = 0; tries < 600; tries++) {
    const up = await fetch(url, { method: 'POST' }).catch(() => null);
    if (up) return { url, child };
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  child.kill();
  throw new Error('the FastAPI rival did not start');
}

/** `POST /predict` against FastAPI and PyTorch with the same network, the same picture, in the same run. */
export async function predictRates(seconds: number): Promise<Row[]> {
  const { png, strokes } = await bodies();
  const server = await ServerProcess.start();
  const url = `${server.url}/predict`;
  const ours = requestsPerSecond(url, png, seconds);
  const byStrokes = requestsPerSecond(url, strokes, seconds);
  await server.dispose();
  let theirs: number | null = null;
  if (canRunRival()) {
    const rival = await startRival();
    theirs = requestsPerSecond(rival.url, png, seconds);
    rival.child.kill();
  }
  const without = 'Debian’s python3-fastapi, -uvicorn, -torch, -onnx and -pil are not all here';
  const row = (what: string, rate: number, budget: { must: number; aim: number }): Row => ({
    what,
    unit: '×',
    measured: theirs === null ? null : rate / theirs,
    budget: { ...budget, more: true },
    note:
      theirs === null
        ? `${Math.round(rate)} /s; ${without}`
        : `${Math.round(rate)} /s to FastAPI’s ${Math.round(theirs)} /s`,
  });
  return [
    row('POST /predict, a 280 × 280 PNG, against FastAPI + PyTorch', ours, { must: 1.5, aim: 3 }),
    row('POST /predict, strokes, against FastAPI’s PNG', byStrokes, { must: 5, aim: 8 }),
  ];
}

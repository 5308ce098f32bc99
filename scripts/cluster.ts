import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

/** `npm run cluster`: Redis and three Inklings on one machine, which share their rooms. */

const root = resolve(import.meta.dirname, '..');
const PORTS = [3001, 3002, 3003];
const REDIS_PORT = 6390;

function fail(message: string): never {
  console.error(message);
  process.exit(1);
}

/** The Redis that `REDIS_URL` names, or one of our own for as long as this runs. */
function findRedis(children: ChildProcess[], dir: string): string {
  if (process.env.REDIS_URL) return process.env.REDIS_URL;
  if (spawnSync('redis-server', ['--version']).status !== 0) {
    fail('There is no redis-server here: apt-get install redis-server, or set REDIS_URL.');
  }
  const args = ['--port', String(REDIS_PORT), '--bind', '127.0.0.1', '--dir', dir, '--save', ''];
  children.push(spawn('redis-server', [...args, '--appendonly', 'yes'], { stdio: 'ignore' }));
  return `redis://127.0.0.1:${REDIS_PORT}`;
}

async function answers(url: string): Promise<boolean> {
  return fetch(`${url}/readyz`).then(
    (response) => response.ok,
    () => false,
  );
}

/** Redis may need a moment: a machine that cannot reach it at its start ends, and is started again. */
function startMachine(port: number, env: NodeJS.ProcessEnv, children: ChildProcess[]): void {
  const child = spawn(process.execPath, ['server/dist/main.js'], {
    cwd: root,
    env: { ...process.env, ...env, HOST: '127.0.0.1', PORT: String(port) },
    stdio: 'inherit',
  });
  children.push(child);
  child.on('exit', (code) => {
    if (code === 1 && !stopping) setTimeout(() => startMachine(port, env, children), 500);
  });
}

let stopping = false;

async function main(): Promise<void> {
  if (!existsSync(join(root, 'server/dist/main.js'))) fail('Build first: npm run build');
  const children: ChildProcess[] = [];
  const dir = mkdtempSync(join(tmpdir(), 'inkling-cluster-'));
  const stop = () => {
    stopping = true;
    for (const child of children) child.kill('SIGTERM');
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
  process.on('exit', () => rmSync(dir, { recursive: true, force: true }));
  const REDIS_URL = findRedis(children, dir);
  const SECRET = process.env.SECRET ?? randomBytes(32).toString('base64url');
  for (const port of PORTS) startMachine(port, { REDIS_URL, SECRET, LOG_LEVEL: 'warn' }, children);
  for (const port of PORTS) {
    const url = `http://localhost:${port}`;
    while (!stopping && !(await answers(url))) await new Promise((done) => setTimeout(done, 100));
    if (!stopping) console.log(`Inkling is at ${url}`);
  }
}

await main();

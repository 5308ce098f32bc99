import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

/** Whether this machine has a redis-server to test with. */
export const HAS_REDIS = spawnSync('redis-server', ['--version']).status === 0;

const ALWAYS = { fsync: 'always' } as const;

/** A port that nobody listens on. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  server.close();
  await once(server, 'close');
  return port;
}

/** A real Redis on a loopback port of its own, with its file in a folder of its own, that can be killed and restarted. */
export class RedisServer {
  readonly #dir = mkdtempSync(join(tmpdir(), 'inkling-redis-'));
  #process: ChildProcess | null = null;
  #port = 0;

  /** `everysec` is what operations advise; `always` is for tests that end Redis and count what it kept. */
  constructor(private readonly options: { readonly fsync: 'always' | 'everysec' } = ALWAYS) {}

  /** The process id while it runs. */
  get pid(): number {
    return this.#process?.pid ?? 0;
  }

  get url(): string {
    return `redis://127.0.0.1:${this.#port}`;
  }

  async start(): Promise<this> {
    this.#port ||= await freePort();
    const { fsync } = this.options;
    const settings = ['--port', String(this.#port), '--bind', '127.0.0.1', '--dir', this.#dir];
    const kept = ['--save', '', '--appendonly', 'yes', '--appendfsync', fsync];
    const child = spawn('redis-server', [...settings, ...kept], {
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    this.#process = child;
    for await (const line of createInterface({ input: child.stdout })) {
      if (line.includes('Ready to accept connections')) break;
    }
    child.stdout.resume();
    return this;
  }

  /** Ends it at once, as a power cut would. */
  async kill(): Promise<void> {
    const child = this.#process;
    this.#process = null;
    if (!child) return;
    child.kill('SIGKILL');
    if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
  }

  /** Stops it in its tracks, and lets it go on: the line stays open and is silent. */
  freeze(): void {
    this.#process?.kill('SIGSTOP');
  }

  thaw(): void {
    this.#process?.kill('SIGCONT');
  }

  async stop(): Promise<void> {
    this.thaw();
    await this.kill();
    rmSync(this.#dir, { recursive: true, force: true });
  }
}

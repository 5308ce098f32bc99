import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { MODEL } from './harness.ts';

const root = resolve(import.meta.dirname, '../..');

/** One Inkling in a process of its own, that can be killed as a power cut would. */
export class MachineProcess {
  #child: ChildProcess | null = null;
  #ready = false;
  port = 0;

  constructor(private readonly env: Readonly<Record<string, string>>) {}

  /** Whether people can come: what a balancer finds out by asking. */
  get up(): boolean {
    return this.#ready;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** Starts it, on the port that it had before; resolves when people can come. */
  async start(): Promise<this> {
    const child = spawn(process.execPath, ['server/dist/main.js'], {
      cwd: root,
      env: {
        ...process.env,
        HOST: '127.0.0.1',
        PORT: String(this.port),
        MODEL_PATH: MODEL,
        LOG_LEVEL: 'info',
        NODE_ENV: 'test',
        ...this.env,
      },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    this.#child = child;
    for await (const line of createInterface({ input: child.stdout })) {
      const said = JSON.parse(line) as { msg?: string; port?: number };
      if (said.msg !== 'ready') continue;
      this.port = said.port ?? 0;
      break;
    }
    child.stdout.resume();
    this.#ready = true;
    return this;
  }

  async #end(signal: 'SIGKILL' | 'SIGTERM'): Promise<void> {
    const child = this.#child;
    this.#child = null;
    this.#ready = false;
    if (!child || child.exitCode !== null) return;
    child.kill(signal);
    await once(child, 'exit');
  }

  kill(): Promise<void> {
    return this.#end('SIGKILL');
  }

  stop(): Promise<void> {
    return this.#end('SIGTERM');
  }
}

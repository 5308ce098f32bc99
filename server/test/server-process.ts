import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { MODEL } from './harness.ts';

const root = resolve(import.meta.dirname, '../..');

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as { port: number };
  await new Promise((done) => server.close(done));
  return port;
}

/** A server in a process of its own, that can be stopped or killed and started again over its folder. */
export class ServerProcess {
  readonly dataDir = mkdtempSync(join(tmpdir(), 'inkling-process-'));
  #child: ChildProcess | null = null;
  #port = 0;
  /** All that it logged, or said when it could not start. */
  log = '';

  /** `under` is a command that runs another one, such as `nohup`. */
  constructor(
    private readonly env: Readonly<Record<string, string>> = {},
    private readonly under: readonly string[] = [],
  ) {}

  get port(): number {
    return this.#port;
  }

  get url(): string {
    return `http://127.0.0.1:${this.#port}`;
  }

  async start(): Promise<void> {
    this.#port ||= await freePort();
    const env = {
      ...process.env,
      INKLING_ROOT: root,
      DATA_DIR: this.dataDir,
      PORT: String(this.#port),
      HOST: '127.0.0.1',
      MODEL_PATH: MODEL,
      ...this.env,
    };
    const [command = process.execPath, ...words] = [
      ...this.under,
      process.execPath,
      resolve(root, 'server/dist/main.js'),
    ];
    const child = spawn(command, words, { env, stdio: ['ignore', 'pipe', 'pipe'] });
    this.#child = child;
    await new Promise<void>((ready, failed) => {
      child.once('exit', () => failed(new Error('the server did not start')));
      const hear = (said: Buffer) => {
        this.log += said;
        if (said.includes('"ready"')) ready();
      };
      child.stdout?.on('data', hear);
      child.stderr?.on('data', hear);
    });
  }

  /** Tells it that its terminal has closed. */
  hangUp(): void {
    this.#child?.kill('SIGHUP');
  }

  /** Ends it; resolves with its exit code when it is gone, null when a signal took it. */
  async end(signal: 'SIGTERM' | 'SIGKILL'): Promise<number | null> {
    const child = this.#child;
    this.#child = null;
    if (!child) return null;
    if (child.exitCode !== null || child.signalCode !== null) return child.exitCode;
    const gone = new Promise<number | null>((resolve) => child.once('exit', resolve));
    child.kill(signal);
    return gone;
  }

  /** Kills it and removes its folder. */
  async dispose(): Promise<void> {
    await this.end('SIGKILL');
    rmSync(this.dataDir, { recursive: true, force: true });
  }
}

import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { freePort } from './redis-server.ts';

/** Debian keeps it where only root's PATH looks. */
const PATHS = ['nginx', '/usr/sbin/nginx'];
const NGINX = PATHS.find((path) => spawnSync(path, ['-v']).status === 0);

/** Whether this machine has an nginx to test with. */
export const HAS_NGINX = NGINX !== undefined;

const CONF = resolve(import.meta.dirname, '../../docs/cluster/nginx.conf');

/** A real nginx with the configuration of the docs, but for the addresses: loopback, and a folder of its own. */
export class NginxServer {
  readonly #dir = mkdtempSync(join(tmpdir(), 'inkling-nginx-'));
  #process: ChildProcess | null = null;
  #port = 0;

  get url(): string {
    return `http://127.0.0.1:${this.#port}`;
  }

  /** Starts it before some machines' ports; resolves when it answers. */
  async start(ports: readonly number[]): Promise<this> {
    this.#port = await freePort();
    const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']
      .map((name) => `${name}_temp_path ${this.#dir}/${name};`)
      .join(' ');
    const conf = readFileSync(CONF, 'utf8')
      .replace('listen 8080;', `listen 127.0.0.1:${this.#port};`)
      .replace(/inkling-(\d):3000/g, (_, n: string) => `127.0.0.1:${ports[Number(n) - 1]}`)
      .replace('http {', `http { access_log off; ${temporary}`);
    const file = join(this.#dir, 'nginx.conf');
    writeFileSync(file, `pid ${this.#dir}/pid;\n${conf}`);
    const errors = `${this.#dir}/errors`;
    const args = [
      '-p',
      this.#dir,
      '-c',
      file,
      '-e',
      errors,
      '-g',
      'daemon off; master_process off;',
    ];
    const child = spawn(NGINX as string, args, { stdio: 'ignore' });
    this.#process = child;
    while (!(await this.#answers())) {
      if (child.exitCode !== null) throw new Error(readFileSync(errors, 'utf8'));
      await pause(20);
    }
    return this;
  }

  async #answers(): Promise<boolean> {
    return fetch(`${this.url}/healthz`).then(
      (response) => response.ok,
      () => false,
    );
  }

  async stop(): Promise<void> {
    const child = this.#process;
    if (child && child.exitCode === null) {
      child.kill('SIGTERM');
      await once(child, 'exit');
    }
    rmSync(this.#dir, { recursive: true, force: true });
  }
}

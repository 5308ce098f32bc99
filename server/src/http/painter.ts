import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** A surface of a canvas (a Yjs update of all of it) that is to be a picture. */
export interface ToPaint {
  readonly id: number;
  readonly canvas: Uint8Array;
  readonly surface: number;
}

export interface Painted {
  readonly id: number;
  readonly png: Uint8Array<ArrayBuffer>;
}

interface Waiting {
  readonly resolve: (png: Buffer) => void;
  readonly reject: (error: Error) => void;
}

/** A process that has painted nothing for so long is ended: most servers are seldom asked for a picture. */
const IDLE_MS = 10_000;

/**
 * Paints pictures in a process of its own, which there is while somebody wants one: the renderer holds its thread for
 * seconds in one native call, which as a thread of ours would hold up our end too.
 */
export class Painter {
  #process: ChildProcess | null = null;
  #ids = 0;
  readonly #waiting = new Map<number, Waiting>();
  #idle: NodeJS.Timeout | undefined;

  constructor(private readonly start: () => ChildProcess = startProcess) {}

  /** A surface of a canvas as PNG, on paper. */
  paint(canvas: Uint8Array, surface: number): Promise<Buffer> {
    clearTimeout(this.#idle);
    this.#process ??= this.#begin();
    const asked: ToPaint = { id: ++this.#ids, canvas, surface };
    this.#process.send(asked);
    return new Promise((resolve, reject) => this.#waiting.set(asked.id, { resolve, reject }));
  }

  #begin(): ChildProcess {
    const child = this.start();
    child.on('message', (said) => {
      const { id, png } = said as Painted;
      this.#waiting.get(id)?.resolve(Buffer.from(png.buffer, png.byteOffset, png.byteLength));
      this.#waiting.delete(id);
      if (this.#waiting.size === 0) this.#rest(child);
    });
    child.on('error', (error) => this.#gone(child, error));
    // It goes when we go, in the middle of a picture too.
    const reap = () => child.kill('SIGKILL');
    process.once('exit', reap);
    child.on('exit', (code, signal) => {
      process.off('exit', reap);
      this.#gone(child, new Error(`the painter ended (${signal ?? code})`));
    });
    child.unref();
    child.channel?.unref();
    return child;
  }

  #rest(child: ChildProcess): void {
    this.#idle = setTimeout(() => {
      this.#process = null;
      child.kill('SIGKILL');
    }, IDLE_MS);
    this.#idle.unref();
  }

  /** A process is no more: who waited hears why, and whoever asks next gets another one. */
  #gone(child: ChildProcess, error: Error): void {
    if (this.#process !== child) return;
    this.#process = null;
    for (const { reject } of this.#waiting.values()) reject(error);
    this.#waiting.clear();
  }
}

/** Starts the process: from source while developing, from the bundle beside this file when built. */
function startProcess(): ChildProcess {
  const fromSource = import.meta.url.endsWith('.ts');
  const file = fromSource ? 'painter-from-source.mjs' : 'painter-process.js';
  const path = fileURLToPath(new URL(`./${file}`, import.meta.url));
  return fork(path, { execArgv: [], serialization: 'advanced' });
}

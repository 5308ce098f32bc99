import { Worker } from 'node:worker_threads';

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

/** A thread that has painted nothing for so long is ended: most servers are seldom asked for a picture. */
const IDLE_MS = 10_000;

/** Paints pictures on a thread of its own, which there is while somebody wants one: the renderer holds its thread for seconds. */
export class Painter {
  #thread: Worker | null = null;
  #ids = 0;
  readonly #waiting = new Map<number, Waiting>();
  #idle: NodeJS.Timeout | undefined;

  constructor(private readonly start: () => Worker = startThread) {}

  /** A surface of a canvas as PNG, on paper. The thread gets a copy: others may be told the same bytes. */
  paint(canvas: Uint8Array, surface: number): Promise<Buffer> {
    clearTimeout(this.#idle);
    this.#thread ??= this.#begin();
    const asked: ToPaint = { id: ++this.#ids, canvas, surface };
    this.#thread.postMessage(asked);
    return new Promise((resolve, reject) => this.#waiting.set(asked.id, { resolve, reject }));
  }

  #begin(): Worker {
    const thread = this.start();
    thread.on('message', ({ id, png }: Painted) => {
      this.#waiting.get(id)?.resolve(Buffer.from(png.buffer));
      this.#waiting.delete(id);
      if (this.#waiting.size === 0) this.#rest(thread);
    });
    thread.on('error', (error) => this.#failed(thread, error as Error));
    thread.unref();
    return thread;
  }

  #rest(thread: Worker): void {
    this.#idle = setTimeout(() => {
      this.#thread = null;
      void thread.terminate();
    }, IDLE_MS);
    this.#idle.unref();
  }

  /** A thread died: who waited hears why, and whoever asks next gets another one. */
  #failed(thread: Worker, error: Error): void {
    if (this.#thread !== thread) return;
    this.#thread = null;
    for (const { reject } of this.#waiting.values()) reject(error);
    this.#waiting.clear();
  }
}

/** Starts the thread: from source while developing, from the bundle beside this file when built. */
function startThread(): Worker {
  const fromSource = import.meta.url.endsWith('.ts');
  const file = fromSource ? 'painter-from-source.mjs' : 'painter-thread.js';
  return new Worker(new URL(`./${file}`, import.meta.url), { name: 'painter', execArgv: [] });
}

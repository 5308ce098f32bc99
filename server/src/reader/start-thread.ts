import { Worker } from 'node:worker_threads';
import type { Said, ThreadStart, Told } from './messages.ts';

/** A thread, as far as the reader knows it. */
export interface ReaderThread {
  postMessage(told: Told, transfer: ArrayBuffer[]): void;
  terminate(): Promise<unknown>;
  on(event: 'message', listener: (said: Said) => void): unknown;
  on(event: 'error', listener: (error: Error) => void): unknown;
  on(event: 'exit', listener: (code: number) => void): unknown;
}

/** Starts the reader thread: from source while developing, from the bundle beside this file when built. */
export function startThread(start: ThreadStart): ReaderThread {
  const fromSource = import.meta.url.endsWith('.ts');
  const file = fromSource ? 'thread-from-source.mjs' : 'reader-thread.js';
  const thread = new Worker(new URL(`./${file}`, import.meta.url), {
    workerData: start,
    name: 'reader',
    execArgv: [],
  });
  thread.unref();
  return thread;
}

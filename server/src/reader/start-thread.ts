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
  // onnxruntime tells its makers about its use unless it is told not to: nothing here tells anybody. It asks the
  // environment of the process, which a thread cannot change, so it is set before there is one.
  process.env.ORT_DISABLE_TELEMETRY = '1';
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

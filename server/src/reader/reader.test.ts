import { fileURLToPath } from 'node:url';
import type { ReadingChange } from '@inkling/shared/reading';
import { afterEach, expect, it } from 'vitest';
import { PULSE, type Said, type ThreadStart, type Told } from './messages.ts';
import { packReadings } from './pack.ts';
import { Reader, ReaderBusy, type ReaderInk, type ReaderOptions } from './reader.ts';
import { startThread } from './start-thread.ts';

const modelPath = fileURLToPath(new URL('../../../model/digits.onnx', import.meta.url));
const SEVEN = [100, 100, 0, 128, 200, 100, 9, 128, 170, 150, 19, 128, 130, 250, 29, 128];
const ink = (over: Partial<ReaderInk> = {}): ReaderInk => ({
  author: 1,
  stroke: 0,
  surface: 0,
  at: 0,
  done: true,
  points: SEVEN,
  ...over,
});

let opened: Reader | null = null;
afterEach(() => opened?.stop());

/** A reader whose readings can be waited for. */
async function open(options: Partial<ReaderOptions> = {}) {
  const heard: [string, ReadingChange[]][] = [];
  let wake = () => {};
  const reader = await Reader.start({
    modelPath,
    onReadings: (room, changes) => {
      heard.push([room, changes]);
      wake();
    },
    replay: () => [],
    onFault: () => {},
    ...options,
  });
  opened = reader;
  const next = async (): Promise<[string, ReadingChange[]]> => {
    while (heard.length === 0) {
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    }
    return heard.shift() as [string, ReadingChange[]];
  };
  return { reader, next };
}

it('[READ10] ink goes in, a reading comes out, live and then for good', async () => {
  const { reader, next } = await open();
  reader.ink('ABCDEF', [ink()]);
  const [room, [first]] = await next();
  expect(room).toBe('ABCDEF');
  expect(first).toMatchObject({ glyph: '1.0', version: 1, strokes: [[1, 0]] });
  const [, [settled]] = await next();
  const { probabilities } = settled as { probabilities: Uint8Array };
  expect(probabilities.indexOf(Math.max(...probabilities))).toBe(7);
  expect(reader.stats()).toMatchObject({ queue: 0, restarts: 0 });
});

it('[READ19] what was said of a forgotten room is not taken for the room that is drawn in anew', async () => {
  let say = (_said: Said) => {};
  let name = '';
  const { reader, next } = await open({
    start: () =>
      deafThread(
        (told) => {
          if (told.do === 'ink') name = told.rooms[0]?.room ?? '';
        },
        (listener) => {
          say = listener;
        },
      ),
  });
  const speak = (room: string, glyph: string) =>
    say({ say: 'readings', rooms: [room], readings: packReadings([[{ glyph, gone: true }]]) });
  reader.ink('ABCDEF', [ink()]);
  reader.forget('ABCDEF');
  const before = name;
  reader.ink('ABCDEF', [ink({ stroke: 2 })]);
  reader.erase('ABCDEF', [[1, 1]]);
  speak(before, '1.0');
  speak(name, '1.2');
  expect(await next()).toEqual(['ABCDEF', [{ glyph: '1.2', gone: true }]]);
});

it('[READ11] a drawing of the single-user API is read, and a blank is not', async () => {
  const { reader } = await open();
  const seven = SEVEN.filter((_, i) => i % 4 < 2);
  const prediction = await reader.predictStrokes([seven]);
  expect(prediction).toMatchObject({ digit: 7, uncertain: false });
  expect(prediction.input).toHaveLength(784);
  expect(prediction.top).toHaveLength(3);
  expect(await reader.predictStrokes([[]])).toMatchObject({ digit: null, uncertain: true });
  await expect(reader.predictImage(Uint8Array.of(1))).rejects.toMatchObject({ name: 'BadImage' });
});

it('[READ12] a thread that dies is followed by another, which is told every room again', async () => {
  const threads: ReturnType<typeof startThread>[] = [];
  const faults: Error[] = [];
  const { reader, next } = await open({
    replay: () => [ink(), ink({ stroke: 1, points: SEVEN.map((n, i) => (i % 4 ? n : n + 900)) })],
    restartMs: 1,
    onFault: (error) => faults.push(error),
    start: (start) => {
      const thread = startThread(start);
      threads.push(thread);
      return thread;
    },
  });
  reader.ink('ABCDEF', [ink()]);
  await next();
  // It is asked when it is dying already: a fast thread would have answered.
  const death = threads[0]?.terminate();
  const pending = reader.predictStrokes([[0, 0, 1, 1]]);
  await Promise.all([death, expect(pending).rejects.toBeInstanceOf(ReaderBusy)]);
  expect(faults).toHaveLength(1);
  for (;;) {
    const [, changes] = await next();
    if (changes.some(({ glyph }) => glyph === '1.1')) break;
  }
  expect(reader.stats().restarts).toBe(1);
});

it('[READ13] a thread that hangs is ended and followed by another', async () => {
  const starts: ThreadStart[] = [];
  let restarted = () => {};
  const again = new Promise<void>((resolve) => {
    restarted = resolve;
  });
  const { reader } = await open({
    hangMs: 20,
    restartMs: 1,
    start: (start) => {
      starts.push(start);
      if (starts.length === 2) restarted();
      return deafThread();
    },
  });
  const pending = reader.predictStrokes([[0, 0, 1, 1]]);
  await expect(pending).rejects.toBeInstanceOf(ReaderBusy);
  await again;
  expect(starts.map(({ life }) => life)).toEqual([0, 1]);
});

it('[READ13] so is one that hangs over what it was told, before it has read anything of it', async () => {
  const starts: ThreadStart[] = [];
  let hung = (_error: Error) => {};
  const fault = new Promise<Error>((resolve) => {
    hung = resolve;
  });
  const { reader, next } = await open({
    hangMs: 400,
    restartMs: 1,
    replay: () => [ink()],
    onFault: (error) => hung(error),
    start: (start) => {
      starts.push(start);
      return startThread(start);
    },
  });
  reader.ink('ABCDEF', [ink()]);
  await next();
  await next();
  // Chunks after a gap are looked at again with every chunk that comes before it: hearing of these takes seconds, reading them none.
  const far = ink({ stroke: 1, at: 10_000, done: false });
  const near = Array.from({ length: 6000 }, (_, at) =>
    ink({ stroke: 1, at, done: false, points: [300, 300, at, 128] }),
  );
  reader.ink('ABCDEF', [...near.map(() => far), ...near]);
  expect((await fault).message).toBe('the reader thread hung');
  const [, [again]] = await next();
  expect(again).toMatchObject({ glyph: '1.0', version: (1 << 20) + 1 });
  expect(starts.map(({ life }) => life)).toEqual([0, 1]);
});

it('[READ13] no thread is said to hang because the main thread stood still', async () => {
  const faults: Error[] = [];
  let counted = () => {};
  const heard = new Promise<void>((resolve) => {
    counted = resolve;
  });
  const { reader } = await open({
    hangMs: 20,
    onFault: (error) => faults.push(error),
    start: ({ pulse }) =>
      deafThread(() => {
        // Two turns of the event loop later: looks that are overdue come before.
        setImmediate(() =>
          setImmediate(() => {
            pulse[PULSE.heard] = 1;
            counted();
          }),
        );
      }),
  });
  const until = performance.now() + 100;
  while (performance.now() < until);
  reader.ink('ABCDEF', []);
  reader.forget('ABCDEF');
  await heard;
  expect(faults).toEqual([]);
});

/** A thread that says it is ready and then, by itself, nothing more; it ends when it is told. */
function deafThread(hear = (_told: Told) => {}, meet = (_say: (said: Said) => void) => {}) {
  let ends = () => {};
  return {
    postMessage(told: Told) {
      if (told.do === 'stop') ends();
      else hear(told);
    },
    terminate: () => Promise.resolve(),
    on(event: string, listener: (said: never) => void) {
      if (event === 'exit') ends = listener as () => void;
      if (event !== 'message') return;
      const say = listener as (said: Said) => void;
      meet(say);
      queueMicrotask(() => say({ say: 'ready' }));
    },
  };
}

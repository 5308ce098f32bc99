import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { PULSE, type Said, type ThreadStart } from './messages.ts';
import { Supervisor } from './supervisor.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** A thread that does and says only what a test makes it. */
class Puppet {
  say: (said: Said) => void = () => {};
  die: (code: number) => void = () => {};
  ended = false;

  constructor(readonly start: ThreadStart) {}

  on(event: string, listener: (said: never) => void): void {
    if (event === 'message') this.say = listener as (said: Said) => void;
    if (event === 'exit') this.die = listener as (code: number) => void;
  }

  postMessage(): void {}

  terminate(): Promise<void> {
    this.ended = true;
    return Promise.resolve();
  }
}

/** A supervisor of puppets, and what it said to who speaks with them. */
function supervise() {
  const threads: Puppet[] = [];
  const said: string[] = [];
  const supervisor = new Supervisor(
    {
      modelPath: '',
      restartMs: 10,
      hangMs: 400,
      onFault: ({ message }) => said.push(message),
      start: (start) => {
        const thread = new Puppet(start);
        threads.push(thread);
        return thread;
      },
    },
    { begin: () => said.push('begin'), hear() {}, lost: () => said.push('lost') },
  );
  const last = () => threads.at(-1) as Puppet;
  const open = async () => {
    const opened = supervisor.open();
    last().say({ say: 'ready' });
    await opened;
  };
  return { supervisor, threads, said, last, open };
}

it('[READ12] a first thread that does not get ready is told by an error, and none follows it', async () => {
  const { supervisor, threads, last } = supervise();
  const opened = expect(supervisor.open()).rejects.toThrow('no network');
  last().say({ say: 'broken', message: 'no network' });
  await opened;
  vi.advanceTimersByTime(60_000);
  expect([threads.length, supervisor.ready, supervisor.send({ do: 'stop' }, [])]).toEqual([
    1,
    false,
    false,
  ]);
});

it('[READ12] a thread that dies is followed by another, after a wait that doubles while they keep dying', async () => {
  const { supervisor, threads, said, last, open } = supervise();
  await open();
  const waits: number[] = [];
  for (let n = 0; n < 3; n++) {
    const count = threads.length;
    last().die(1);
    let waited = 0;
    for (; threads.length === count; waited++) vi.advanceTimersByTime(1);
    waits.push(waited);
  }
  expect(waits).toEqual([10, 20, 40]);
  expect(said.slice(0, 4)).toEqual(['begin', 'lost', 'the reader thread ended (1)', 'begin']);
  expect(threads.map(({ start }) => start.life)).toEqual([0, 1, 2, 3]);
  expect(supervisor.restarts).toBe(3);
});

it('[READ13] a thread that has work and does not move is ended; one without work, or one that moves, is not', async () => {
  const { supervisor, said, last, open } = supervise();
  await open();
  vi.advanceTimersByTime(10_000);
  supervisor.send({ do: 'forget', room: 'A' }, []);
  for (let beat = 1; beat <= 10; beat++) {
    last().start.pulse[PULSE.beat] = beat;
    vi.advanceTimersByTime(400);
  }
  expect(said).toEqual(['begin']);
  vi.advanceTimersByTime(500);
  expect(said.slice(1, 3)).toEqual(['lost', 'the reader thread hung']);
});

it('[READ13] so is one that does not start, after six times as long', async () => {
  const { threads, said, last, open } = supervise();
  await open();
  last().die(1);
  vi.advanceTimersByTime(2300);
  expect(threads).toHaveLength(2);
  vi.advanceTimersByTime(400);
  expect([threads.length, threads[1]?.ended]).toEqual([3, true]);
  expect(said).toContain('the reader thread did not start');
});

import { ServerProcess } from '../../e2e/server.ts';
import { enter, inkOfStrokes } from './filled-room.ts';
import { ROOMY } from './run-load.ts';
import type { Row } from './table.ts';

const STRAIGHT = { strokes: [[10, 0, 10, 20, 10, 40, 10, 60, 10, 80, 10, 100]] };

async function firstReading(url: string): Promise<void> {
  for (;;) {
    const answer = await fetch(`${url}/predict`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(STRAIGHT),
    }).catch(() => null);
    if (answer?.ok) return;
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
}

/** From the start of the process to the first reading. */
export async function coldStart(times: number): Promise<Row> {
  const server = await ServerProcess.start();
  const all: number[] = [];
  for (let i = 0; i < times; i++) {
    await server.end();
    const began = performance.now();
    const boot = server.boot();
    await firstReading(server.url);
    all.push(performance.now() - began);
    await boot;
  }
  await server.dispose();
  all.sort((a, b) => a - b);
  return {
    what: 'process start → first reading',
    unit: 's',
    measured: (all[Math.floor(all.length / 2)] ?? Number.NaN) / 1000,
    budget: { must: 1, aim: 0.4 },
    note: `median of ${times}; POST /predict with strokes`,
  };
}

/** What 1,000 rooms mean for a restart. */
export async function restart(rooms: number): Promise<Row> {
  const server = await ServerProcess.start(ROOMY);
  try {
    for (let i = 0; i < rooms; i++) {
      const made = await fetch(`${server.url}/api/rooms`, { method: 'POST' });
      if (!made.ok) throw new Error(`room ${i}: ${made.status}`);
      await made.arrayBuffer();
    }
    await server.end();
    const ms = await server.boot();
    return { what: `restart → ready with ${rooms} rooms`, unit: 's', measured: ms / 1000 };
  } finally {
    await server.dispose();
  }
}

/** How many acknowledged writes the store takes: every answer to `ink` waits for it. */
export async function storeRate(seconds: number): Promise<Row> {
  const server = await ServerProcess.start({ ...ROOMY, MESSAGES_A_SECOND: '100000' });
  try {
    const writers = await Promise.all(Array.from({ length: 16 }, () => enter(server.url)));
    const until = performance.now() + seconds * 1000;
    let writes = 0;
    await Promise.all(
      writers.map(async ({ socket }) => {
        for (let stroke = 1; performance.now() < until; stroke++) {
          const [bytes] = inkOfStrokes(1, 2, stroke);
          if (bytes) await socket.emitWithAck('ink', bytes);
          writes++;
        }
      }),
    );
    for (const { socket } of writers) socket.disconnect();
    return {
      what: 'acknowledged (stored) ink messages',
      unit: '/s',
      measured: writes / seconds,
      note: '16 rooms, one message of each in flight',
    };
  } finally {
    await server.dispose();
  }
}

import { readFileSync } from 'node:fs';
import { freePort, ServerProcess } from '../../e2e/server.ts';
import { fillRoom } from './filled-room.ts';
import { Inspector } from './inspector.ts';
import { ROOMY } from './run-load.ts';
import type { Row } from './table.ts';

/** Memory of a process's own in MB: files that it maps, such as the store, left out. */
function ownMemory(pid: number): number {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  return Number(/RssAnon:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024;
}

/** Memory of rooms that are open, each with ink and one person. */
export async function roomMemory(rooms: number, strokes: number): Promise<Row> {
  const port = await freePort();
  const NODE_OPTIONS = `--inspect=127.0.0.1:${port}`;
  const server = await ServerProcess.start({ ...ROOMY, NODE_OPTIONS });
  const inspector = await Inspector.open(port);
  try {
    const open = async (count: number) => {
      for (let i = 0; i < count; i++) await fillRoom(server.url, { strokes, points: 60 });
      await inspector.collectGarbage();
    };
    await open(30);
    const before = ownMemory(server.pid);
    await open(rooms);
    return {
      what: `memory of an open room with ${strokes} strokes`,
      unit: 'MB',
      measured: (ownMemory(server.pid) - before) / rooms,
      budget: { must: 0.5, aim: 0.1 },
      note: `over ${rooms} rooms, each with a socket and read to the end; after a collection in both threads`,
    };
  } finally {
    // A process does not end before whoever looks into it has gone.
    inspector.close();
    await server.dispose();
  }
}

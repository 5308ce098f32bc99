import { get } from 'node:http';
import { strokesOf } from '@inkling/shared/canvas';
import type { Joined, Refusal } from '@inkling/shared/protocol';
import * as decoding from 'lib0/decoding';
import { io } from 'socket.io-client';
import * as Y from 'yjs';
import { ServerProcess } from '../../e2e/server.ts';
import { fillRoom, type Socketed } from './filled-room.ts';
import { ROOMY } from './run-load.ts';
import type { Row } from './table.ts';

const STROKES = 2000;
const POINTS = 60;

/** Bytes of an HTTP answer as they travel, compressed. */
async function travels(url: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const headers = { 'accept-encoding': 'br, gzip' };
    get(url, { headers }, (answer) => {
      const { socket } = answer;
      answer.resume().on('end', () => resolve(socket.bytesRead));
    }).on('error', reject);
  });
}

async function join(
  url: string,
  request: object,
): Promise<{ joined: Joined; bytes: number; ms: number }> {
  const socket: Socketed = io(url, {
    transports: ['websocket'],
    forceNew: true,
    reconnection: false,
  });
  const began = performance.now();
  const joined: Joined | Refusal = await socket.emitWithAck('join', { v: 1, ...request });
  if (!joined.ok) throw new Error(joined.message);
  const { ws } = socket.io.engine.transport as unknown as {
    ws: { _socket: { bytesRead: number } };
  };
  const bytes = ws._socket.bytesRead;
  const ms = performance.now() - began;
  socket.disconnect();
  return { joined, bytes, ms };
}

/** A newcomer to a full canvas: what travels until every stroke is known, and how long that takes. */
export async function newcomer(): Promise<Row[]> {
  const server = await ServerProcess.start(ROOMY);
  try {
    const { socket, code } = await fillRoom(server.url, { strokes: STROKES, points: POINTS });
    const plain = await join(server.url, { room: code });
    const began = performance.now();
    const fetched = new Uint8Array(
      await (await fetch(`${server.url}/api/rooms/${code}/canvas.yjs`)).arrayBuffer(),
    );
    const decoder = decoding.createDecoder(fetched);
    const epoch = decoding.readVarUint(decoder);
    const doc = new Y.Doc();
    Y.applyUpdate(doc, decoding.readTailAsUint8Array(decoder));
    const have = { epoch, vector: Y.encodeStateVector(doc) };
    const second = await join(server.url, { room: code, have });
    Y.applyUpdate(doc, new Uint8Array(second.joined.canvas));
    const strokes = strokesOf(doc).length;
    const ms = performance.now() - began;
    const snapshot = await travels(`${server.url}/api/rooms/${code}/canvas.yjs`);
    socket.disconnect();
    const atRest = new Uint8Array(plain.joined.canvas).length / (STROKES * POINTS);
    return [
      {
        what: 'newcomer to 2,000 strokes of 60 points: bytes',
        unit: 'KB',
        measured: (snapshot + second.bytes) / 1000,
        budget: { must: 300, aim: 130 },
        note: `canvas fetched compressed, then join; join alone ${Math.round(plain.bytes / 1000)} KB`,
      },
      {
        what: 'newcomer to 2,000 strokes of 60 points: until all are known',
        unit: 'ms',
        measured: strokes === STROKES ? ms : null,
        note: `Node, fetch to fold; join alone is answered in ${Math.round(plain.ms)} ms`,
      },
      {
        what: 'bytes per point at rest in the document',
        unit: 'B',
        measured: atRest,
        budget: { must: 4, aim: 2.5 },
        note: 'Yjs v1 update of the whole canvas',
      },
    ];
  } finally {
    await server.dispose();
  }
}

import { EventEmitter, once } from 'node:events';
import { type AddressInfo, connect } from 'node:net';
import { inkOf } from '@inkling/shared/canvas';
import express, { type Request, type Response } from 'express';
import { expect, it, onTestFinished } from 'vitest';
import { line } from '../../test/harness.ts';
import { oneRoom } from '../../test/one-room.ts';
import type { Room } from '../room/room.ts';
import { Deliveries } from './deliveries.ts';
import { Exports, makeJson, makeSvg } from './exports.ts';

const MEGABYTE = 1024 * 1024;

/** A room as a drawing's maker sees it. */
const roomOf = (code: string, pointTotal: number) =>
  ({ code, record: { epoch: 1 }, canvas: { revision: 1, pointTotal } }) as unknown as Room;

/** Answers nobody reads: what is sent is listed. */
function makeExports(made: Map<string, () => Promise<Buffer>>) {
  const sent: Buffer[] = [];
  const deliveries = { send: (_: Response, bytes: Buffer) => sent.push(bytes) };
  const exports = new Exports(deliveries as unknown as Deliveries);
  let makes = 0;
  const send = exports.route({
    type: 'image/png',
    keep: true,
    make(room) {
      makes++;
      return made.get(room.code)?.() ?? Promise.resolve(Buffer.from(room.code));
    },
  });
  const response = { type: () => response } as unknown as Response;
  const request = { query: {} } as unknown as Request;
  return { sent, take: (room: Room) => send(room, request, response), makes: () => makes };
}

it('[HTTP14] a small drawing does not wait until large ones are made', async () => {
  const never = () => new Promise<Buffer>(() => {});
  const { sent, take } = makeExports(new Map(['A', 'B', 'C'].map((code) => [code, never])));
  for (const code of ['A', 'B', 'C']) void take(roomOf(code, 900_000));
  await take(roomOf('D', 10));
  expect(sent.map(String)).toEqual(['D']);
});

it('[HTTP15] a picture is kept until its room is drawn in', async () => {
  const { sent, take, makes } = makeExports(new Map());
  const room = roomOf('A', 10);
  await take(room);
  await take(room);
  expect(makes()).toBe(1);
  expect(sent[1]).toBe(sent[0]);
  room.canvas.revision++;
  await take(room);
  expect(makes()).toBe(2);
});

/** A server with two large answers, of which there is place for one. */
async function serve(unreadMs?: number) {
  const deliveries = new Deliveries(30 * MEGABYTE, unreadMs);
  const bodies = [Buffer.alloc(20 * MEGABYTE), Buffer.alloc(20 * MEGABYTE)];
  /** Tells of answers that ended. */
  const ends = new EventEmitter();
  const app = express().get('/:n', (request, response) => {
    response.once('close', () => ends.emit('end'));
    deliveries.send(response, bodies[Number(request.params.n)] as Buffer);
  });
  const server = app.listen(0);
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return { port, ends, get: (n: number) => fetch(`http://127.0.0.1:${port}/${n}`) };
}

it('[HTTP13] what many take away at the same time counts once, and what would be too much is refused', async () => {
  const { get } = await serve();
  const [a, b] = await Promise.all([get(0), get(0)]);
  expect([a.status, b.status, a.headers.get('etag')]).toEqual([200, 200, null]);
  const c = await get(1);
  expect([c.status, c.headers.get('retry-after')]).toEqual([503, '5']);
  expect((await a.arrayBuffer()).byteLength).toBe(20 * MEGABYTE);
  expect((await b.arrayBuffer()).byteLength).toBe(20 * MEGABYTE);
  const d = await get(1);
  expect(d.status).toBe(200);
  await d.arrayBuffer();
});

it('[HTTP13] whoever reads nothing of what they take away is cut', async () => {
  const { port, ends } = await serve(300);
  const socket = connect(port, '127.0.0.1').pause();
  socket.on('error', () => {});
  socket.write('GET /0 HTTP/1.1\r\nHost: x\r\n\r\n');
  // More than the systems between hold: it ends only by being cut.
  await once(ends, 'end');
  socket.destroy();
});

it('[HTTP41] of a drawing of one surface only that surface is read', async () => {
  const { room } = oneRoom();
  for (const [author, surface] of [
    [1, 0],
    [2, 2],
    [3, 3],
  ] as const) {
    room.canvas.append(author, { ...line(1, 4), surface });
  }
  room.flush();
  let read = 0;
  for (const entry of inkOf(room.canvas.doc)) {
    const points = entry[5];
    const get = () => {
      read++;
      return points;
    };
    Object.defineProperty(entry, 5, { get });
  }
  const json = JSON.parse(String(await makeJson(room, 2)));
  expect(json.strokes).toMatchObject([{ author: 2, surface: 2 }]);
  await makeSvg(room, 3);
  expect(read).toBe(2);
});

it('[HTTP41] all tiles without ink are one drawing', async () => {
  const { room } = oneRoom();
  room.canvas.append(2, { ...line(1, 4), surface: 2 });
  let makes = 0;
  const send = new Exports(new Deliveries()).route({
    type: 'image/png',
    keep: true,
    async make() {
      makes++;
      return Buffer.from('a picture');
    },
  });
  const app = express().get('/', (request, response) => send(room, request, response));
  const server = app.listen(0);
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  const { port } = server.address() as AddressInfo;
  for (let tile = 3; tile < 30; tile++) {
    expect((await fetch(`http://127.0.0.1:${port}/?surface=${tile}`)).status).toBe(200);
  }
  expect(makes).toBe(1);
  await fetch(`http://127.0.0.1:${port}/?surface=2`);
  expect(makes).toBe(2);
});

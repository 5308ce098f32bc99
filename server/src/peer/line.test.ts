import { type EventEmitter, once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Server, type Socket } from 'socket.io';
import { io } from 'socket.io-client';
import { afterEach, expect, it, vi } from 'vitest';
import { Line } from './line.ts';
import type { Outgoing } from './peer.ts';
import { frameWire } from './wire.ts';

type Transport = 'websocket' | 'polling';
type Reply = (said: unknown) => void;

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

/** What a connection sends: each piece for its WebSocket, or each answer to a poll, as the messages that it holds. */
function overhear(socket: Socket): number[] {
  const pieces: number[] = [];
  const transport = socket.conn.transport as unknown as {
    send(packets: unknown[]): void;
    socket?: { _sender: { sendFrame(parts: Buffer[], done?: () => void): void } };
  };
  const sender = transport.socket?._sender;
  if (sender) {
    const send = sender.sendFrame.bind(sender);
    sender.sendFrame = (parts, done) => {
      pieces.push(parts.length === 1 ? messagesIn(parts[0] as Buffer) : 1);
      send(parts, done);
    };
  } else {
    const send = transport.send.bind(transport);
    transport.send = (packets) => {
      pieces.push(packets.length);
      send(packets);
    };
  }
  return pieces;
}

/** How many WebSocket messages a piece holds: all here are short. */
function messagesIn(piece: Buffer): number {
  let count = 0;
  for (let at = 0; at < piece.length; at += 2 + (piece[at + 1] as number)) count++;
  return count;
}

/** A server whose connections have a line, and somebody connected to it. */
async function connected(transport: Transport, listen: (socket: Socket, line: Line) => void) {
  const http = createServer().listen(0, '127.0.0.1');
  await once(http, 'listening');
  const server = new Server(http);
  closing.push(() => server.close());
  const overheard = new Promise<number[]>((resolve) => {
    server.on('connection', (socket) => {
      listen(socket, new Line(socket));
      resolve(overhear(socket));
    });
  });
  const { port } = http.address() as AddressInfo;
  const client = io(`http://127.0.0.1:${port}`, { transports: [transport] });
  closing.push(() => client.disconnect());
  return { client, pieces: await overheard };
}

const both = ['websocket', 'polling'] as const;

it.each(both)(
  '[FRAME3] every answer arrives as it is, in the order it was given: %s',
  async (how) => {
    const { client } = await connected(how, (socket) => {
      socket.on('say', (answer: unknown, reply: Reply) => reply(answer));
    });
    const answers = [{ ok: true }, { ok: true }, { ok: true, refused: [] }, { ok: false }, null];
    const order: number[] = [];
    const heard = await Promise.all(
      answers.map(async (answer, i) => {
        const got: unknown = await client.emitWithAck('say', answer);
        order.push(i);
        return got;
      }),
    );
    expect(heard).toEqual(answers);
    expect(order).toEqual([0, 1, 2, 3, 4]);
  },
);

it.each(both)('[FRAME3] plain answers leave with the next frame, in one piece: %s', async (how) => {
  const bytes = Buffer.from([1, 2, 3]);
  const outgoing: Outgoing = {
    frame: {},
    bytes: () => bytes,
    crowd: false,
    packed: () => outgoing,
  };
  const { client, pieces } = await connected(how, (socket, line) => {
    const replies: Reply[] = [];
    socket.on('ink', (_: unknown, reply: Reply) => replies.push(reply));
    socket.on('tick', () => {
      for (const reply of replies) reply({ ok: true });
      line.frame(
        () => frameWire(outgoing),
        () => socket.emit('frame', bytes),
      );
    });
  });
  const frame = new Promise<Uint8Array>((resolve) => client.on('frame', resolve));
  const answers = [client.emitWithAck('ink', 1), client.emitWithAck('ink', 2)];
  client.emit('tick');
  expect(await Promise.all(answers)).toEqual([{ ok: true }, { ok: true }]);
  expect([...(await frame)]).toEqual([1, 2, 3]);
  // Two answers, and a frame's two messages.
  expect(pieces).toContain(4);
});

it('[SLOW4] who does not poll is backed up by the bytes that wait, not only by how many packets', async () => {
  const { client } = await connected('polling', (socket, line) => {
    socket.on('ask', (reply: Reply) => {
      const before = line.backedUp();
      // The first leaves with the poll that is out.
      for (let n = 0; n < 2; n++) socket.emit('canvas', Buffer.alloc(100_000));
      reply({ before, after: line.backedUp() });
    });
  });
  expect(await client.emitWithAck('ask')).toEqual({ before: false, after: true });
});

it('[FRAME4] who is patient has a poll answered after a while, and misses nothing', async () => {
  const clock = vi.spyOn(performance, 'now').mockReturnValue(1000);
  closing.push(() => clock.mockRestore());
  const atOnce = { patient: 0, eager: 0 };
  const { client } = await connected('polling', (socket, line) => {
    const transport = socket.conn.transport as unknown as EventEmitter & {
      readonly writable: boolean;
    };
    socket.on('tick', async (who: keyof typeof atOnce, count: number) => {
      for (let n = 0; n < count; n++) {
        // A poll is out.
        if (!transport.writable) await once(transport, 'ready');
        const emit = () => void socket.emit('frame', Buffer.from([n]));
        line.frame(() => Buffer.of(n), emit, { patient: who === 'patient' });
        if (!transport.writable) atOnce[who]++;
      }
    });
  });
  for (const who of ['eager', 'patient'] as const) {
    const heard: number[] = [];
    const all = new Promise<void>((resolve) => {
      client.on('frame', (frame: Uint8Array) => {
        heard.push(frame[0] as number);
        if (heard.length === 8) resolve();
      });
    });
    client.emit('tick', who, 8);
    await all;
    client.off('frame');
    expect(heard).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
  }
  expect(atOnce).toEqual({ eager: 8, patient: 0 });
});

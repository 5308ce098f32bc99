import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Server, type Socket } from 'socket.io';
import { io } from 'socket.io-client';
import { expect, it } from 'vitest';
import { answerStraight, Line } from './line.ts';

/** What a connection hands to its WebSocket: each message's parts as text. */
function overhear(socket: Socket): string[][] {
  const inside = socket.conn.transport as unknown as {
    socket?: { _sender: { sendFrame(parts: Buffer[], done?: () => void): void } };
  };
  const sent: string[][] = [];
  const sender = inside.socket?._sender;
  if (!sender) return sent;
  const send = sender.sendFrame.bind(sender);
  sender.sendFrame = (parts, done) => {
    sent.push(parts.map((part) => part.toString('latin1')));
    send(parts, done);
  };
  return sent;
}

it.each(['websocket', 'polling'] as const)(
  '[FRAME3] a plain answer leaves as one piece over a WebSocket, every answer arrives as it is: %s',
  async (transport) => {
    const http = createServer().listen(0, '127.0.0.1');
    await once(http, 'listening');
    const server = new Server(http);
    let sent: string[][] = [];
    server.on('connection', (socket) => {
      sent = overhear(socket);
      answerStraight(socket, new Line(socket));
      socket.on('say', (answer: unknown, reply: (said: unknown) => void) => reply(answer));
    });
    const { port } = http.address() as AddressInfo;
    const client = io(`http://127.0.0.1:${port}`, { transports: [transport] });
    const answers = [{ ok: true }, { ok: true, refused: [] }, { ok: false }, null, { ok: true }];
    const heard: unknown[] = [];
    for (const answer of answers) heard.push(await client.emitWithAck('say', answer));
    expect(heard).toEqual(answers);
    const straight = sent.filter((parts) => parts.length === 1);
    expect(straight.map(([part]) => part?.slice(2))).toEqual(
      transport === 'websocket' ? ['430[{"ok":true}]', '434[{"ok":true}]'] : [],
    );
    client.disconnect();
    await server.close();
  },
);

import * as decoding from 'lib0/decoding';
import * as encoding from 'lib0/encoding';
import { type WebSocket, WebSocketServer } from 'ws';
import { readSyncMessage, writeSyncStep1, writeUpdate } from 'y-protocols/sync';
import * as Y from 'yjs';

/** Rivals to measure against, in a process of their own: `tsx scripts/bench/rivals.ts naive-yjs|ws-relay`. */

const SYNC = 0;

interface Room {
  readonly doc: Y.Doc;
  readonly members: Set<WebSocket>;
}

/** A Yjs room as y-websocket's server does it: every update is applied and sent to everybody as it comes. */
function naiveYjs(): (socket: WebSocket, path: string) => void {
  const rooms = new Map<string, Room>();
  const open = (path: string): Room => {
    const room: Room = { doc: new Y.Doc(), members: new Set() };
    room.doc.on('update', (update: Uint8Array) => {
      const encoder = encoding.createEncoder();
      encoding.writeVarUint(encoder, SYNC);
      writeUpdate(encoder, update);
      const message = encoding.toUint8Array(encoder);
      for (const member of room.members) member.send(message);
    });
    rooms.set(path, room);
    return room;
  };
  return (socket, path) => {
    const room = rooms.get(path) ?? open(path);
    room.members.add(socket);
    socket.on('close', () => room.members.delete(socket));
    socket.on('message', (bytes: Buffer) => {
      const decoder = decoding.createDecoder(new Uint8Array(bytes));
      if (decoding.readVarUint(decoder) !== SYNC) return;
      const reply = encoding.createEncoder();
      encoding.writeVarUint(reply, SYNC);
      readSyncMessage(decoder, reply, room.doc, socket);
      if (encoding.length(reply) > 1) socket.send(encoding.toUint8Array(reply));
    });
    const hello = encoding.createEncoder();
    encoding.writeVarUint(hello, SYNC);
    writeSyncStep1(hello, room.doc);
    socket.send(encoding.toUint8Array(hello));
  };
}

/** A bare relay: every message goes to everybody else, unread. */
function wsRelay(): (socket: WebSocket, path: string) => void {
  const rooms = new Map<string, Set<WebSocket>>();
  return (socket, path) => {
    const members = rooms.get(path) ?? new Set();
    rooms.set(path, members.add(socket));
    socket.on('close', () => members.delete(socket));
    socket.on('message', (bytes: Buffer) => {
      for (const member of members) if (member !== socket) member.send(bytes);
    });
  };
}

const welcome = process.argv[2] === 'ws-relay' ? wsRelay() : naiveYjs();
const server = new WebSocketServer({ port: 0, perMessageDeflate: false });
server.on('connection', (socket, request) => welcome(socket, request.url ?? '/'));
server.on('listening', () => {
  const address = server.address();
  if (typeof address === 'object') console.log(address?.port);
});

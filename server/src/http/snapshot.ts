import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import type { Request, Response } from 'express';
import * as encoding from 'lib0/encoding';
import type { Room } from '../room/room.ts';
import type { Deliveries } from './deliveries.ts';

const brotli = promisify(brotliCompress);
const zip = promisify(gzip);

/** Below this a canvas is sent as it is. */
const WORTH_COMPRESSING = 1024;
/** Fast enough to make while a class is waiting, and within a tenth of the smallest. */
const BROTLI = { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } };

const CODINGS = ['br', 'gzip'] as const;
type Coding = (typeof CODINGS)[number];

interface Snapshot {
  /** Which state of the canvas this is. */
  readonly state: string;
  readonly bytes: Buffer;
  readonly coded: Partial<Record<Coding, Promise<Buffer>>>;
}

/** One room's snapshot is made once for a whole class that comes in together. */
const snapshots = new WeakMap<Room, Snapshot>();

/**
 * A route that sends a canvas as `varUint epoch · Yjs v1 update`, compressed: WebSocket frames are not, so a newcomer to a
 * full canvas fetches this beside connecting, and joins with `have`.
 */
export function snapshotRoute(deliveries: Deliveries) {
  return async (room: Room, request: Request, response: Response): Promise<void> => {
    const snapshot = currentSnapshot(room);
    response.type('application/octet-stream').set('Vary', 'Accept-Encoding');
    const coding = CODINGS.find((name) => request.acceptsEncodings(name) !== false);
    if (!coding || snapshot.bytes.length < WORTH_COMPRESSING) {
      return deliveries.send(response, snapshot.bytes);
    }
    snapshot.coded[coding] ??=
      coding === 'br' ? brotli(snapshot.bytes, BROTLI) : zip(snapshot.bytes);
    const bytes = await snapshot.coded[coding];
    deliveries.send(response.set('Content-Encoding', coding), bytes);
  };
}

function currentSnapshot(room: Room): Snapshot {
  const state = `${room.record.epoch}:${room.canvas.revision}`;
  const known = snapshots.get(room);
  if (known?.state === state) return known;
  const encoder = encoding.createEncoder();
  encoding.writeVarUint(encoder, room.record.epoch);
  encoding.writeUint8Array(encoder, room.canvas.encode());
  const snapshot = { state, bytes: Buffer.from(encoding.toUint8Array(encoder).buffer), coded: {} };
  snapshots.set(room, snapshot);
  return snapshot;
}

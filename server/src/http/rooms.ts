import { parseCode } from '@inkling/shared/limits';
import { REASONS, type Reason } from '@inkling/shared/protocol';
import express, { type Request, type Response, type Router } from 'express';
import type { Config } from '../config.ts';
import { isAllowedOrigin } from '../peer/origin.ts';
import type { Room } from '../room/room.ts';
import type { Rooms } from '../room/rooms.ts';
import { Deliveries } from './deliveries.ts';
import { Exports, makeJson, makePng, makeSvg } from './exports.ts';
import { type Looker, sendInside } from './inside.ts';
import type { Lookup } from './lookup.ts';
import { Pace } from './pace.ts';
import { type Rereader, sendPast } from './past.ts';
import { problem } from './problem.ts';
import { snapshotRoute } from './snapshot.ts';

const STATUS: Partial<Record<Reason, number>> = { 'no-such-room': 404, closed: 403, busy: 503 };

/** When to ask again for a room that could not be made, in seconds. */
const RETRY_S = 5;

export interface RoomRoutePorts {
  readonly rooms: Rooms;
  readonly reader: Looker & Rereader;
  readonly lookup: Lookup;
}

/** `POST /api/rooms` makes a room; `GET /api/rooms/CODE/canvas.{json,yjs,svg,png}` takes its drawing away. */
export function roomRoutes(
  { rooms, reader, lookup }: RoomRoutePorts,
  { allowedOrigins, limits }: Pick<Config, 'allowedOrigins' | 'limits'>,
): Router {
  const router = express.Router();
  const pace = new Pace(limits);
  router.post('/api/rooms', express.json({ limit: 1024 }), async (request, response) => {
    if (!isAllowedOrigin(request, allowedOrigins)) {
      const message = 'A page elsewhere may not make rooms here.';
      return problem(response, 403, { error: 'forbidden', message });
    }
    const kind = (request.body as { kind?: unknown } | undefined)?.kind ?? 'board';
    if (kind !== 'board' && kind !== 'class') {
      const message = 'A room\'s kind is "board" or "class".';
      return problem(response, 400, { error: 'bad-request', message });
    }
    const made = await rooms.make(kind);
    if ('reason' in made) {
      const { reason, message } = made;
      return problem(response, 503, { error: reason, message, retryS: RETRY_S });
    }
    response.status(201).json({ ...made, kind });
  });
  const deliveries = new Deliveries();
  const exports = new Exports(deliveries);
  const drawing = (format: Parameters<Exports['route']>[0]) =>
    withRoom(lookup, (room) => pace.drawing(room), exports.route(format));
  const at = '/api/rooms/:code';
  router.get(`${at}/canvas.json`, drawing({ type: 'application/json', make: makeJson }));
  router.get(`${at}/canvas.svg`, drawing({ type: 'image/svg+xml; charset=utf-8', make: makeSvg }));
  router.get(`${at}/canvas.png`, drawing({ type: 'image/png', make: makePng, keep: true }));
  router.get(
    `${at}/canvas.yjs`,
    withRoom(lookup, (room) => pace.snapshot(room), snapshotRoute(deliveries)),
  );
  router.get(
    `${at}/glyphs/:glyph/inside`,
    withRoom(
      lookup,
      (room) => pace.look(room),
      (room, request, response) => sendInside(reader, room, { request, response }),
    ),
  );
  router.get(
    `${at}/glyphs/:glyph/past`,
    withRoom(
      lookup,
      (room) => pace.past(room),
      (room, request, response) => sendPast(reader, room, { request, response }),
    ),
  );
  return router;
}

function refuse(response: Response, reason: Reason): void {
  problem(response, STATUS[reason] ?? 400, { error: reason, message: REASONS[reason] });
}

type SendRoom = (room: Room, request: Request, response: Response) => void | Promise<void>;
/** Milliseconds until a room gives something; 0 for now. */
type WaitFor = (room: Room) => number;

function tooFast(response: Response, what: string, waitMs: number): void {
  const retryS = Math.ceil(waitMs / 1000);
  const message = `${what}; try again in ${retryS} s.`;
  problem(response, 429, { error: 'too-fast', message, retryS });
}

function withRoom(lookup: Lookup, waitFor: WaitFor, send: SendRoom) {
  return async (request: Request, response: Response): Promise<void> => {
    const code = parseCode(String(request.params.code));
    const room = code === null ? null : await lookup.find(code);
    if (typeof room === 'number')
      return tooFast(response, 'Many ask for rooms there are not', room);
    if (!room) return refuse(response, 'no-such-room');
    if (room.record.closed) return refuse(response, 'closed');
    response.set('Cache-Control', 'no-store');
    // Whoever wants nothing but to know whether it is there gets nothing made.
    if (request.method === 'HEAD') {
      response.end();
      return;
    }
    const wait = waitFor(room);
    if (wait > 0) return tooFast(response, 'Too much is being taken out of this room', wait);
    room.flush();
    await send(room, request, response);
  };
}

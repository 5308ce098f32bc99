import { authorsOf, type Stroke } from '@inkling/shared/canvas';
import { POINT_STRIDE } from '@inkling/shared/ink';
import { parseCode } from '@inkling/shared/limits';
import { REASONS, type Reason } from '@inkling/shared/protocol';
import { toSvg } from '@inkling/shared/svg';
import express, { type Request, type Response, type Router } from 'express';
import { isAllowedOrigin } from '../peer/origin.ts';
import type { Room } from '../room/room.ts';
import type { Rooms } from '../room/rooms.ts';
import { type Looker, sendInside } from './inside.ts';
import { problem } from './problem.ts';
import { sendSnapshot } from './snapshot.ts';

const STATUS: Partial<Record<Reason, number>> = { 'no-such-room': 404, closed: 403, busy: 503 };

/** `POST /api/rooms` makes a room; `GET /api/rooms/CODE/canvas.{json,yjs,svg,png}` takes its drawing away. */
export function roomRoutes(
  rooms: Rooms,
  reader: Looker,
  allowedOrigins: readonly string[],
): Router {
  const router = express.Router();
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
      return problem(response, 503, { error: made.reason, message: made.message });
    }
    response.status(201).json({ ...made, kind });
  });
  router.get('/api/rooms/:code/canvas.json', withRoom(rooms, sendJson));
  router.get('/api/rooms/:code/canvas.yjs', withRoom(rooms, sendSnapshot));
  router.get('/api/rooms/:code/canvas.svg', withRoom(rooms, sendSvg));
  router.get('/api/rooms/:code/canvas.png', withRoom(rooms, sendPng));
  router.get(
    '/api/rooms/:code/glyphs/:glyph/inside',
    withRoom(rooms, (room, request, response) => sendInside(reader, room, { request, response })),
  );
  return router;
}

function refuse(response: Response, reason: Reason): void {
  problem(response, STATUS[reason] ?? 400, { error: reason, message: REASONS[reason] });
}

/** The renderer draws four pixels for each of an SVG's: a whole board becomes 2,048 × 1,280. */
const PNG_SCALE = 0.125;

type SendRoom = (room: Room, request: Request, response: Response) => void | Promise<void>;

function withRoom(rooms: Rooms, send: SendRoom) {
  return async (request: Request, response: Response): Promise<void> => {
    const code = parseCode(String(request.params.code));
    const room = code === null ? null : await rooms.get(code);
    if (!room) return refuse(response, 'no-such-room');
    if (room.record.closed) return refuse(response, 'closed');
    room.flush();
    response.set('Cache-Control', 'no-store');
    await send(room, request, response);
  };
}

/** The strokes of the surface that was asked for, or of all. */
function wanted(room: Room, request: Request): Stroke[] {
  const surface = request.query.surface;
  const strokes = room.canvas.strokes();
  return surface === undefined ? strokes : strokes.filter((s) => s.surface === Number(surface));
}

function sendJson(room: Room, request: Request, response: Response): void {
  const authors = authorsOf(room.canvas.doc);
  const strokes = wanted(room, request).map(({ author, stroke, surface, done, points }) => ({
    author,
    stroke,
    surface,
    done,
    color: authors.get(String(author))?.color ?? null,
    points: pointsOf(points),
  }));
  const readings = [...room.readings()].map(({ probabilities, ...reading }) => ({
    ...reading,
    probabilities: [...probabilities].map((p) => p / 255),
  }));
  const { code, kind, epoch } = room.record;
  response.json({ code, kind, epoch, strokes, readings });
}

/** Points one by one: x and y in surface units, ms since the stroke began, pressure 0–255. */
function pointsOf(points: readonly number[]): number[][] {
  const out: number[][] = [];
  for (let i = 0; i < points.length; i += POINT_STRIDE) {
    out.push(points.slice(i, i + POINT_STRIDE));
  }
  return out;
}

function svgOf(room: Room, request: Request, scale?: number): string {
  const authors = authorsOf(room.canvas.doc);
  const colorOf = (author: number) => authors.get(String(author))?.color ?? '#1b1a17';
  const surface = Number(request.query.surface ?? 0);
  return toSvg({
    strokes: room.canvas.strokes(),
    surface,
    colorOf,
    ...(scale !== undefined && { scale }),
  });
}

function sendSvg(room: Room, request: Request, response: Response): void {
  response.type('image/svg+xml').send(svgOf(room, request));
}

async function sendPng(room: Room, request: Request, response: Response): Promise<void> {
  const { Transformer } = await import('@napi-rs/image');
  const png = await Transformer.fromSvg(svgOf(room, request, PNG_SCALE), '#faf8f3').png();
  response.type('image/png').send(png);
}

import { authorsOf, inkOf, type Stroke, StrokeFold } from '@inkling/shared/canvas';
import { POINT_STRIDE } from '@inkling/shared/ink';
import { svgParts } from '@inkling/shared/svg';
import type { Request, Response } from 'express';
import type { Room } from '../room/room.ts';
import { Turns } from '../turns.ts';
import { problem } from './problem.ts';
import { inSlices } from './slices.ts';

/** The renderer draws four pixels for each of an SVG's: a whole board becomes 2,048 × 1,280. */
const PNG_SCALE = 0.125;
/** Drawings that are made at the same time, and that may wait for it. */
const AT_ONCE = 2;
const WAITING = 64;

type Make = (room: Room, surface: number | undefined) => Promise<string | Buffer>;

/** Takes a room's drawing away: made a slice at a time, a few at once, and once for all who ask for the same. */
export class Exports {
  readonly #turns = new Turns(AT_ONCE, WAITING);
  readonly #making = new Map<string, Promise<string | Buffer | null>>();

  /** A route that sends what `make` makes. */
  route(type: string, make: Make) {
    return async (room: Room, request: Request, response: Response): Promise<void> => {
      const surface = surfaceOf(request);
      if (surface === null) {
        const message = 'A surface is 0, the board, or the number of whose tile it is.';
        return problem(response, 400, { error: 'bad-surface', message });
      }
      const state = `${room.code}.${room.record.epoch}.${room.canvas.revision}.${type}.${surface}`;
      const making = this.#making.get(state) ?? this.#turns.take(() => make(room, surface));
      this.#making.set(state, making);
      const made = await making.finally(() => this.#making.delete(state));
      if (made === null) {
        const message = 'Many drawings are being taken away just now; try again in a moment.';
        return problem(response, 503, { error: 'busy', message, retryS: 2 });
      }
      response.type(type).send(made);
    };
  }
}

/** The surface that was asked for, if one was; null when it is none. */
function surfaceOf({ query }: Request): number | undefined | null {
  if (query.surface === undefined) return undefined;
  return /^\d{1,9}$/.test(String(query.surface)) ? Number(query.surface) : null;
}

/** Every stroke of a room, as its document has them now. */
async function strokesIn(room: Room): Promise<Stroke[]> {
  const fold = new StrokeFold();
  const take = function* () {
    for (const entry of inkOf(room.canvas.doc).toArray()) yield fold.apply([], [entry]);
  };
  await inSlices(take());
  return inSlices(fold.strokes());
}

/** The drawing as JSON, with its readings. */
export async function makeJson(room: Room, surface: number | undefined): Promise<string> {
  const { code, kind, epoch } = room.record;
  const readings = [...room.readings()].map(({ probabilities, ...reading }) => ({
    ...reading,
    probabilities: [...probabilities].map((p) => p / 255),
  }));
  const authors = authorsOf(room.canvas.doc);
  const strokes = await strokesIn(room);
  const texts = function* () {
    for (const { author, stroke, surface: on, done, points } of strokes) {
      if (surface !== undefined && on !== surface) continue;
      const color = authors.get(String(author))?.color ?? null;
      const points4 = pointsOf(points);
      yield JSON.stringify({ author, stroke, surface: on, done, color, points: points4 });
    }
  };
  const all = (await inSlices(texts())).join(',');
  const head = JSON.stringify({ code, kind, epoch });
  return `${head.slice(0, -1)},"strokes":[${all}],"readings":${JSON.stringify(readings)}}`;
}

/** Points one by one: x and y in surface units, ms since the stroke began, pressure 0–255. */
function pointsOf(points: readonly number[]): number[][] {
  const out: number[][] = [];
  for (let i = 0; i < points.length; i += POINT_STRIDE) {
    out.push(points.slice(i, i + POINT_STRIDE));
  }
  return out;
}

/** The drawing of one surface as SVG; the board's unless one is named. */
export async function makeSvg(
  room: Room,
  surface: number | undefined,
  scale?: number,
): Promise<string> {
  const authors = authorsOf(room.canvas.doc);
  const strokes = await strokesIn(room);
  const colorOf = (author: number) => authors.get(String(author))?.color ?? '#1b1a17';
  const sheetful = { strokes, surface: surface ?? 0, colorOf };
  const parts = await inSlices(svgParts({ ...sheetful, ...(scale !== undefined && { scale }) }));
  return parts.join('');
}

/** The same as PNG, on paper. */
export async function makePng(room: Room, surface: number | undefined): Promise<Buffer> {
  const { Transformer } = await import('@napi-rs/image');
  return Transformer.fromSvg(await makeSvg(room, surface, PNG_SCALE), '#faf8f3').png();
}

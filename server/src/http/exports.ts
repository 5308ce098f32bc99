import { authorsOf, inkOf, type Stroke, StrokeFold } from '@inkling/shared/canvas';
import { POINT_STRIDE } from '@inkling/shared/ink';
import { svgParts } from '@inkling/shared/svg';
import type { Request, Response } from 'express';
import type { Room } from '../room/room.ts';
import { Turns } from '../turns.ts';
import { colorsOf } from './colors.ts';
import type { Deliveries } from './deliveries.ts';
import { Painter } from './painter.ts';
import { problem } from './problem.ts';
import { inSlices } from './slices.ts';

/** Drawings that are made at the same time, and that may wait for it. */
const AT_ONCE = 2;
const WAITING = 64;
/** Drawings of more points take seconds, and are no reason for the others to wait. */
const LARGE_POINTS = 50_000;
/** A picture is kept until the room is drawn in, unless it is larger. */
const KEPT_BYTES = 1024 * 1024;

/** The tile that stands for all without ink. */
const EMPTY_TILE = 999_999_999;

/** One way in which a drawing is taken away. */
interface Format {
  readonly type: string;
  make(room: Room, surface: number | undefined, painter: Painter): Promise<Buffer>;
  /** Nothing but the canvas is in it, and to make it is dear: it is kept. */
  readonly keep?: boolean;
}

/** Where drawings wait until they are made, and who paints them. */
class Line {
  readonly turns = new Turns(AT_ONCE, WAITING);
  readonly painter = new Painter();
}

/** What was made last of a room in one format. */
interface Made {
  readonly state: string;
  readonly bytes: Buffer;
}

/** Takes a room's drawing away: off this thread or a slice at a time, a few at once, and once for all who ask for the same. */
export class Exports {
  readonly #small = new Line();
  readonly #large = new Line();
  readonly #making = new Map<string, Promise<Buffer | null>>();

  constructor(private readonly deliveries: Deliveries) {}

  /** A route that sends drawings in some format. */
  route(format: Format) {
    const kept = new WeakMap<Room, Made>();
    return async (room: Room, request: Request, response: Response): Promise<void> => {
      const asked = surfaceOf(request);
      if (asked === null) {
        const message = 'A surface is 0, the board, or the number of whose tile it is.';
        return problem(response, 400, { error: 'bad-surface', message });
      }
      // Every tile without ink looks the same, and there are a thousand million of them.
      const surface = asked && canvasLacks(room, asked) ? EMPTY_TILE : asked;
      const { code, record, canvas } = room;
      const state = `${code}.${record.epoch}.${canvas.revision}.${format.type}.${surface}`;
      const before = kept.get(room);
      const line = canvas.pointTotal > LARGE_POINTS ? this.#large : this.#small;
      const make = () => line.turns.take(() => format.make(room, surface, line.painter));
      const bytes = before?.state === state ? before.bytes : await this.#once(state, make);
      if (!bytes) {
        const message = 'Many drawings are being taken away just now; try again in a moment.';
        return problem(response, 503, { error: 'busy', message, retryS: 2 });
      }
      if (format.keep && bytes.length <= KEPT_BYTES) kept.set(room, { state, bytes });
      this.deliveries.send(response.type(format.type), bytes);
    };
  }

  /** Makes something, or waits for it where it is being made. */
  async #once(state: string, make: () => Promise<Buffer | null>): Promise<Buffer | null> {
    const making = this.#making.get(state) ?? make().finally(() => this.#making.delete(state));
    this.#making.set(state, making);
    return making;
  }
}

/** The surface that was asked for, if one was; null when it is none. */
function surfaceOf({ query }: Request): number | undefined | null {
  if (query.surface === undefined) return undefined;
  return /^\d{1,9}$/.test(String(query.surface)) ? Number(query.surface) : null;
}

/** Whether a surface has no ink. */
function canvasLacks({ canvas }: Room, surface: number): boolean {
  return canvas.ids((stroke) => stroke.surface === surface).length === 0;
}

/** Every stroke of a room, or of one surface, as its document has them now. */
async function strokesIn(room: Room, surface?: number): Promise<Stroke[]> {
  const fold = new StrokeFold();
  const take = function* () {
    for (const entry of inkOf(room.canvas.doc).toArray()) {
      // The points of other surfaces are not even read.
      if (surface === undefined || entry[4] === surface) yield fold.apply([], [entry]);
    }
  };
  await inSlices(take());
  return inSlices(fold.strokes());
}

/** Texts as one run of bytes. */
async function joined(texts: Iterable<string>): Promise<Buffer> {
  const bytes = function* () {
    for (const text of texts) yield Buffer.from(text);
  };
  return Buffer.concat(await inSlices(bytes()));
}

/** The drawing as JSON, with its readings. */
export async function makeJson(room: Room, surface: number | undefined): Promise<Buffer> {
  const { code, kind, epoch } = room.record;
  const readings = [...room.readings()].map(({ probabilities, ...reading }) => ({
    ...reading,
    probabilities: [...probabilities].map((p) => p / 255),
  }));
  const authors = authorsOf(room.canvas.doc);
  const strokes = await strokesIn(room, surface);
  const texts = function* () {
    yield `${JSON.stringify({ code, kind, epoch }).slice(0, -1)},"strokes":[`;
    let comma = '';
    for (const { author, stroke, surface: on, done, points } of strokes) {
      const color = authors.get(String(author))?.color ?? null;
      const points4 = pointsOf(points);
      yield comma + JSON.stringify({ author, stroke, surface: on, done, color, points: points4 });
      comma = ',';
    }
    yield `],"readings":${JSON.stringify(readings)}}`;
  };
  return joined(texts());
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
export async function makeSvg(room: Room, surface: number | undefined): Promise<Buffer> {
  const colorOf = colorsOf(room.canvas.doc);
  const strokes = await strokesIn(room, surface ?? 0);
  return joined(svgParts({ strokes, surface: surface ?? 0, colorOf }));
}

/** The same as PNG, on paper. */
export function makePng(
  room: Room,
  surface: number | undefined,
  painter: Painter,
): Promise<Buffer> {
  return painter.paint(room.canvas.encode(), surface ?? 0);
}

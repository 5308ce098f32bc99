import type { Stroke } from '@inkling/shared/canvas';
import { POINT_STRIDE } from '@inkling/shared/ink';
import { READING_CLASSES, type Reading } from '@inkling/shared/reading';
import type { Request, Response } from 'express';
import type { Room } from '../room/room.ts';
import { problem } from './problem.ts';

/** The reader as this route sees it. */
export interface Rereader {
  past(strokes: readonly (readonly number[])[], counts: readonly number[]): Promise<Uint8Array>;
}

/** Between two moments at least this much ink (ms), and at most so many moments a glyph. */
const STEP_MS = 50;
const MOST_MOMENTS = 40;
/** Glyphs of a room whose past is kept, and requests that may wait for theirs. */
const KEPT = 500;
const MOST_WAITING = 64;

/** What was read of a glyph: ms of ink, then eleven probabilities × 255. */
type Sample = readonly number[];

interface Known {
  readonly version: number;
  readonly samples: Promise<readonly Sample[]>;
}

/** What was read again, room by room: once for a whole class, and one glyph after the other. */
class Pasts {
  readonly #known = new Map<string, Known>();
  #last: Promise<unknown> = Promise.resolve();
  #waiting = 0;

  get busy(): boolean {
    return this.#waiting >= MOST_WAITING;
  }

  /** The samples of a shape of a glyph, read unless they are known. */
  of({ glyph, version }: Reading, read: () => Promise<readonly Sample[]>): Known['samples'] {
    const known = this.#known.get(glyph);
    if (known?.version === version) return known.samples;
    this.#waiting++;
    const samples = this.#last.then(read).finally(() => this.#waiting--);
    this.#known.delete(glyph);
    this.#known.set(glyph, { version, samples });
    this.#last = samples.catch(() => this.#known.delete(glyph));
    for (const oldest of this.#known.keys()) {
      if (this.#known.size <= KEPT) break;
      this.#known.delete(oldest);
    }
    return samples;
  }
}

const pasts = new WeakMap<Room, Pasts>();

/**
 * `GET /api/rooms/CODE/glyphs/GLYPH/past`: what the network makes of a glyph when it was half made. Nobody keeps readings;
 * they are a pure function of the ink, so a replay has them read again.
 */
export async function sendPast(
  reader: Rereader,
  room: Room,
  { request, response }: { readonly request: Request; readonly response: Response },
): Promise<void> {
  const id = String(request.params.glyph);
  const reading = [...room.readings()].find(({ glyph }) => glyph === id);
  if (!reading) {
    const message = 'That ink is no longer there.';
    return problem(response, 404, { error: 'no-such-glyph', message });
  }
  const past = pasts.get(room) ?? new Pasts();
  pasts.set(room, past);
  if (past.busy) {
    const message = 'Others are asking for the same; try again in a moment.';
    return problem(response, 429, { error: 'too-fast', message, retryS: 1 });
  }
  const samples = await past.of(reading, () => readAgain(reader, room, reading));
  response.json({ glyph: id, version: reading.version, samples });
}

async function readAgain(
  reader: Rereader,
  room: Room,
  reading: Reading,
): Promise<readonly Sample[]> {
  const strokes = reading.strokes.flatMap((stroke) => room.canvas.stroke(stroke) ?? []);
  const moments = momentsOf(strokes);
  const lines = strokes.map(({ points }) =>
    points.filter((_, i) => i % POINT_STRIDE === 0 || i % POINT_STRIDE === 1),
  );
  const probabilities = await reader.past(
    lines,
    moments.map(({ count }) => count),
  );
  return moments.map(({ at }, i) => [
    at,
    ...probabilities.subarray(i * READING_CLASSES, (i + 1) * READING_CLASSES),
  ]);
}

/** Moments of the ink of some strokes, in writing order: how long the pen had been down, and how many points there were. */
export function momentsOf(
  strokes: readonly Pick<Stroke, 'points'>[],
): { readonly at: number; readonly count: number }[] {
  const inkMs = strokes.reduce((sum, { points }) => sum + (points.at(-2) ?? 0), 0);
  const step = Math.max(STEP_MS, inkMs / MOST_MOMENTS);
  const moments: { at: number; count: number }[] = [];
  let began = 0;
  let count = 0;
  // A first touch is a dot, of which nothing is said.
  let next = step;
  for (const { points } of strokes) {
    for (let i = 0; i < points.length; i += POINT_STRIDE) {
      const at = began + (points[i + 2] as number);
      count++;
      if (at < next) continue;
      moments.push({ at, count });
      next = at + step;
    }
    began += points.at(-2) ?? 0;
  }
  return moments;
}

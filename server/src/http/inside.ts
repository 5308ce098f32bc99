import type { Request, Response } from 'express';
import { ReaderBusy } from '../reader/faults.ts';
import type { Inside } from '../reader/inside.ts';
import type { Room } from '../room/room.ts';
import { Turns } from '../turns.ts';
import { problem } from './problem.ts';

/** The reader as this route sees it. */
export interface Looker {
  inside(room: string, glyph: string): Promise<Inside | null>;
}

/** A stack of maps as the page draws it: shape, range, and a byte a value in base64. */
interface Maps {
  readonly dims: readonly number[];
  readonly low: number;
  readonly high: number;
  readonly bytes: string;
}

/** Looks at the same time and in line, in all rooms: readings come before them. */
const looks = new Turns(2, 64);

/**
 * `GET /api/rooms/CODE/glyphs/GLYPH/inside`: what goes on inside the network for one glyph, now. Whoever looks asks;
 * nobody else pays for it.
 */
export async function sendInside(
  reader: Looker,
  room: Room,
  { request, response }: { readonly request: Request; readonly response: Response },
): Promise<void> {
  const glyph = String(request.params.glyph);
  const looked = await looks.take(async () => ({ inside: await reader.inside(room.code, glyph) }));
  if (!looked) throw new ReaderBusy();
  const { inside } = looked;
  if (!inside) {
    return problem(response, 404, {
      error: 'no-such-glyph',
      message: 'That ink is no longer there.',
    });
  }
  const outputs = Object.entries(inside.outputs).map(([name, { dims, values }]) => {
    return [name, toMaps(dims.slice(1), values)] as const;
  });
  response.set('Cache-Control', 'no-store').json({
    glyph: inside.glyph,
    input: Buffer.from(inside.input).toString('base64'),
    outputs: Object.fromEntries(outputs),
  });
}

function toMaps(dims: readonly number[], values: Float32Array): Maps {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const value of values) {
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  const range = high - low || 1;
  const bytes = Buffer.from(values.map((value) => Math.round(((value - low) / range) * 255)));
  return { dims, low, high, bytes: bytes.toString('base64') };
}

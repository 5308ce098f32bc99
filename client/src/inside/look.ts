import type { Stroke } from '@inkling/shared/canvas';
import { NOT_A_DIGIT } from '@inkling/shared/reading';

/** A stack of maps from inside the network: values 0–255 between `low` and `high`, map after map, row by row. */
export interface Maps {
  readonly count: number;
  readonly width: number;
  readonly height: number;
  readonly low: number;
  readonly high: number;
  readonly values: Uint8Array;
}

/** What goes on inside the network for one glyph. */
export interface Look {
  /** What it sees: 28 × 28 values, 0 blank to 255 ink. */
  readonly input: Uint8Array;
  /** The convolutions' feature maps, first layer first. */
  readonly layers: readonly Maps[];
  /** Of each head, for each class, where the picture speaks for it (positive) or against it. */
  readonly activation: { readonly final: Maps | null; readonly live: Maps | null };
}

function bytesOf(base64: string): Uint8Array {
  return Uint8Array.from(atob(base64), (char) => char.charCodeAt(0));
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null;

function mapsOf(said: unknown): Maps | null {
  if (!isRecord(said) || !Array.isArray(said.dims) || typeof said.bytes !== 'string') return null;
  const [count, height, width] = said.dims.map(Number);
  if (!count || !height || !width) return null;
  const values = bytesOf(said.bytes);
  if (values.length !== count * height * width) return null;
  return { count, height, width, low: Number(said.low), high: Number(said.high), values };
}

/** Reads the server's answer; null when it is not one. */
export function parseLook(said: unknown): Look | null {
  if (!isRecord(said) || typeof said.input !== 'string' || !isRecord(said.outputs)) return null;
  const { outputs } = said;
  const layers = Object.keys(outputs)
    .filter((name) => name.startsWith('features'))
    .sort((a, b) => a.localeCompare(b, 'en', { numeric: true }))
    .flatMap((name) => mapsOf(outputs[name]) ?? []);
  const activation = { final: mapsOf(outputs.cam), live: mapsOf(outputs.cam_live) };
  return { input: bytesOf(said.input), layers, activation };
}

/**
 * The head that said a reading of these strokes: only the one for finished ink says "not a digit", and of ink that is
 * finished it may round to nothing.
 */
export function headOf(
  probabilities: ArrayLike<number>,
  strokes: readonly Pick<Stroke, 'done'>[],
): keyof Look['activation'] {
  const isLive = probabilities[NOT_A_DIGIT] === 0 && strokes.some(({ done }) => !done);
  return isLive ? 'live' : 'final';
}

/** Asks the server what goes on inside for a glyph; null when its ink is gone or the line is down. */
export async function fetchLook(
  code: string,
  glyph: string,
  signal: AbortSignal,
): Promise<Look | null> {
  try {
    const answer = await fetch(`/api/rooms/${code}/glyphs/${glyph}/inside`, { signal });
    return answer.ok ? parseLook(await answer.json()) : null;
  } catch {
    return null;
  }
}

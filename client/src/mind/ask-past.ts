import { READING_CLASSES } from '@inkling/shared/reading';
import type { History } from './history.ts';

/** What the server says of a glyph while it was half made; null when it cannot say. */
export type AskPast = (glyph: string, signal: AbortSignal) => Promise<History | null>;

/** Asks a room's server. */
export function pastOf(code: () => string | undefined): AskPast {
  return async (glyph, signal) => {
    const room = code();
    if (room === undefined) return null;
    try {
      const answer = await fetch(`/api/rooms/${room}/glyphs/${glyph}/past`, { signal });
      return answer.ok ? parsePast(await answer.json()) : null;
    } catch {
      return null;
    }
  };
}

/** Reads the server's answer; null when it is not one. */
export function parsePast(said: unknown): History | null {
  const samples = (said as { samples?: unknown } | null)?.samples;
  if (!Array.isArray(samples)) return null;
  const history: { at: number; probabilities: Uint8Array }[] = [];
  for (const sample of samples) {
    if (!Array.isArray(sample) || sample.length !== 1 + READING_CLASSES) return null;
    if (!sample.every(Number.isFinite)) return null;
    const [at, ...probabilities] = sample as number[];
    history.push({ at: at as number, probabilities: Uint8Array.from(probabilities) });
  }
  return history;
}

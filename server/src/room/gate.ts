import { type Chunk, POINT_STRIDE, pointCount } from '@inkling/shared/ink';
import { type As, REASONS, type Reason, type RefusedStroke } from '@inkling/shared/protocol';
import type { Limits } from '../config.ts';
import type { KnownStroke } from './ink-index.ts';

/** Who asks, as far as the gate must know. */
export interface Pen {
  readonly author: number;
  readonly as: As;
  readonly host: boolean;
  /** A paced session may send this many points now; taking them counts. */
  takePoints(count: number): boolean;
  /** Counts what was done already as so many points: what lacks is waited for. */
  payPoints(count: number): void;
  /** The same of strokes that are taken away or put back. */
  takeStrokes(count: number): boolean;
  /** Strokes of which something was refused for the time being, and why. */
  readonly putOff: Map<number, Reason>;
}

/** What the gate must know of the room and its canvas. */
export interface Ground {
  readonly frozen: boolean;
  readonly strokeCount: number;
  readonly pointTotal: number;
  known(author: number, stroke: number): KnownStroke | undefined;
  wasErased(author: number, stroke: number): boolean;
}

export type Verdict =
  | { readonly accept: Chunk }
  /** The canvas has all of this already, or had it and it was erased: asking twice is harmless. */
  | { readonly repeat: true }
  | { readonly refused: Reason; readonly message?: string };

/** A stroke at rest that goes on is read and written anew: it costs its points, and so many at least. */
const REOPENING_POINTS = 50;

/** Whether a surface is one's own to draw or to point on: the board, or one's own tile. */
export function isOwnSurface(surface: number, author: number): boolean {
  return surface === 0 || surface === author;
}

/** Judges one chunk. What it accepts continues its stroke exactly where the canvas stands. */
export function judge(chunk: Chunk, pen: Pen, ground: Ground, limits: Limits): Verdict {
  if (pen.as === 'watch') return { refused: 'not-yours', message: 'You are watching this room.' };
  if (!isOwnSurface(chunk.surface, pen.author)) return { refused: 'not-yours' };
  if (ground.wasErased(pen.author, chunk.stroke)) return { repeat: true };
  const known = ground.known(pen.author, chunk.stroke);
  const have = known?.count ?? 0;
  const end = chunk.at + pointCount(chunk.points);
  if (known && end <= have && (known.done || !chunk.done)) return { repeat: true };
  const lifts = known !== undefined && end <= have;
  if (ground.frozen && !pen.host && !lifts) return { refused: 'frozen' };
  if (end > limits.strokePoints) return { refused: 'stroke-full' };
  if (chunk.at > have) {
    return {
      // What was refused for the time being is no gap: it may come again, and this after it.
      refused: pen.putOff.get(chunk.stroke) ?? 'bad-ink',
      message: `Points ${have} to ${chunk.at - 1} of this stroke are missing.`,
    };
  }
  if (!known && chunk.points.length === 0)
    return { refused: 'bad-ink', message: 'A stroke has points.' };
  if (known && (known.surface !== chunk.surface || known.pressure !== chunk.pressure)) {
    return { refused: 'bad-ink', message: 'A stroke stays on its surface and keeps its pressure.' };
  }
  const points = chunk.points.slice((have - chunk.at) * POINT_STRIDE);
  const added = pointCount(points);
  if (!known && ground.strokeCount >= limits.roomStrokes) return { refused: 'canvas-full' };
  if (ground.pointTotal + added > limits.roomPoints) return { refused: 'canvas-full' };
  const reopening = known?.done ? Math.max(have, REOPENING_POINTS) : 0;
  if (!pen.takePoints(added + reopening)) return { refused: 'too-fast' };
  // Written out: for thirty people this is done hundreds of times a second, and a spread takes ten times as long.
  const { stroke, done, pressure, surface } = chunk;
  return { accept: { stroke, at: have, done, pressure, surface, points } };
}

/** What an answer says of a refused stroke. */
export function refusedStroke(
  stroke: number,
  refusal: { readonly refused: Reason; readonly message?: string },
): RefusedStroke {
  const reason = refusal.refused;
  return { stroke, reason, message: refusal.message ?? REASONS[reason] };
}

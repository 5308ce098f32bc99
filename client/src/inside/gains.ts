import type { Stroke } from '@inkling/shared/canvas';
import { type History, sampleAt } from '../mind/history.ts';
import { strokeTime } from '../mind/ink-time.ts';

/** A piece of a stroke between two readings, and what it did to a digit's probability. */
export interface Piece {
  readonly stroke: number;
  /** Milliseconds of the stroke's own time. */
  readonly from: number;
  readonly to: number;
  /** Probability added, −1 to 1. */
  readonly gain: number;
}

/** What a whole stroke did. */
export interface StrokeGain {
  readonly stroke: number;
  readonly gain: number;
}

/** Where along the ink a digit won and lost probability: one piece from each reading to the next, cut where strokes end. */
export function piecesOf(history: History, strokes: readonly Stroke[], digit: number): Piece[] {
  const pieces: Piece[] = [];
  const share = (at: number) => (sampleAt(history, at)?.probabilities[digit] ?? 0) / 255;
  let began = 0;
  strokes.forEach((stroke, index) => {
    const end = began + strokeTime(stroke);
    const moments = history.map(({ at }) => at).filter((at) => at > began && at < end);
    const stops = [began, ...moments, end];
    for (let i = 1; i < stops.length; i++) {
      const from = stops[i - 1] as number;
      const to = stops[i] as number;
      // Before the first reading nothing was said of any digit.
      const before = from <= 0 ? 0 : share(from);
      pieces.push({ stroke: index, from: from - began, to: to - began, gain: share(to) - before });
    }
    began = end;
  });
  return pieces;
}

/** What each stroke as a whole did. */
export function strokeGains(pieces: readonly Piece[]): StrokeGain[] {
  const gains: number[] = [];
  for (const { stroke, gain } of pieces) gains[stroke] = (gains[stroke] ?? 0) + gain;
  return Array.from(gains, (gain, stroke) => ({ stroke, gain: gain ?? 0 }));
}

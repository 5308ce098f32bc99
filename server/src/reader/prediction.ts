import { RASTER_LENGTH } from '@inkling/shared/rasterise';
import type { Box } from '@inkling/shared/reading';
import { NOT_A_DIGIT } from '@inkling/shared/reading';

/** A digit and how likely it is. */
export interface Guess {
  readonly digit: number;
  readonly probability: number;
}

/** One digit of several, and where it stands in the ink's own units. */
export interface PlacedGuess extends Guess {
  readonly box: Box;
}

/** What the single-user API answers. */
export interface Prediction {
  /** The digit; null when there is no ink, or when it is not a digit. */
  readonly digit: number | null;
  readonly confidence: number;
  readonly top: readonly Guess[];
  /** True when a person should look again: no digit, or a close call. */
  readonly uncertain: boolean;
  /** What the network saw: 784 values 0–255. */
  readonly input: readonly number[];
  /** Every digit there is, in reading order. */
  readonly digits: readonly PlacedGuess[];
  /** The digits read together, when there are several on one line. */
  readonly number?: string;
}

/** Below this probability a digit is a guess. */
export const CERTAIN = 0.6;

const TOP = 3;

/** The best guesses of eleven probabilities, likeliest first. */
export function topGuesses(final: ArrayLike<number>): Guess[] {
  const guesses: Guess[] = [];
  for (let digit = 0; digit < NOT_A_DIGIT; digit++) {
    guesses.push({ digit, probability: final[digit] as number });
  }
  return guesses.sort((a, b) => b.probability - a.probability).slice(0, TOP);
}

/** What is answered when there is no ink: no digit, zeros, and nothing certain. */
export function blankPrediction(): Prediction {
  const nothing = new Float32Array(NOT_A_DIGIT + 1);
  return {
    digit: null,
    confidence: 0,
    top: topGuesses(nothing),
    uncertain: true,
    input: Array.from(new Uint8Array(RASTER_LENGTH)),
    digits: [],
  };
}

/** One glyph that was read: its eleven probabilities, its picture and its place. */
export interface PredictedGlyph {
  readonly final: ArrayLike<number>;
  readonly input: Uint8Array;
  readonly box: Box;
}

const isDigit = ({ final }: PredictedGlyph) => {
  const best = topGuesses(final)[0] as Guess;
  return best.probability > (final[NOT_A_DIGIT] as number);
};

const area = ({ box }: PredictedGlyph) => box.w * box.h;

/** The answer for glyphs in reading order; the single fields speak of the largest one, a digit before anything else. */
export function predictionOf(glyphs: readonly PredictedGlyph[], number: string | null): Prediction {
  const digits = glyphs.filter(isDigit);
  const [main] = [...(digits.length > 0 ? digits : glyphs)].sort((a, b) => area(b) - area(a));
  if (!main) return blankPrediction();
  const top = topGuesses(main.final);
  const best = top[0] as Guess;
  return {
    digit: isDigit(main) ? best.digit : null,
    confidence: best.probability,
    top,
    uncertain: !isDigit(main) || best.probability < CERTAIN,
    input: Array.from(main.input),
    digits: digits.map((glyph) => ({ ...(topGuesses(glyph.final)[0] as Guess), box: glyph.box })),
    ...(number === null ? {} : { number }),
  };
}

import { plainly } from '@inkling/shared/steady';
import { type History, type Sample, winner } from './history.ts';

/** The digit that leads; null where the headline would say "not a digit", or nothing. */
export function leaderOf(probabilities: ArrayLike<number>): number | null {
  const { at } = plainly(probabilities);
  return at === 'sure' || at === 'unsure' ? winner(probabilities).digit : null;
}

/** A mind that was changed: the digit before this one. */
export interface Before {
  readonly digit: number;
  /** Milliseconds of ink ago. */
  readonly ago: number;
}

/** The digit that could be said before the present one, and how many milliseconds of ink ago; null if none could. */
export function before(history: History): Before | null {
  const last = history[history.length - 1];
  if (!last) return null;
  const now = winner(last.probabilities).digit;
  for (let i = history.length - 2; i >= 0; i--) {
    const sample = history[i] as Sample;
    // A guess in the dark is not a mind that changed, and neither is what was no digit.
    const said = plainly(sample.probabilities);
    if (said.at === 'sure' && said.digit !== now) {
      return { digit: said.digit, ago: last.at - sample.at };
    }
  }
  return null;
}

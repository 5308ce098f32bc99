import { NOT_A_DIGIT } from './reading.ts';

/** What the network is said to think, in a word large enough for the last row. */
export type Headline =
  | { readonly at: 'silent' }
  | { readonly at: 'sure'; readonly digit: number; readonly probability: number }
  | { readonly at: 'unsure'; readonly digits: readonly [number, number] }
  | { readonly at: 'not-a-digit' };

/** A headline, and what may take its place. */
export interface Steady {
  readonly headline: Headline;
  /** What the readings have been saying instead, and since when; null when they agree with the headline. */
  readonly rival: { readonly headline: Headline; readonly since: number } | null;
  /** When to ask again even if no reading comes; Infinity for never. */
  readonly again: number;
}

/** Below this probability the headline says "not sure". */
export const SURE = 0.6;

/** What the headline demands of a rival before it gives way, in milliseconds. */
const HOLD = {
  /** The first word about a glyph, when it is nearly certain or not. */
  clearly: 150,
  first: 350,
  /** Another digit: nearly certain, or just likelier. */
  clearlyOther: 250,
  other: 450,
  /** "Not sure" and "not a digit". */
  doubt: 600,
} as const;

/** From this probability on a digit is nearly certain. */
const CLEAR = 0.9;

/**
 * From this probability of "not a digit" on, no digit is said. The network learned that few marks are none; on a board more
 * are. Above a tenth, 99.6 % of the digits of unseen writers are still said, and 92 % of what is none is not.
 */
const DOUBTED = 0.1;

const SILENT: Headline = { at: 'silent' };

/** A headline about nothing. */
export const SILENCE: Steady = { headline: SILENT, rival: null, again: Number.POSITIVE_INFINITY };

/** The headline about ink that came whole, of which there is nothing to wait for. */
export function atOnce(probabilities: ArrayLike<number>): Steady {
  return { headline: plainly(probabilities), rival: null, again: Number.POSITIVE_INFINITY };
}

/** What one reading says by itself: eleven probabilities in any one unit, or null for no ink. */
export function plainly(probabilities: ArrayLike<number> | null): Headline {
  if (!probabilities) return SILENT;
  let total = 0;
  let best = 0;
  let second = -1;
  for (let i = 0; i <= NOT_A_DIGIT; i++) total += probabilities[i] as number;
  if (total === 0) return SILENT;
  for (let i = 1; i < NOT_A_DIGIT; i++) {
    const p = probabilities[i] as number;
    if (p > (probabilities[best] as number)) {
      second = best;
      best = i;
    } else if (second < 0 || p > (probabilities[second] as number)) second = i;
  }
  const top = probabilities[best] as number;
  const odd = probabilities[NOT_A_DIGIT] as number;
  if (odd >= top || odd > DOUBTED * total) return { at: 'not-a-digit' };
  if (top >= SURE * total) return { at: 'sure', digit: best, probability: top / total };
  return { at: 'unsure', digits: [best, second] };
}

function sameWord(a: Headline, b: Headline): boolean {
  if (a.at === 'sure') return b.at === 'sure' && a.digit === b.digit;
  // "4 or 9" is "9 or 4", and a third digit in the second place is no news.
  if (a.at === 'unsure') return b.at === 'unsure' && b.digits.some((d) => a.digits.includes(d));
  return a.at === b.at;
}

/** How long a rival has to last. */
function holdFor(headline: Headline, rival: Headline): number {
  if (rival.at === 'silent') return 0;
  if (rival.at !== 'sure') return HOLD.doubt;
  const clear = rival.probability >= CLEAR;
  if (headline.at === 'silent') return clear ? HOLD.clearly : HOLD.first;
  return clear ? HOLD.clearlyOther : HOLD.other;
}

/** The next headline, given the newest reading of a glyph (null for none) and the time; asked again when told, it may change. */
export function steady(
  before: Steady,
  probabilities: ArrayLike<number> | null,
  now: number,
): Steady {
  const said = plainly(probabilities);
  if (sameWord(before.headline, said)) return { headline: said, rival: null, again: Infinity };
  const since = before.rival && sameWord(before.rival.headline, said) ? before.rival.since : now;
  const due = since + holdFor(before.headline, said);
  if (due <= now) return { headline: said, rival: null, again: Infinity };
  return { headline: before.headline, rival: { headline: said, since }, again: due };
}

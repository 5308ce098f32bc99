import { NOT_A_DIGIT, READING_CLASSES } from '@inkling/shared/reading';

/** What the network thought of a glyph when it was that far drawn. */
export interface Sample {
  /** Milliseconds of ink: how long the pen had been down for this glyph. */
  readonly at: number;
  /** Eleven probabilities × 255. */
  readonly probabilities: Uint8Array;
  /** What was said of the same ink while the pen was still down, before the reading settled. */
  readonly live?: Uint8Array;
}

/** Samples of one glyph, oldest first; each lies later in the ink than the one before. */
export type History = readonly Sample[];

/** Samples that one history keeps at most; beyond, every other one goes. */
export const HISTORY_LENGTH = 400;

/** Ink this close together (ms) is the same moment: a settled reading takes the place of the live one. */
const SAME_MOMENT = 4;

/**
 * The history with one more sample. Ink that went away (an erased stroke) takes its samples with it. A reading that settled
 * while the pen was up gives way to the live one once there is more ink: a pause in the middle of a 4 is no change of mind.
 */
export function remember(history: History, sample: Sample): History {
  let keep = history.length;
  while (keep > 0 && (history[keep - 1] as Sample).at > sample.at - SAME_MOMENT) keep--;
  const next = history.slice(0, keep);
  const replaced = history[keep];
  const last = next[next.length - 1];
  if (last && isSettled(last)) {
    next.pop();
    if (last.live) next.push({ at: last.at, probabilities: last.live });
  }
  const same = replaced && Math.abs(replaced.at - sample.at) <= SAME_MOMENT;
  next.push(same ? { ...sample, live: replaced.live ?? replaced.probabilities } : sample);
  if (next.length <= HISTORY_LENGTH) return next;
  return next.filter((_, i) => i % 2 === 0 || i === next.length - 1);
}

/** Only the head for finished ink says "not a digit". */
function isSettled(sample: Sample): boolean {
  return (sample.probabilities[NOT_A_DIGIT] ?? 0) > 0;
}

/** What a page heard of a glyph, and before that what the room read again. */
export function fuller(heard: History, told: History | null): History {
  const from = heard[0]?.at ?? Number.POSITIVE_INFINITY;
  return [...(told ?? []).filter(({ at }) => at < from), ...heard];
}

/** What the network thought at a moment of the ink: the latest sample not after it; null before the first one. */
export function sampleAt(history: History, at: number): Sample | null {
  let found: Sample | null = null;
  for (const sample of history) {
    if (sample.at > at) break;
    found = sample;
  }
  return found;
}

/** The most probable digit (0–9) and its probability × 255. */
export function winner(probabilities: ArrayLike<number>): { digit: number; probability: number } {
  let digit = 0;
  for (let d = 1; d < READING_CLASSES - 1; d++) {
    if ((probabilities[d] as number) > (probabilities[digit] as number)) digit = d;
  }
  return { digit, probability: probabilities[digit] ?? 0 };
}

/** The digits by probability, most probable first. */
export function ranked(probabilities: ArrayLike<number>): number[] {
  const digits = Array.from({ length: READING_CLASSES - 1 }, (_, d) => d);
  return digits.sort((a, b) => (probabilities[b] as number) - (probabilities[a] as number));
}

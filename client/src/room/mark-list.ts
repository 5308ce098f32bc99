import { readNumbers, toFigure } from '@inkling/shared/number';
import type { Reading } from '@inkling/shared/reading';
import type { Headline } from '@inkling/shared/steady';
import type { Mark } from './marks.tsx';

interface MarkWords {
  readonly or: string;
}

interface MarkRules {
  readonly sayOf: (glyph: string) => Headline;
  /** The glyph that the panel follows. */
  readonly followed: string | null;
  readonly words: MarkWords;
}

const textOf = (say: Headline, words: MarkWords): string => {
  if (say.at === 'sure') return String(say.digit);
  if (say.at === 'unsure') return `${say.digits[0]} ${words.or} ${say.digits[1]}`;
  return say.at === 'not-a-digit' ? '–' : '';
};

/** What to write over the ink: one mark for each number, one for each glyph that stands alone. */
export function markList(readings: Iterable<Reading>, rules: MarkRules): Mark[] {
  const all = [...readings];
  const numbers = readNumbers(all.map(toFigure));
  const taken = new Set(numbers.flatMap(({ ids }) => ids));
  const marks: Mark[] = numbers.map(({ ids, box, text, confidence }) => ({
    glyph: ids[ids.length - 1] as string,
    box,
    text,
    percent: Math.round(confidence * 100),
    followed: rules.followed !== null && ids.includes(rules.followed),
  }));
  for (const { glyph, box, probabilities } of all) {
    if (taken.has(glyph)) continue;
    const say = rules.sayOf(glyph);
    const followed = glyph === rules.followed;
    // A scribble that nobody asks about is left in peace.
    if (say.at === 'silent' || (say.at === 'not-a-digit' && !followed)) continue;
    const percent =
      say.at === 'sure' ? Math.round(((probabilities[say.digit] as number) / 255) * 100) : null;
    marks.push({ glyph, box, text: textOf(say, rules.words), percent, followed });
  }
  // Kept in a steady order, so that an element stays with its mark while others come and go.
  return marks.sort((a, b) => (a.glyph < b.glyph ? -1 : 1));
}

import { NAME_LENGTH } from '@inkling/shared/limits';
import { isMannerly } from './manners.ts';

/** Scripts that are written with joiners: Persian parts words with one, Sinhala makes letters of two. */
const JOINED = [
  'Arabic', 'Syriac', 'Devanagari', 'Bengali', 'Gurmukhi', 'Gujarati', 'Oriya', 'Tamil', 'Telugu', 'Kannada', 'Malayalam', 'Sinhala', 'Khmer', 'Myanmar', 'Mongolian',
].map((script) => `\\p{Script=${script}}`).join(''); // biome-ignore format: a list of words

/** What cannot be seen, and before it in a group the joiners that can: of emoji to one, and of letters that need them. */
const UNSEEN = new RegExp(
  '((?<=[\\p{Extended_Pictographic}\\p{Emoji_Modifier}\\ufe0f])\\u200d(?=\\p{Extended_Pictographic})' +
    `|(?<=[${JOINED}])[\\u200c\\u200d](?=[${JOINED}]))|\\p{C}`,
  'gu',
);

/** Letters and symbols that show nothing: the fillers of Hangul and Khmer, the blank of Braille, the joiner of graphemes. */
const BLANK = /[\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0]/gu;
/** Signs that are as wide as a line or as tall as a pile: whole sentences, cuneiform, long dashes. */
const WIDE = /[\ufdfa-\ufdfd\u0bf5\ua9c5\u2e3a\u2e3b\u{12000}-\u{1254f}]/gu;
/** Something that can be seen by itself. */
const SEEN = /[^\p{M}\p{Z}\p{C}\p{Default_Ignorable_Code_Point}]/u;

/** Parts a text between what people take for letters, whatever they are made of. */
const letters = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/**
 * A name that a person chose, without control characters, piles of marks and spaces at its ends; null when nothing is
 * left, or nothing that a classroom's projector should show.
 */
export function cleanName(name: string): string | null {
  const clean = name
    .normalize('NFC')
    .replace(/[\p{Zl}\p{Zp}\s]+/gu, ' ')
    .replace(BLANK, '')
    .replace(WIDE, '')
    .replace(UNSEEN, '$1')
    .replace(/(\p{M}{2})\p{M}+/gu, '$1')
    .replace(/ +/g, ' ')
    .trim();
  if (!SEEN.test(clean) || !isMannerly(clean)) return null;
  let short = '';
  for (const { segment } of letters.segment(clean)) {
    if (short.length + segment.length > NAME_LENGTH) break;
    short += segment;
  }
  return short.trim() || null;
}

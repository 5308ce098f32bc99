import { NOT_A_DIGIT } from '@inkling/shared/reading';
import { ranked } from './history.ts';

/** What the headline says. */
export type Say =
  | { readonly says: 'nothing' }
  | { readonly says: 'digit'; readonly digit: number }
  | { readonly says: 'unsure'; readonly digits: readonly [number, number] }
  | { readonly says: 'not' };

const SURE = 0.6;

/** What there is to say about one reading by itself, without regard to what was said before. */
export function sayOf(probabilities: ArrayLike<number> | null): Say {
  if (!probabilities) return { says: 'nothing' };
  const [first = 0, second = 0] = ranked(probabilities);
  const most = (probabilities[first] as number) / 255;
  if ((probabilities[NOT_A_DIGIT] as number) / 255 >= Math.max(0.5, most)) return { says: 'not' };
  if (most >= SURE) return { says: 'digit', digit: first };
  return { says: 'unsure', digits: [first, second] };
}

import type { Headline } from '@inkling/shared/steady';
import { createEffect, createSignal, type JSX, on, onCleanup } from 'solid-js';
import { type Words, words } from '../words/words.ts';
import type { Mind } from './mind.ts';

/** A reading must hold this long (ms) before it is spoken: a mind that changes is not chattered about. */
const HOLD_MS = 900;

/** The sentence for a headline; '' where there is nothing to say. */
export function spokenOf(
  say: Headline,
  probabilities: ArrayLike<number> | null,
  to: Words,
): string {
  if (say.at === 'not-a-digit') return to.spokenNot;
  if (say.at === 'unsure') return to.spokenUnsure(say.digits[0], say.digits[1]);
  if (say.at === 'silent') return '';
  const percent = Math.round(((probabilities?.[say.digit] ?? 0) / 255) * 100);
  return to.spokenSure(String(say.digit), percent);
}

/** The reading for those who listen: once it has held still, and never twice for the same glyph and digit. */
export function Spoken(props: { readonly mind: Mind }): JSX.Element {
  const [said, setSaid] = createSignal('');
  let last = '';
  let timer: ReturnType<typeof setTimeout> | undefined;
  createEffect(
    on([props.mind.reading, props.mind.say], ([reading, say]) => {
      clearTimeout(timer);
      timer = setTimeout(() => {
        const key = `${reading?.glyph} ${JSON.stringify(say)}`;
        if (key === last) return;
        last = key;
        setSaid(spokenOf(say, reading?.probabilities ?? null, words()));
      }, HOLD_MS);
    }),
  );
  onCleanup(() => clearTimeout(timer));
  return (
    <p class="unseen" aria-live="polite" data-testid="spoken">
      {said()}
    </p>
  );
}

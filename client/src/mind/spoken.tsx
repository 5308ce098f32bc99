import {
  type Accessor,
  createEffect,
  createMemo,
  createSignal,
  type JSX,
  on,
  onCleanup,
} from 'solid-js';
import type { Mark } from '../room/marks.tsx';
import { type Words, words } from '../words/words.ts';
import type { Mind } from './mind.ts';

/** A reading must hold this long (ms) before it is spoken: a mind that changes is not chattered about. */
const HOLD_MS = 900;

/** What there is to say. */
export interface Saying {
  /** What it is about and which digits it names, whatever their probability: the same is not said twice. */
  readonly key: string;
  readonly text: string;
}

/** What a mind says of its glyph, or the number that this is part of; null where there is nothing to say, as while it is rewound. */
export function sayingOf(
  mind: Pick<Mind, 'reading' | 'rewound' | 'say' | 'probabilities'>,
  marks: readonly Pick<Mark, 'followed' | 'text' | 'percent'>[],
  to: Words,
): Saying | null {
  // Rewound, the ribbon's slider speaks.
  if (mind.rewound() !== null) return null;
  const glyph = mind.reading()?.glyph;
  const said = (what: string, text: string) => ({ key: `${glyph} ${what}`, text });
  const number = marks.find(({ followed, text }) => followed && /^\d{2,}$/.test(text));
  if (number) return said(number.text, to.spokenSure(number.text, number.percent ?? 0));
  const say = mind.say();
  if (say.at === 'silent') return null;
  if (say.at === 'not-a-digit') return said('–', to.spokenNot);
  if (say.at === 'unsure') {
    const [a, b] = say.digits;
    return said([a, b].sort().join(), to.spokenUnsure(a, b));
  }
  const percent = Math.round(((mind.probabilities()?.[say.digit] ?? 0) / 255) * 100);
  return said(String(say.digit), to.spokenSure(String(say.digit), percent));
}

/** What is said aloud: once it has held still, and never twice for the same glyph and digit. `news` is whatever makes the hold begin anew. */
export function createSpoken(
  saying: Accessor<Saying | null>,
  news: Accessor<unknown>,
): Accessor<string> {
  const [said, setSaid] = createSignal('');
  let last = '';
  let timer: ReturnType<typeof setTimeout> | undefined;
  const key = createMemo(() => saying()?.key);
  createEffect(
    on([news, key], () => {
      clearTimeout(timer);
      // The same words about another glyph would be no news to whoever speaks them.
      if (key() !== last) setSaid('');
      timer = setTimeout(() => {
        const now = saying();
        if (!now || now.key === last) return;
        last = now.key;
        setSaid(now.text);
      }, HOLD_MS);
    }),
  );
  onCleanup(() => clearTimeout(timer));
  return said;
}

interface SpokenProps {
  readonly mind: Mind;
  readonly marks: readonly Mark[];
}

/** The reading for those who listen. */
export function Spoken(props: SpokenProps): JSX.Element {
  const said = createSpoken(
    () => sayingOf(props.mind, props.marks, words()),
    () => props.mind.reading(),
  );
  return (
    <p class="unseen" aria-live="polite" data-testid="spoken">
      {said()}
    </p>
  );
}

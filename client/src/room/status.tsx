import { createMemo, type JSX, Show } from 'solid-js';
import type { Link, RoomLink, Saved } from '../link/link.ts';
import { type Words, words } from '../words/words.ts';

/** From so many strokes on, as from a file, it is said how many have still to go. */
const MANY = 20;

type Mood = 'well' | 'busy' | 'bad';

/** What the status says. */
interface Told {
  /** How good the news is. */
  readonly mood: Mood;
  /** The news without any number: who listens is not told of every stroke. */
  readonly phrase: string;
  /** How many strokes wait, as it is written behind the phrase; '' where that is not worth a word. */
  readonly waiting: string;
  /** Both. */
  readonly text: string;
}

/** One phrase about the line and one's own ink. */
export function statusOf(link: Link, saved: Saved, say: Words): Told {
  const told = (mood: Mood, phrase: string, waiting = ''): Told => ({
    mood,
    phrase,
    waiting,
    text: waiting === '' ? phrase : `${phrase} ${waiting}`,
  });
  if (saved.at === 'not-saved') return told('bad', say.notSaved);
  if (saved.at === 'offline' || link.at === 'away') {
    const waiting = saved.at === 'offline' ? saved.waiting : 0;
    return told('bad', say.offline, waiting > 0 ? say.strokesWaiting(waiting) : '');
  }
  if (link.at === 'joining') return told('busy', say.joining);
  if (saved.at === 'sending') {
    // A few strokes are gone before anybody has read their number.
    return told('busy', say.sending, saved.waiting >= MANY ? `· ${saved.waiting}` : '');
  }
  if (saved.at === 'catching-up') return told('busy', say.catchingUp);
  return told('well', say.saved);
}

/** How the status speaks to those who listen: of bad news and, once, of their end. Whatever else goes on would talk over the readings. */
export type Voice = 'quiet' | 'bad' | 'mending' | 'mended';

/** The voice for a mood, after another. */
export function voiceOf(mood: Mood, before: Voice): Voice {
  if (mood === 'bad') return 'bad';
  if (before === 'quiet' || (before === 'mended' && mood === 'busy')) return 'quiet';
  return mood === 'well' ? 'mended' : 'mending';
}

/** Where the line and one's own ink stand: bottom left, quietly. */
export function Status(props: { readonly link: RoomLink }): JSX.Element {
  const status = () => statusOf(props.link.link(), props.link.saved(), words());
  const voice = createMemo<Voice>((before) => voiceOf(status().mood, before), 'quiet');
  const aloud = () => voice() === 'bad' || voice() === 'mended';
  return (
    <p class="status" data-testid="status" data-mood={status().mood}>
      <span class="status-dot" aria-hidden="true" />
      <span role="status">{aloud() ? status().phrase : ''}</span>
      <Show when={aloud()} fallback={status().text}>
        {` ${status().waiting}`}
      </Show>
    </p>
  );
}

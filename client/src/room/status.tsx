import { createMemo, type JSX, Show } from 'solid-js';
import type { Link, RoomLink, Saved } from '../link/link.ts';
import { type Words, words } from '../words/words.ts';

/** From so many strokes on, as from a file, it is said how many have still to go. */
const MANY = 20;

/** One phrase about the line and one's own ink, and how good the news is. */
export function statusOf(
  link: Link,
  saved: Saved,
  say: Words,
): { readonly mood: 'well' | 'busy' | 'bad'; readonly text: string } {
  if (saved.at === 'not-saved') return { mood: 'bad', text: say.notSaved };
  if (saved.at === 'offline' || link.at === 'away') {
    const waiting = saved.at === 'offline' ? saved.waiting : 0;
    return { mood: 'bad', text: waiting > 0 ? say.offline(waiting) : say.offlineIdle };
  }
  if (link.at === 'joining') return { mood: 'busy', text: say.joining };
  if (saved.at === 'sending') {
    // A few strokes are gone before anybody has read their number.
    const many = saved.waiting >= MANY ? ` · ${saved.waiting}` : '';
    return { mood: 'busy', text: `${say.sending}${many}` };
  }
  if (saved.at === 'catching-up') return { mood: 'busy', text: say.catchingUp };
  return { mood: 'well', text: say.saved };
}

type Mood = ReturnType<typeof statusOf>['mood'];

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
      <span role="status">{aloud() ? status().text : ''}</span>
      <Show when={!aloud()}>{status().text}</Show>
    </p>
  );
}

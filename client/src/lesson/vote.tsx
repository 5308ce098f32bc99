import './vote.css';
import type { Refusal } from '@inkling/shared/protocol';
import { NOT_A_DIGIT } from '@inkling/shared/reading';
import {
  createEffect,
  createMemo,
  createSignal,
  For,
  type JSX,
  on,
  onCleanup,
  onMount,
  Show,
} from 'solid-js';
import type { RoomLink } from '../link/link.ts';
import type { Unasked } from '../link/unasked.ts';
import { holdFocus } from '../room/hold-focus.ts';
import { makeTilePainter } from '../stage/tile-painter.ts';
import { dark } from '../theme.ts';
import { classWords } from '../words/class-words.ts';
import { sentenceOf, words } from '../words/words.ts';
import { type Judged, leftToSee, shownOf, stillSeen, tilesOf } from './ballot.ts';

interface VotePanelProps {
  readonly link: RoomLink;
  readonly onClose: () => void;
}

/** Nobody has seen a drawing after so few milliseconds: a vote so soon is the second half of a double tap. */
const UNSEEN_MS = 400;
const DIGITS = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9];

/** Somebody else's drawing, and the question what people see in it. The network's answer is not shown: it would lead. */
export function VotePanel(props: VotePanelProps): JSX.Element {
  const { link } = props;
  const painter = makeTilePainter(link, dark);
  onCleanup(painter.dispose);
  const [news, setNews] = createSignal(0);
  onCleanup(link.onReadings(() => setNews((n) => n + 1)));
  /** What one has judged, as it was then. */
  const [seen, setSeen] = createSignal<Judged>(new Map());
  const [problem, setProblem] = createSignal<Refusal | Unasked | null>(null);
  const tiles = createMemo(() => {
    news();
    return tilesOf(link.readings.values());
  });
  // The room forgets the votes on what is drawn anew: it is asked about again.
  createEffect(on(tiles, (now) => setSeen((before) => stillSeen(before, now)), { defer: true }));
  const left = createMemo(() => leftToSee(tiles(), { me: link.you()?.author ?? 0, seen: seen() }));
  const tile = createMemo<number | null>((before) => shownOf(left(), before), null);
  let panel!: HTMLElement;
  let shownAt = Number.NEGATIVE_INFINITY;
  onMount(() => {
    holdFocus(panel);
    const press = (event: KeyboardEvent) => {
      if (event.key === 'Escape') props.onClose();
    };
    document.addEventListener('keydown', press);
    onCleanup(() => document.removeEventListener('keydown', press));
  });
  const say = async (says: number) => {
    const surface = tile();
    if (surface === null || performance.now() - shownAt < UNSEEN_MS) return;
    shownAt = performance.now();
    // The next tile comes at once, for quick thumbs; a vote that did not count brings its tile back.
    setSeen((before) => new Map([...before, [surface, tiles().get(surface) ?? '']]));
    const answer = await link.vote({ surface, says });
    setProblem(answer.ok ? null : answer);
    if (!answer.ok) setSeen((before) => new Map([...before].filter(([one]) => one !== surface)));
  };
  return (
    <section
      ref={panel}
      class="vote"
      tabIndex={-1}
      aria-label={classWords().vote}
      data-testid="vote"
    >
      <header class="vote-head">
        <h2 class="voice">{classWords().vote}</h2>
        <button type="button" class="button-quiet" onClick={() => props.onClose()}>
          {words().close}
        </button>
      </header>
      <Show when={tile() !== null} fallback={<p>{classWords().voteDone}</p>}>
        <div class="vote-paper">
          <Show when={tile()} keyed>
            {(surface) => <canvas ref={(canvas) => onCleanup(painter.show(surface, canvas))} />}
          </Show>
        </div>
        <div class="vote-digits">
          <For each={DIGITS}>
            {(digit) => (
              <button type="button" class="vote-digit voice" onClick={() => say(digit)}>
                {digit}
              </button>
            )}
          </For>
          <button type="button" class="vote-none" onClick={() => say(NOT_A_DIGIT)}>
            {classWords().voteNone}
          </button>
        </div>
        <p class="vote-problem" role="alert">
          <Show when={problem()}>{(refusal) => sentenceOf(refusal())}</Show>
        </p>
      </Show>
    </section>
  );
}

import './vote.css';
import type { Refusal } from '@inkling/shared/protocol';
import { NOT_A_DIGIT } from '@inkling/shared/reading';
import { createMemo, createSignal, For, type JSX, onCleanup, onMount, Show } from 'solid-js';
import type { RoomLink } from '../link/link.ts';
import type { Unasked } from '../link/unasked.ts';
import { holdFocus } from '../room/hold-focus.ts';
import { makeTilePainter } from '../stage/tile-painter.ts';
import { dark } from '../theme.ts';
import { classWords } from '../words/class-words.ts';
import { sentenceOf, words } from '../words/words.ts';

interface VotePanelProps {
  readonly link: RoomLink;
  readonly onClose: () => void;
}

const DIGITS = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9];

/** Somebody else's drawing, and the question what people see in it. The network's answer is not shown: it would lead. */
export function VotePanel(props: VotePanelProps): JSX.Element {
  const { link } = props;
  const painter = makeTilePainter(link, dark);
  onCleanup(painter.dispose);
  const [news, setNews] = createSignal(0);
  onCleanup(link.onReadings(() => setNews((n) => n + 1)));
  const [voted, setVoted] = createSignal<ReadonlySet<number>>(new Set());
  const [problem, setProblem] = createSignal<Refusal | Unasked | null>(null);
  /** Tiles with ink that are not one's own and not judged yet; begins at a different place for everybody. */
  const left = createMemo(() => {
    news();
    const me = link.you()?.author ?? 0;
    const tiles = new Set([...link.readings.values()].map(({ surface }) => surface));
    const others = [...tiles].filter((s) => s !== 0 && s !== me && !voted().has(s));
    others.sort((a, b) => Number(a < me) - Number(b < me) || a - b);
    return others;
  });
  const tile = createMemo(() => left()[0] ?? null);
  let panel!: HTMLElement;
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
    if (surface === null) return;
    // The next tile comes at once, for quick thumbs; a vote that did not count brings its tile back.
    setVoted((before) => new Set([...before, surface]));
    const answer = await link.vote({ surface, says });
    setProblem(answer.ok ? null : answer);
    if (!answer.ok) setVoted((before) => new Set([...before].filter((one) => one !== surface)));
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

import { For, type JSX, Match, Show, Switch } from 'solid-js';
import type { Outcome } from '../lesson/outcome.ts';
import { classWords } from '../words/class-words.ts';
import { percentSign } from '../words/figures.ts';
import { words } from '../words/words.ts';

interface VerdictProps {
  readonly target: string | null;
  readonly outcome: Outcome;
}

const SHOWN = 4;

/** How many figures a count has: its size follows from that, so that it never leaves its column. */
const figuresOf = (count: number) => String(count).length;

/** How the network did with a class's drawings. */
export function Verdict(props: VerdictProps): JSX.Element {
  /** Drawings of which there is no room to say what they were read as. */
  const more = () => props.outcome.mistakes.slice(SHOWN).reduce((sum, { count }) => sum + count, 0);
  return (
    <div class="verdict" data-testid="verdict">
      <Switch
        fallback={
          <>
            <p class="stage-quiet">{classWords().readSoFar}</p>
            <p
              class="verdict-number voice"
              style={{ '--figures': figuresOf(props.outcome.drawings) }}
            >
              {props.outcome.drawings}
            </p>
            <p class="verdict-of">{classWords().drawings(props.outcome.drawings)}</p>
          </>
        }
      >
        <Match when={props.outcome.drawings === 0}>
          <p class="verdict-of">{classWords().stageWaiting}</p>
        </Match>
        <Match when={props.target !== null}>
          <p class="stage-quiet">{classWords().networkReads}</p>
          <p
            class="verdict-number voice"
            data-percent={props.outcome.percent}
            style={{ '--figures': figuresOf(props.outcome.percent) }}
          >
            {props.outcome.percent}
            <small>{percentSign()}</small>
          </p>
          <p class="verdict-of">
            {classWords().ofDrawings(props.outcome.drawings, words().aNumber(props.target ?? ''))}
          </p>
        </Match>
      </Switch>
      <Show when={props.outcome.mistakes.length > 0}>
        <p class="stage-quiet verdict-title">
          {props.target === null ? classWords().itReads : classWords().itsMistakes}
        </p>
        <ul class="verdict-mistakes voice">
          <For each={props.outcome.mistakes.slice(0, SHOWN)}>
            {(mistake) => (
              <li style={{ '--figures': mistake.text.length }}>
                {mistake.text}
                <small>
                  <bdi dir="ltr">×{mistake.count}</bdi>
                </small>
              </li>
            )}
          </For>
          <Show when={more() > 0}>
            <li class="verdict-more">
              …
              <small>
                <bdi dir="ltr">×{more()}</bdi>
              </small>
            </li>
          </Show>
        </ul>
      </Show>
    </div>
  );
}

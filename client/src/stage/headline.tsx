import type { Headline } from '@inkling/shared/steady';
import { type JSX, Match, Show, Switch } from 'solid-js';
import { ranked } from '../mind/history.ts';
import { classWords } from '../words/class-words.ts';
import { words } from '../words/words.ts';

interface StageHeadlineProps {
  readonly say: Headline;
  /** Eleven probabilities × 255. */
  readonly probabilities: Uint8Array | null;
}

/** A runner-up is named from this probability on, in percent. */
const NAMED = 3;

/** What the network says, more than a quarter of the screen high. */
export function StageHeadline(props: StageHeadlineProps): JSX.Element {
  const percentOf = (digit: number) =>
    Math.round(((props.probabilities?.[digit] ?? 0) / 255) * 100);
  const runnerUp = (digit: number) => {
    if (!props.probabilities) return null;
    const next = ranked(props.probabilities).find((other) => other !== digit);
    return next !== undefined && percentOf(next) >= NAMED ? next : null;
  };
  return (
    <div class="stage-headline" data-testid="headline" data-says={props.say.at}>
      <Switch fallback={<p class="stage-quiet">{classWords().stageWaiting}</p>}>
        <Match when={props.say.at === 'sure' && props.say}>
          {(say) => (
            <>
              <p class="stage-digit voice" data-digit={say().digit}>
                {say().digit}
              </p>
              <p class="stage-percent">
                <b>{words().percent(percentOf(say().digit))}</b>{' '}
                <Show when={runnerUp(say().digit) !== null}>
                  {classWords().orA(runnerUp(say().digit) ?? 0)}
                </Show>
              </p>
            </>
          )}
        </Match>
        <Match when={props.say.at === 'unsure' && props.say}>
          {(say) => (
            <>
              <p class="stage-digit stage-pair voice">
                {say().digits[0]}
                <small>{words().or}</small>
                {say().digits[1]}
              </p>
              <p class="stage-percent">{words().notSure}</p>
            </>
          )}
        </Match>
        <Match when={props.say.at === 'not-a-digit'}>
          <p class="stage-digit voice">–</p>
          <p class="stage-percent">{words().not}</p>
        </Match>
      </Switch>
    </div>
  );
}

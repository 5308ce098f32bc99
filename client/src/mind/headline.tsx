import { NOT_A_DIGIT } from '@inkling/shared/reading';
import type { Headline } from '@inkling/shared/steady';
import { type JSX, Match, Show, Switch } from 'solid-js';
import { percentInWords, percentSign } from '../words/figures.ts';
import { words } from '../words/words.ts';
import { ranked } from './history.ts';
import type { Before } from './lead.ts';

interface HeadlineViewProps {
  readonly say: Headline;
  /** Eleven probabilities × 255 at the moment shown. */
  readonly probabilities: Uint8Array | null;
  /** What it was before, if it changed its mind. */
  readonly before: Before | null;
  /** Newer ink waits for the line to come back: what is said is not of the drawing as it is. */
  readonly behind: boolean;
  /** What there is to draw, said while there is no ink. */
  readonly asked: string;
}

/** How long ago, in words, from milliseconds of ink. */
export function agoInWords(ms: number): string {
  if (ms < 250) return words().moment;
  if (ms < 750) return words().halfSecond;
  if (ms < 1500) return words().second;
  return ms < 2500 ? words().twoSeconds : words().fewSeconds;
}

/** The percentage of what is said: of a digit, or of there being none. */
export function shareOf(say: Headline, probabilities: Uint8Array | null): number | null {
  if (!probabilities || (say.at !== 'sure' && say.at !== 'not-a-digit')) return null;
  const share = probabilities[say.at === 'sure' ? say.digit : NOT_A_DIGIT] ?? 0;
  return Math.round((share / 255) * 100);
}

/** What the network says, large: one digit when it is sure, two when it is not, a dash for what is no digit. */
export function HeadlineView(props: HeadlineViewProps): JSX.Element {
  const percent = () => (props.behind ? null : shareOf(props.say, props.probabilities));
  const note = () => {
    const { say, before } = props;
    if (props.behind) return words().notReadYet;
    if (say.at === 'silent') return props.asked;
    if (say.at === 'not-a-digit') return words().not;
    if (say.at === 'unsure') return words().notSure;
    return before ? words().was(before.digit, agoInWords(before.ago)) : '';
  };
  const next = () => {
    const { say, probabilities } = props;
    if (say.at !== 'sure' || !probabilities || props.behind) return '';
    const others = ranked(probabilities).filter((digit) => digit !== say.digit);
    return words().runnersUp(
      others.slice(0, 2).filter((digit) => (probabilities[digit] ?? 0) >= 2),
    );
  };
  return (
    <div
      class="headline"
      data-testid="headline"
      data-says={props.say.at}
      data-behind={props.behind ? '' : undefined}
    >
      <p class="headline-digit voice">
        <Switch fallback={<span class="headline-none">–</span>}>
          <Match when={props.say.at === 'sure' && props.say}>
            {(say) => <span data-digit={say().digit}>{say().digit}</span>}
          </Match>
          <Match when={props.say.at === 'unsure' && props.say}>
            {(say) => (
              <span class="headline-unsure">
                {say().digits[0]} <small>{words().or}</small> {say().digits[1]}
              </span>
            )}
          </Match>
          <Match when={props.say.at === 'silent'}>
            <span class="headline-blank" aria-hidden="true" />
          </Match>
        </Switch>
      </p>
      <div class="headline-side">
        <Show when={props.say.at === 'sure' && percent()}>
          {(n) => (
            <p class="headline-percent">
              <bdi dir="ltr">
                {n()}
                <span>{percentSign()}</span>
              </bdi>
            </p>
          )}
        </Show>
        <p class="headline-note">
          {note()}
          <Show when={props.say.at === 'not-a-digit' && percent()}>
            {(n) => (
              <>
                {' · '}
                <bdi dir="ltr">{percentInWords(n())}</bdi>
              </>
            )}
          </Show>
        </p>
        <p class="headline-next">{next()}</p>
      </div>
    </div>
  );
}

import type { Task } from '@inkling/shared/protocol';
import { For, type JSX, Show } from 'solid-js';
import type { Standing } from '../lesson/standings.ts';
import { classWords } from '../words/class-words.ts';
import { percentSign } from '../words/figures.ts';

interface LeadersProps {
  readonly kind: Task['kind'] | undefined;
  readonly standings: readonly Standing[];
  /** '' where names are hidden. */
  readonly nameOf: (surface: number) => string;
}

const SHOWN = 5;
/** So many who share the lead are named. */
const NAMED = 3;

/** Who is ahead in a task that has a winner. */
export function Leaders(props: LeadersProps): JSX.Element {
  /** Who is ahead, unless nobody has got anywhere. */
  const ahead = () => ((props.standings[0]?.score ?? 0) > 0 ? props.standings : []);
  /** Those who did as well as the first. */
  const firsts = () => ahead().filter(({ place }) => place === 1);
  const names = () => {
    const named = firsts()
      .slice(0, NAMED)
      .map(({ surface }) => props.nameOf(surface))
      .filter((name) => name !== '');
    const more = firsts().length - named.length;
    return named.length > 0 && more > 0 ? `${named.join(', ')} +${more}` : named.join(', ');
  };
  return (
    <div class="leaders" data-testid="leaders">
      <p class="stage-quiet">{classWords().inTheLead}</p>
      <Show when={ahead()[0]} fallback={<p class="verdict-of">{classWords().noneYet}</p>}>
        {(first) => (
          <>
            <p class="leaders-first voice">
              <Show when={props.kind !== 'fastest'} fallback={first().said}>
                {first().score}
                <small>{percentSign()}</small>
              </Show>
            </p>
            <p class="verdict-of">{names()}</p>
          </>
        )}
      </Show>
      <ol class="leaders-next">
        <For each={ahead().slice(firsts().length, SHOWN)}>
          {(standing) => (
            <li value={standing.place}>
              <span>{standing.place}</span> <b>{props.nameOf(standing.surface)}</b>{' '}
              <span class="figures">{standing.said}</span>
            </li>
          )}
        </For>
      </ol>
      <p class="stage-quiet leaders-note">
        {props.kind && props.kind !== 'draw' ? classWords().scoreNotes[props.kind] : ''}
      </p>
    </div>
  );
}

import type { Task } from '@inkling/shared/protocol';
import { For, type JSX, Show } from 'solid-js';
import type { Standing } from '../lesson/standings.ts';
import { classWords } from '../words/class-words.ts';

interface LeadersProps {
  readonly kind: Task['kind'] | undefined;
  readonly standings: readonly Standing[];
  /** '' where names are hidden. */
  readonly nameOf: (surface: number) => string;
}

const SHOWN = 5;

/** Who is ahead in a task that has a winner. */
export function Leaders(props: LeadersProps): JSX.Element {
  /** Who is ahead, unless nobody has got anywhere. */
  const ahead = () => ((props.standings[0]?.score ?? 0) > 0 ? props.standings : []);
  return (
    <div class="leaders" data-testid="leaders">
      <p class="stage-quiet">{classWords().inTheLead}</p>
      <Show when={ahead()[0]} fallback={<p class="verdict-of">{classWords().noneYet}</p>}>
        {(first) => (
          <>
            <p class="leaders-first voice">{first().said}</p>
            <p class="verdict-of">{props.nameOf(first().surface)}</p>
          </>
        )}
      </Show>
      <ol class="leaders-next">
        <For each={ahead().slice(1, SHOWN)}>
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

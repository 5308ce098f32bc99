import type { Person } from '@inkling/shared/protocol';
import { For, type JSX, Show } from 'solid-js';
import { words } from '../words/words.ts';
import { initials } from './initials.ts';

interface AvatarsProps {
  readonly people: readonly Person[];
  /** Whether the host lets names be seen. */
  readonly names: boolean;
  readonly open: boolean;
  readonly controls: string;
  readonly onPress: () => void;
}

const SHOWN = 6;

/** The people in the room, as initials in their colours. */
export function Avatars(props: AvatarsProps): JSX.Element {
  const more = () => props.people.length - SHOWN;
  return (
    <button
      type="button"
      class="avatars"
      aria-label={words().peopleHere(props.people.length)}
      aria-expanded={props.open}
      aria-controls={props.controls}
      onClick={() => props.onPress()}
    >
      <For each={props.people.slice(0, more() === 1 ? SHOWN + 1 : SHOWN)}>
        {(person) => (
          <span
            class="avatar"
            data-initials={props.names ? initials(person.name) : ''}
            aria-hidden="true"
            style={{ 'background-color': person.color }}
            title={props.names ? person.name : undefined}
          />
        )}
      </For>
      <Show when={more() > 1}>
        <span class="avatar avatar-more" data-initials={`+${more()}`} aria-hidden="true" />
      </Show>
    </button>
  );
}

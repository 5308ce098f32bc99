import type { Person } from '@inkling/shared/protocol';
import { createSignal, For, type JSX, onCleanup, onMount, Show } from 'solid-js';
import { words } from '../words/words.ts';
import { avatarsIn } from './avatars-in.ts';
import { initials } from './initials.ts';

interface AvatarsProps {
  readonly people: readonly Person[];
  /** Whether the host lets names be seen. */
  readonly names: boolean;
  readonly open: boolean;
  readonly controls: string;
  readonly onPress: () => void;
}

/** The people in the room, as initials in their colours. */
export function Avatars(props: AvatarsProps): JSX.Element {
  const [width, setWidth] = createSignal(0);
  const shown = () => avatarsIn(width(), props.people.length);
  const more = () => props.people.length - shown();
  let button!: HTMLButtonElement;
  onMount(() => {
    const place = button.parentElement as HTMLElement;
    const measure = () => setWidth(place.clientWidth);
    const resized = new ResizeObserver(measure);
    resized.observe(place);
    onCleanup(() => resized.disconnect());
    measure();
  });
  return (
    <button
      ref={button}
      type="button"
      class="avatars"
      aria-label={words().peopleHere(props.people.length)}
      aria-expanded={props.open}
      aria-controls={props.controls}
      onClick={() => props.onPress()}
    >
      <For each={props.people.slice(0, shown())}>
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
      <Show when={more() > 0}>
        <span class="avatar avatar-more" data-initials={`+${more()}`} aria-hidden="true" />
      </Show>
    </button>
  );
}

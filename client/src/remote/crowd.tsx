import type { HostRequest, Person, Room } from '@inkling/shared/protocol';
import { createMemo, For, type JSX, Show } from 'solid-js';
import { initials } from '../room/initials.ts';
import { classWords } from '../words/class-words.ts';
import { words } from '../words/words.ts';
import type { Removed } from './create-removed.ts';

interface CrowdProps {
  readonly room: Room;
  /** Who draws, or has left ink. */
  readonly people: readonly Person[];
  readonly removed: Removed;
  readonly ask: (request: HostRequest) => void;
}

/** Everybody who draws, or has left ink: show one tile on the stage, or remove somebody with all their ink. Both can be undone. */
export function Crowd(props: CrowdProps): JSX.Element {
  const drawing = createMemo(() => {
    const gone = new Set(props.removed.people().map(({ author }) => author));
    return props.people.filter(({ author }) => !gone.has(author));
  });
  return (
    <ul class="crowd">
      <For each={props.removed.people()}>
        {(person) => (
          <li class="crowd-removed">
            <span>{classWords().removedName(person.name)}</span>
            <button
              type="button"
              class="button-quiet"
              onClick={() => void props.removed.readmit(person)}
            >
              {words().undo}
            </button>
          </li>
        )}
      </For>
      <For each={drawing()} fallback={<li class="remote-note">{classWords().lobby(0)}</li>}>
        {(person) => (
          <li classList={{ 'crowd-absent': !person.here }}>
            <span
              class="avatar"
              data-initials={initials(person.name)}
              aria-hidden="true"
              style={{ 'background-color': person.color }}
            />
            <span class="people-name">
              {person.name}
              <Show when={!person.here}>
                <span class="people-role"> {classWords().notHere}</span>
              </Show>
            </span>
            <Show when={props.room.kind === 'class'}>
              <button
                type="button"
                class="choice"
                aria-pressed={props.room.spotlight === person.author}
                aria-label={classWords().spotlightName(person.name)}
                onClick={() =>
                  props.ask({
                    do: 'spotlight',
                    surface: props.room.spotlight === person.author ? null : person.author,
                  })
                }
              >
                {classWords().spotlight}
              </button>
            </Show>
            <button
              type="button"
              class="button-quiet"
              aria-label={classWords().removeName(person.name)}
              onClick={() => void props.removed.remove(person)}
            >
              {classWords().remove}
            </button>
          </li>
        )}
      </For>
    </ul>
  );
}

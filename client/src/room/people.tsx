import { NAME_LENGTH } from '@inkling/shared/limits';
import type { Person, Room } from '@inkling/shared/protocol';
import { createSignal, For, type JSX, Show } from 'solid-js';
import type { RoomLink } from '../link/link.ts';
import { words } from '../words/words.ts';
import { initials } from './initials.ts';
import { Popover } from './popover.tsx';

interface PeopleProps {
  readonly id: string;
  readonly link: RoomLink;
  readonly people: readonly Person[];
  readonly room: Room | null;
  readonly onClose: () => void;
}

/** Who is here, who is host, and one's own name, to be changed. */
export function People(props: PeopleProps): JSX.Element {
  const you = () => props.link.you();
  const [name, setName] = createSignal(you()?.name ?? '');
  /** One's own name stays to be seen when the host hides names. */
  const shown = (person: Person) =>
    props.room?.names === false && person.author !== you()?.author ? '' : person.name;
  const changed = () => name().trim() !== '' && name().trim() !== you()?.name;
  return (
    <Popover id={props.id} label={words().people} onClose={props.onClose} class="people">
      <Show when={you()}>
        {(me) => (
          <form
            class="people-me"
            onSubmit={(event) => {
              event.preventDefault();
              if (changed()) props.link.rename(name().trim());
              props.onClose();
            }}
          >
            <label for="name">{words().yourName}</label>
            <div class="field">
              <input
                id="name"
                class="input"
                maxlength={NAME_LENGTH}
                autocomplete="off"
                value={me().name}
                onInput={(event) => setName(event.currentTarget.value)}
              />
              <button type="submit" class="button-quiet" disabled={!changed()}>
                {words().rename}
              </button>
            </div>
          </form>
        )}
      </Show>
      <ul class="people-list">
        <For each={props.people}>
          {(person) => (
            <li>
              <span
                class="avatar"
                data-initials={initials(shown(person))}
                aria-hidden="true"
                style={{ 'background-color': person.color }}
              />
              <span class="people-name">{shown(person) || '–'}</span>
              <span class="people-role">
                {[
                  person.author === you()?.author ? words().you : '',
                  person.host ? words().host : '',
                  person.as === 'watch' ? words().watching : '',
                ]
                  .filter(Boolean)
                  .join(', ')}
              </span>
            </li>
          )}
        </For>
      </ul>
    </Popover>
  );
}

import type { Person } from '@inkling/shared/protocol';
import { For, type JSX, Show } from 'solid-js';
import { inkColor } from '../ink/colors.ts';
import { roomUrl } from '../room/places.ts';
import { Qr } from '../room/qr.tsx';
import { dark } from '../theme.ts';
import { classWords } from '../words/class-words.ts';
import { words } from '../words/words.ts';

interface LobbyProps {
  readonly code: string;
  readonly people: readonly Person[];
  readonly names: boolean;
  /** Whether the stage has the host's key, and so the remote's address. */
  readonly host: boolean;
}

/** So many names stand at full size; more of them are written smaller. */
const ROOMY = 36;

/** How to come in, a third of the screen high, and a growing wall of those who did. */
export function Lobby(props: LobbyProps): JSX.Element {
  const shrink = () => Math.min(1, Math.sqrt(ROOMY / Math.max(1, props.people.length)));
  return (
    <div class="lobby" data-testid="lobby">
      <div class="lobby-way">
        <Qr text={roomUrl(props.code)} code={props.code} />
        <div>
          <p class="lobby-address" dir="ltr">
            {location.host}/
          </p>
          <p class="lobby-code">{props.code}</p>
        </div>
      </div>
      <div class="lobby-wall">
        <p class="lobby-count">{classWords().lobby(props.people.length)}</p>
        <ul aria-label={words().people} style={{ '--shrink': shrink() }}>
          <For each={props.people}>
            {(person) => (
              <li style={{ '--person': inkColor(person.color, dark()) }}>
                <Show when={props.names} fallback="●">
                  {person.name}
                </Show>
              </li>
            )}
          </For>
        </ul>
      </div>
      <p class="lobby-keys">
        <Show when={props.host}>
          <span class="lobby-typed">
            <kbd>R</kbd>
            {classWords().keyRemote}
          </span>
        </Show>
        <span class="lobby-typed">
          <kbd>?</kbd>
          {classWords().stageKeys}
        </span>
        <span class="lobby-touched">{classWords().holdForKeys}</span>
      </p>
    </div>
  );
}

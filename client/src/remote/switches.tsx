import type { HostRequest, Room } from '@inkling/shared/protocol';
import { For, type JSX } from 'solid-js';
import { classWords } from '../words/class-words.ts';

type Switch = 'freeze' | 'close' | 'names' | 'pointers' | 'curtain';

interface SwitchesProps {
  readonly room: Room;
  readonly ask: (request: HostRequest) => void;
}

/** What the host turns on and off. Each says what it does now, not what it would do. */
export function Switches(props: SwitchesProps): JSX.Element {
  const is = (which: Switch) => {
    const { frozen, closed, names, pointers, curtain } = props.room;
    return { freeze: frozen, close: closed, names: !names, pointers: !pointers, curtain }[which];
  };
  /** Names and pointers are shown when on; their switches hide. */
  const hides = (which: Switch) => which === 'names' || which === 'pointers';
  const all: readonly Switch[] = ['freeze', 'curtain', 'close', 'names', 'pointers'];
  return (
    <ul class="switches">
      <For each={all}>
        {(which) => (
          <li>
            <button
              type="button"
              role="switch"
              aria-checked={is(which)}
              class="switch"
              onClick={() => props.ask({ do: which, on: hides(which) ? is(which) : !is(which) })}
            >
              <span>
                <b>{classWords().switches[which]}</b>
                <small>{classWords().switchNotes[which]}</small>
              </span>
              <span class="switch-knob" aria-hidden="true" />
            </button>
          </li>
        )}
      </For>
    </ul>
  );
}

import type { HostRequest, Task } from '@inkling/shared/protocol';
import { createSignal, For, type JSX, Show } from 'solid-js';
import { classWords } from '../words/class-words.ts';
import { words } from '../words/words.ts';

interface TasksProps {
  readonly task: Task | null;
  readonly ask: (request: HostRequest) => void;
  /** Starts a task on clean tiles. */
  readonly start: (task: Pick<Task, 'kind' | 'target'>) => void;
}

const KINDS: readonly Task['kind'][] = ['draw', 'fool', 'fifty', 'fastest'];
const DIGITS = ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9'];

/** Tasks for the class, each two taps away: what, and which digit. */
export function Tasks(props: TasksProps): JSX.Element {
  const [kind, setKind] = createSignal<Task['kind'] | null>(null);
  const [number, setNumber] = createSignal('');
  const begin = (target: string | null) => {
    const now = kind();
    if (!now) return;
    props.start({ kind: now, target });
    setKind(null);
    setNumber('');
  };
  return (
    <div class="tasks">
      <Show when={props.task}>
        {(task) => (
          <div class="tasks-now" data-testid="task-now">
            <p>{words().taskTitle(task().kind, task().target ?? '')}</p>
            <button
              type="button"
              class="button-quiet"
              data-testid="task-stop"
              onClick={() => props.ask({ do: 'task', task: null })}
            >
              {classWords().taskStop}
            </button>
          </div>
        )}
      </Show>
      <div class="remote-row">
        <For each={KINDS}>
          {(one) => (
            <button
              type="button"
              class="choice"
              data-testid={`task-${one}`}
              aria-pressed={kind() === one}
              onClick={() => {
                setKind(one);
                if (one === 'fifty') begin(null);
              }}
            >
              {classWords().taskKinds[one]}
            </button>
          )}
        </For>
      </div>
      <Show when={kind()}>
        {(chosen) => (
          <>
            <fieldset class="digits" aria-label={classWords().whichDigit}>
              <For each={DIGITS}>
                {(digit) => (
                  <button
                    type="button"
                    class="digit"
                    data-testid={`digit-${digit}`}
                    onClick={() => begin(digit)}
                  >
                    {digit}
                  </button>
                )}
              </For>
            </fieldset>
            <Show when={chosen() === 'draw'}>
              <form
                class="field"
                onSubmit={(event) => {
                  event.preventDefault();
                  if (/^\d{1,4}$/.test(number())) begin(number());
                }}
              >
                <input
                  class="input"
                  inputmode="numeric"
                  maxlength="4"
                  placeholder="2026"
                  aria-label={classWords().orNumber}
                  value={number()}
                  onInput={(event) => setNumber(event.currentTarget.value.replace(/\D/g, ''))}
                />
                <button type="submit" class="button" disabled={number() === ''}>
                  {classWords().taskStart}
                </button>
              </form>
            </Show>
          </>
        )}
      </Show>
    </div>
  );
}

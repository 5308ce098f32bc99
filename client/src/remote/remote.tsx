import './remote.css';
import type { HostRequest, Task } from '@inkling/shared/protocol';
import { createEffect, createMemo, createSignal, type JSX, Show } from 'solid-js';
import { createLesson } from '../lesson/create-lesson.ts';
import { Downloads } from '../lesson/downloads.tsx';
import { withoutRemoved } from '../lesson/kept-lesson.ts';
import type { RoomLink } from '../link/link.ts';
import { Status } from '../room/status.tsx';
import { classWords } from '../words/class-words.ts';
import { sentenceOf, words } from '../words/words.ts';
import { createRemoved } from './create-removed.ts';
import { Crowd } from './crowd.tsx';
import { Switches } from './switches.tsx';
import { Tasks } from './tasks.tsx';

/** The host's remote, on a phone: everything that rules the room, nothing that shows it. */
export function RemotePage(props: { readonly link: RoomLink }): JSX.Element {
  const { link } = props;
  const drawings = createLesson(link);
  const [problem, setProblem] = createSignal('');
  const [cleared, setCleared] = createSignal<string | null>(null);
  const [ending, setEnding] = createSignal(false);
  const here = createMemo(() => link.people().filter((p) => p.here && p.as === 'draw').length);
  createEffect(() => {
    document.title = `${link.room()?.code ?? ''} · ${classWords().remote} · Inkling`;
  });

  const ask = async (request: HostRequest): Promise<boolean> => {
    const answer = await link.host(request);
    setProblem(answer.ok ? '' : sentenceOf(answer));
    return answer.ok;
  };
  const removed = createRemoved(link, ask);
  const kept = () => withoutRemoved({ drawings: drawings(), removed: removed.people() });
  const clear = async () => {
    const answer = await link.clear();
    setProblem(answer.ok ? '' : sentenceOf(answer));
    setCleared(answer.ok ? answer.undo : null);
  };
  const restore = async () => {
    const undo = cleared();
    if (undo === null) return;
    const answer = await link.restore(undo);
    setProblem(answer.ok ? '' : sentenceOf(answer));
    // What there is no place for just now may be put back later.
    if (answer.ok) setCleared(null);
  };
  const start = async (task: Pick<Task, 'kind' | 'target'>) => {
    // A task begins on clean tiles; what was drawn before is in the report, and the clearing can be undone.
    if (link.readings.size > 0) await clear();
    await ask({ do: 'task', task });
    if (link.room()?.kind === 'class') await ask({ do: 'spotlight', surface: null });
  };

  return (
    <main class="remote" data-testid="remote">
      <header class="remote-head">
        <p class="wordmark">inkling</p>
        <h1>
          {classWords().remote} <span class="code">{link.room()?.code}</span>
        </h1>
        <p class="remote-note">{classWords().lobby(here())}</p>
      </header>
      <p class="remote-problem" role="alert">
        {problem()}
      </p>
      <Show
        when={link.you()?.host && link.room()}
        fallback={<p class="remote-note">{link.you() ? classWords().notHost : words().joining}</p>}
      >
        {(room) => (
          <>
            <section>
              <h2>{classWords().stage}</h2>
              <div class="remote-row">
                <button
                  type="button"
                  class="choice"
                  aria-pressed={room().spotlight === null}
                  onClick={() => ask({ do: 'spotlight', surface: null })}
                >
                  {room().kind === 'class' ? classWords().grid : classWords().board}
                </button>
                <Show when={room().kind === 'class'}>
                  <button
                    type="button"
                    class="choice"
                    aria-pressed={room().spotlight === 0}
                    onClick={() => ask({ do: 'spotlight', surface: 0 })}
                  >
                    {classWords().board}
                  </button>
                </Show>
              </div>
            </section>
            <section>
              <h2>{classWords().task}</h2>
              <Tasks task={room().task} ask={ask} start={start} />
            </section>
            <section>
              <h2>{classWords().room}</h2>
              <Switches room={room()} ask={ask} />
              <div class="remote-row">
                <button type="button" class="button-quiet" data-testid="clear" onClick={clear}>
                  {classWords().clearAll}
                </button>
                <Show when={cleared() !== null}>
                  <button type="button" class="button-quiet" onClick={restore}>
                    {classWords().undoClear}
                  </button>
                </Show>
              </div>
            </section>
            <section>
              <h2>{words().people}</h2>
              <Crowd room={room()} people={link.people()} removed={removed} ask={ask} />
            </section>
            <section>
              <h2>{classWords().report}</h2>
              <Downloads code={room().code} drawings={kept()} />
            </section>
            <section>
              <Show
                when={ending()}
                fallback={
                  <button type="button" class="button-quiet" onClick={() => setEnding(true)}>
                    {classWords().endRoom}
                  </button>
                }
              >
                <p>{classWords().endSure}</p>
                <div class="remote-row">
                  <button type="button" class="button" onClick={() => ask({ do: 'end' })}>
                    {classWords().endRoom}
                  </button>
                  <button type="button" class="button-quiet" onClick={() => setEnding(false)}>
                    {classWords().keepRoom}
                  </button>
                </div>
              </Show>
            </section>
          </>
        )}
      </Show>
      <Status link={link} />
    </main>
  );
}

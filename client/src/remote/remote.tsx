import './remote.css';
import type { HostRequest, Refusal, Task } from '@inkling/shared/protocol';
import { createEffect, createMemo, createSignal, type JSX, onCleanup, Show } from 'solid-js';
import { createLesson } from '../lesson/create-lesson.ts';
import { createTaskInk } from '../lesson/create-task-ink.ts';
import { Downloads } from '../lesson/downloads.tsx';
import { withoutRemoved } from '../lesson/kept-lesson.ts';
import type { RoomLink } from '../link/link.ts';
import type { Unasked } from '../link/unasked.ts';
import { Status } from '../room/status.tsx';
import { ignoreStrayTaps } from '../room/steady-taps.ts';
import { classWords } from '../words/class-words.ts';
import { sentenceOf, words } from '../words/words.ts';
import { createClears } from './create-clears.ts';
import { createRemoved } from './create-removed.ts';
import { Crowd } from './crowd.tsx';
import { authorsIn, drawersOf } from './drawers.ts';
import { Switches } from './switches.tsx';
import { Tasks } from './tasks.tsx';

/** The host's remote, on a phone: everything that rules the room, nothing that shows it. */
export function RemotePage(props: { readonly link: RoomLink }): JSX.Element {
  const { link } = props;
  const drawings = createLesson(link, createTaskInk(link));
  const [problem, setProblem] = createSignal<Refusal | Unasked | null>(null);
  const [ending, setEnding] = createSignal(false);
  const [news, setNews] = createSignal(0);
  onCleanup(link.onReadings(() => setNews((n) => n + 1)));
  const owners = createMemo(() => {
    news();
    return authorsIn(link.readings.values());
  });
  const here = createMemo(() => link.people().filter((p) => p.here && p.as === 'draw').length);
  createEffect(() => {
    document.title = `${link.room()?.code ?? ''} · ${classWords().remote} · Inkling`;
  });

  createEffect(() => {
    if (link.link().at !== 'live') return;
    setProblem((was) => (was?.reason === 'line-down' ? null : was));
  });

  /** Says what was wrong with an answer, if anything; returns whether it was good. */
  const heard = (answer: { readonly ok: true } | Refusal | Unasked): boolean => {
    setProblem(answer.ok ? null : answer);
    return answer.ok;
  };
  const ask = async (request: HostRequest): Promise<boolean> => heard(await link.host(request));
  const removed = createRemoved(link, ask);
  const clears = createClears(link, heard);
  const kept = () => withoutRemoved({ drawings: drawings(), removed: removed.people() });
  const start = async (task: Pick<Task, 'kind' | 'target'>) => {
    // A task begins on clean tiles; what was drawn before is in the report, and the clearing can be undone.
    if (link.readings.size > 0 && !(await clears.clear())) return;
    if (!(await ask({ do: 'task', task }))) return;
    if (link.room()?.kind === 'class') await ask({ do: 'spotlight', surface: null });
  };

  return (
    <main ref={ignoreStrayTaps} class="remote" data-testid="remote">
      <header class="remote-head">
        <p class="wordmark">inkling</p>
        <h1>
          {classWords().remote} <span class="code">{link.room()?.code}</span>
        </h1>
        <p class="remote-note">{classWords().lobby(here())}</p>
      </header>
      <p class="remote-problem" role="alert">
        <Show when={problem()}>{(refusal) => sentenceOf(refusal())}</Show>
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
                <button
                  type="button"
                  class="button-quiet"
                  data-testid="clear"
                  onClick={clears.clear}
                >
                  {classWords().clearAll}
                </button>
                <Show when={clears.canRestore()}>
                  <button type="button" class="button-quiet" onClick={clears.restore}>
                    {classWords().undoClear}
                  </button>
                </Show>
              </div>
            </section>
            <section>
              <h2>{words().people}</h2>
              <Crowd
                room={room()}
                people={drawersOf(link.people(), owners())}
                removed={removed}
                ask={ask}
              />
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

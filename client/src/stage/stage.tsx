import './stage.css';
import {
  createEffect,
  createMemo,
  createSignal,
  type JSX,
  Match,
  on,
  onCleanup,
  onMount,
  Show,
  Switch,
} from 'solid-js';
import { createLesson, ofThosePresent } from '../lesson/create-lesson.ts';
import { createStandings } from '../lesson/create-standings.ts';
import { createTaskInk } from '../lesson/create-task-ink.ts';
import { outcomeOf, readTiles, targetOf } from '../lesson/outcome.ts';
import { machineClock } from '../link/clock.ts';
import type { RoomLink } from '../link/link.ts';
import { createMind } from '../mind/mind.ts';
import { remoteUrl } from '../room/places.ts';
import { Qr } from '../room/qr.tsx';
import { classWords } from '../words/class-words.ts';
import { words } from '../words/words.ts';
import { StageBoard } from './board.tsx';
import { StageGrid } from './grid.tsx';
import { StageHelp } from './help.tsx';
import { Leaders } from './leaders.tsx';
import { Lobby } from './lobby.tsx';
import { nextTheme, toggleFullscreen } from './looks.ts';
import { makeAwake } from './make-awake.ts';
import { makeHold } from './make-hold.ts';
import { Matrix } from './matrix.tsx';
import { Offline } from './offline.tsx';
import { onStage, studentsOf } from './on-stage.ts';
import { neighbour, type StageDeed, stageDeedOf } from './stage-keys.ts';
import { createTaskStart } from './task-start.ts';
import { Verdict } from './verdict.tsx';
import { Way } from './way.tsx';

/** Deeds that are done again and again: the keys stay open for them. */
const REPEATED: readonly StageDeed[] = ['next', 'previous', 'theme'];

/** The projector page: watch only, nothing to click by accident, keys for everything; a finger that rests opens the keys. */
export function StagePage(props: { readonly link: RoomLink }): JSX.Element {
  const { link } = props;
  const [help, setHelp] = createSignal(false);
  const [remote, setRemote] = createSignal(false);
  const [code, setCode] = createSignal(false);
  const [matrix, setMatrix] = createSignal(false);
  const [inside, setInside] = createSignal(false);
  const isOfTask = createTaskInk(link);
  const drawings = ofThosePresent(link, createLesson(link, isOfTask));
  /** Hears everything that is read, so that whatever is shown large has its whole history. */
  const mind = createMind(link);
  /** What the keys of this projector chose: a surface, or null for the grid; undefined follows the host. */
  const [chosen, setChosen] = createSignal<number | null | undefined>(undefined);
  const [news, setNews] = createSignal(0);
  onCleanup(link.onReadings(() => setNews((n) => n + 1)));

  const room = link.room;
  const hasInk = (author: number) => {
    news();
    for (const { surface } of link.readings.values()) if (surface === author) return true;
    return false;
  };
  // A memo runs at once: what it asks stands above it.
  const students = createMemo(() => studentsOf(link.people(), hasInk));
  const present = () => students().filter(({ here }) => here);
  const isClass = () => room()?.kind === 'class';
  const shown = createMemo(() =>
    onStage({ room: room(), chosen: chosen(), people: link.people() }),
  );
  const board = createMemo(() => ({ surface: shown() ?? 0 }));
  // The room is told anew with every switch: only what changed undoes what the keys chose.
  const spotlight = createMemo(() => room()?.spotlight);
  createEffect(on(spotlight, () => setChosen(undefined), { defer: true }));
  // Who starts a task from a phone must not have to walk to the keyboard to make it seen.
  createTaskStart(room, closeAll);
  const waiting = () => {
    news();
    return isClass() && shown() === null && link.readings.size === 0 && !room()?.task;
  };
  /** Behind the curtain nobody sees what the task that is on has brought so far. */
  const uncovered = () => {
    const { curtain, task } = room() ?? {};
    return curtain ? drawings().filter(({ began }) => began !== task?.began) : drawings();
  };
  const target = () => targetOf(room()?.task ?? null);
  const said = createMemo(() => {
    news();
    return readTiles(link.readings.values(), target(), isOfTask);
  });
  const outcome = createMemo(() => outcomeOf(said().values()));

  const ahead = createStandings(link, mind, isOfTask);
  const nameOf = (surface: number) => (room()?.names === false ? '' : link.nameOf(surface));

  const show = (surface: number | null) => {
    if (link.you()?.host && isClass()) void link.host({ do: 'spotlight', surface });
    setChosen(surface);
  };
  const tiles = () => students().map((person) => person.author);
  const deeds: Record<StageDeed, () => void> = {
    fullscreen: toggleFullscreen,
    theme: nextTheme,
    help: () => {
      setRemote(false);
      setHelp((open) => !open);
    },
    code: () => setCode((open) => !open),
    board: () => show(0),
    grid: () => isClass() && show(null),
    next: () => isClass() && show(neighbour(tiles(), shown(), 1)),
    previous: () => isClass() && show(neighbour(tiles(), shown(), -1)),
    matrix: () => setMatrix((open) => !open),
    inside: () => setInside((open) => !open),
    remote: () => {
      setHelp(false);
      setRemote((open) => !open && link.you()?.key !== undefined);
    },
    close: () => {
      const open = help() || remote() || code() || matrix() || inside();
      if (open) closeAll();
      else if (shown() !== null) deeds.grid();
    },
  };
  function closeAll(): void {
    for (const close of [setHelp, setRemote, setCode, setMatrix, setInside]) close(false);
  }
  /** A key that is pressed on the list of keys does what it does where that is not open. */
  const fromHelp = (deed: StageDeed) => {
    if (!REPEATED.includes(deed)) setHelp(false);
    if (deed !== 'help') deeds[deed]();
  };
  onMount(() => {
    onCleanup(makeAwake());
    onCleanup(makeHold(machineClock, () => help() || deeds.help()));
    const press = (event: KeyboardEvent) => {
      const deed = stageDeedOf(event, document.documentElement.dir);
      if (!deed) return;
      event.preventDefault();
      deeds[deed]();
    };
    window.addEventListener('keydown', press);
    onCleanup(() => window.removeEventListener('keydown', press));
  });
  createEffect(() => {
    document.title = `${room()?.code ?? ''} · ${classWords().stage} · Inkling`;
  });

  const codeLine = <p class="stage-code">{room()?.code}</p>;
  const frozen = () => (
    <Show when={room()?.frozen}>
      <p class="stage-frozen" role="status">
        {words().frozen}
      </p>
    </Show>
  );
  const way = () => <Show when={room()}>{(now) => <Way code={now().code} />}</Show>;

  return (
    <main class="stage" data-testid="stage">
      <h1 class="unseen">{classWords().stage}</h1>
      <Offline link={link} />
      <Switch>
        <Match when={(code() || (waiting() && !matrix())) && room()}>
          {(now) => (
            <Lobby
              code={now().code}
              people={present()}
              names={now().names}
              host={link.you()?.key !== undefined}
            />
          )}
        </Match>
        <Match when={matrix()}>
          <Matrix drawings={uncovered()} names={room()?.names ?? true} />
        </Match>
        <Match when={shown() === null}>
          <section class="stage-class">
            <div class="stage-grid">
              <h2 class="stage-title voice">{title()}</h2>
              <StageGrid link={link} people={students()} said={said()} target={target()} />
            </div>
            <aside class="stage-side" aria-label={words().network}>
              <Show
                when={!room()?.curtain}
                fallback={<p class="verdict-of">{classWords().curtainDown}</p>}
              >
                <Show
                  when={room()?.task && room()?.task?.kind !== 'draw'}
                  fallback={<Verdict target={target()} outcome={outcome()} />}
                >
                  <Leaders kind={room()?.task?.kind} standings={ahead()} nameOf={nameOf} />
                </Show>
              </Show>
              <div>
                {frozen()}
                {way()}
              </div>
            </aside>
          </section>
        </Match>
        <Match when={board()} keyed>
          {(on) => (
            <StageBoard
              link={link}
              surface={on.surface}
              heard={mind.historyOf}
              inside={inside()}
              onInsideClose={() => setInside(false)}
              code={codeLine}
              foot={
                <div>
                  {frozen()}
                  <Show when={isClass()}>{way()}</Show>
                </div>
              }
            />
          )}
        </Match>
      </Switch>
      <Show when={help()}>
        <StageHelp
          host={link.you()?.key !== undefined}
          isClass={isClass()}
          onDeed={fromHelp}
          onClose={() => setHelp(false)}
        />
      </Show>
      <Show when={remote() && room() && link.you()?.key}>
        {(key) => (
          <div class="stage-remote" role="dialog" aria-label={classWords().remote}>
            <Qr text={remoteUrl(room()?.code ?? '', key())} code={room()?.code ?? ''} />
            <p>{classWords().remoteWarning}</p>
          </div>
        )}
      </Show>
    </main>
  );

  function title(): string {
    const task = room()?.task;
    if (!task) return classWords().drawAnything;
    return words().taskTitle(task.kind, task.target ?? '');
  }
}

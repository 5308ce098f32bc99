import {
  createEffect,
  createMemo,
  createSignal,
  type JSX,
  lazy,
  on,
  onCleanup,
  Show,
  Suspense,
} from 'solid-js';
import { Surface, type Tool } from '../ink/surface.tsx';
import { createView, type Frame } from '../ink/view.ts';
import type { RoomLink } from '../link/link.ts';
import { pastOf } from '../mind/ask-past.ts';
import { createMind } from '../mind/mind.ts';
import type { Shown } from '../replay/create-replay.ts';
import { makeDrop } from '../take/drop.ts';
import { dark } from '../theme.ts';
import { words } from '../words/words.ts';
import { Banner } from './banner.tsx';
import { createMarks } from './create-marks.ts';
import { Cursors } from './cursors.tsx';
import { followFrame } from './follow-frame.ts';
import { Head, type HeadPanel } from './head.tsx';
import { KeyboardPen } from './keyboard-pen.tsx';
import { Marks } from './marks.tsx';
import { Notes } from './notes.tsx';
import { ShowAll } from './show-all.tsx';
import { Status } from './status.tsx';
import { taskOn } from './task-on.ts';
import { TileEdge } from './tile-edge.tsx';
import { Toolbar } from './toolbar.tsx';

// Nothing of the panel is needed for the first stroke: it comes while the pen is on its way.
const Panel = lazy(async () => ({ default: (await import('../mind/panel.tsx')).Panel }));
const Inside = lazy(async () => ({ default: (await import('../inside/inside.tsx')).Inside }));
const VotePanel = lazy(async () => ({ default: (await import('../lesson/vote.tsx')).VotePanel }));
const ReplayBar = lazy(async () => ({
  default: (await import('../replay/replay-bar.tsx')).ReplayBar,
}));

/** The room: paper to draw on, who is here, and what the network thinks. */
export function RoomPage(props: { readonly link: RoomLink }): JSX.Element {
  const { link } = props;
  const [drawing, setDrawing] = createSignal(false);
  onCleanup(link.ownInk.onChange(() => setDrawing(link.ownInk.drawing)));
  // Until the room has told, the paper is the board's; a pen that is down by then is not taken off it. An object, because surface 0 must count as something to show.
  let told = false;
  const shownPaper = createMemo<{ readonly surface: number }>(
    (before) => {
      const paper = link.paper();
      if (paper === null || (!told && paper !== 0 && drawing())) return before;
      told = true;
      return { surface: paper };
    },
    { surface: 0 },
    { equals: (a, b) => a.surface === b.surface },
  );
  return (
    <Show when={shownPaper()} keyed>
      {({ surface }) => <Sheet link={link} surface={surface} />}
    </Show>
  );
}

function Sheet(props: { readonly link: RoomLink; readonly surface: number }): JSX.Element {
  const { link } = props;
  const view = createView(props.surface);
  const [frame, setFrame] = createSignal<Frame | null>(null);
  const [pressed, setPressed] = createSignal(false);
  // A banner that comes while the pen is down waits with moving the paper under it.
  createEffect(
    on([frame, pressed], ([now, down]) => {
      if (now && !down) view.setFrame(now);
    }),
  );
  const mind = createMind(link, {
    only: (reading) => reading.surface === props.surface,
    ask: pastOf(() => link.room()?.code),
  });
  const { marks, drawing } = createMarks(link, mind, view.surface);
  const [tool, setTool] = createSignal<Tool>('pen');
  const [open, setOpen] = createSignal<HeadPanel | 'inside' | 'vote' | null>(null);
  const [replaying, setReplaying] = createSignal(false);
  /** What is shown of the past; null is now. */
  const [shown, setShown] = createSignal<Shown | null>(null);
  const [dropped, setDropped] = createSignal<File | null>(null);
  const toggle = (which: NonNullable<ReturnType<typeof open>>) => {
    // Looking inside is about now.
    if (which === 'inside') {
      setReplaying(false);
      mind.rewind(null);
    }
    setDropped(null);
    setOpen((now) => (now === which ? null : which));
  };
  onCleanup(
    makeDrop((file) => {
      setDropped(file);
      setOpen('take');
    }),
  );

  /** When the task began that is to be voted on now; null while there is nothing to vote on. */
  const ballot = createMemo(() => {
    const { task, curtain } = link.room() ?? {};
    return task?.kind === 'fool' && !curtain ? task.began : null;
  });
  // Its question is answered or taken back, and must not pop up by itself when there is another.
  createEffect(on(ballot, () => setOpen((now) => (now === 'vote' ? null : now)), { defer: true }));

  const asked = () => {
    const task = taskOn(link.room());
    return task ? words().taskTitle(task.kind, task.target ?? '') : words().tagline;
  };
  const frozen = () => (link.room()?.frozen ?? false) && !(link.you()?.host ?? false);
  const inkWaits = () => {
    const saved = link.saved();
    return saved.at === 'offline' && saved.waiting > 0;
  };
  createEffect(() => {
    const code = link.room()?.code;
    document.title = code ? `${code} · Inkling` : 'Inkling';
  });

  return (
    <div class="room">
      <main class="sheet">
        <h1 class="unseen">Inkling</h1>
        <Surface
          link={link}
          view={view}
          tool={tool()}
          draws={!frozen() && !replaying()}
          dark={dark()}
          cuts={shown()?.cuts() ?? mind.cuts()}
          ghosts={!shown()}
          label={words().canvas}
          class="surface"
          onPressed={setPressed}
        />
        <div class="frame" ref={(element) => followFrame(element, setFrame)} />
        <Show when={view.surface !== 0}>
          <TileEdge view={view} />
        </Show>
        <Marks
          marks={shown()?.marks() ?? marks()}
          view={view}
          drawing={drawing() || replaying()}
          onPick={mind.follow}
        />
        <Show when={!link.room()?.curtain}>
          <Cursors link={link} view={view} />
        </Show>
        <Notes link={link} view={view} />
        <Head
          link={link}
          surface={view.surface}
          open={open()}
          frozen={frozen()}
          dropped={dropped()}
          onToggle={toggle}
          onClose={() => setOpen(null)}
          onReplay={() => {
            setOpen(null);
            setReplaying(true);
          }}
        />
        <Banner link={link} frozen={frozen()} onVote={() => toggle('vote')} />
        <Show when={!replaying()}>
          <KeyboardPen link={link} view={view} disabled={frozen()} />
          <Toolbar tool={tool()} onTool={setTool} ink={link.ownInk} disabled={frozen()} />
        </Show>
        <ShowAll link={link} view={view} />
        <Status link={link} />
        <Suspense>
          <Show when={replaying()}>
            <ReplayBar
              link={link}
              surface={view.surface}
              mind={mind}
              onShow={setShown}
              onClose={() => setReplaying(false)}
            />
          </Show>
          <Show when={open() === 'vote' && ballot() !== null}>
            <VotePanel link={link} onClose={() => setOpen(null)} />
          </Show>
          <Show when={open() === 'inside' && link.room()}>
            {(room) => <Inside code={room().code} mind={mind} onClose={() => setOpen(null)} />}
          </Show>
        </Suspense>
      </main>
      <Suspense fallback={<aside class="panel" aria-label={words().network} />}>
        <Panel
          mind={shown()?.mind ?? mind}
          marks={marks()}
          behind={!shown() && inkWaits()}
          asked={asked()}
          onLookInside={() => toggle('inside')}
        />
      </Suspense>
    </div>
  );
}

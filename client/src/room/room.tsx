import {
  createEffect,
  createMemo,
  createSignal,
  createUniqueId,
  type JSX,
  lazy,
  Show,
  Suspense,
} from 'solid-js';
import { Surface, type Tool } from '../ink/surface.tsx';
import { createView } from '../ink/view.ts';
import type { RoomLink } from '../link/link.ts';
import { createMind } from '../mind/mind.ts';
import { dark } from '../theme.ts';
import { words } from '../words/words.ts';
import { Avatars } from './avatars.tsx';
import { Banner } from './banner.tsx';
import { createMarks } from './create-marks.ts';
import { Cursors } from './cursors.tsx';
import { KeyboardPen } from './keyboard-pen.tsx';
import { Marks } from './marks.tsx';
import { Notes } from './notes.tsx';
import { Status } from './status.tsx';
import { Toolbar } from './toolbar.tsx';

const Invite = lazy(async () => ({ default: (await import('./invite.tsx')).Invite }));
// Nothing of the panel is needed for the first stroke: it comes while the pen is on its way.
const Panel = lazy(async () => ({ default: (await import('../mind/panel.tsx')).Panel }));
const Inside = lazy(async () => ({ default: (await import('../inside/inside.tsx')).Inside }));
const VotePanel = lazy(async () => ({ default: (await import('../lesson/vote.tsx')).VotePanel }));
const People = lazy(async () => ({ default: (await import('./people.tsx')).People }));

/** The room: paper to draw on, who is here, and what the network thinks. */
export function RoomPage(props: { readonly link: RoomLink }): JSX.Element {
  const { link } = props;
  // In a class everybody has a tile of their own, until the host calls them to the board. An object, because surface 0 must count as something to show.
  const on = createMemo(
    () => {
      const room = link.room();
      const own = room?.kind === 'class' && room.spotlight !== 0;
      return { surface: own ? (link.you()?.surface ?? 0) : 0 };
    },
    undefined,
    { equals: (a, b) => a.surface === b.surface },
  );
  return (
    <Show when={on()} keyed>
      {({ surface }) => <Sheet link={link} surface={surface} />}
    </Show>
  );
}

function Sheet(props: { readonly link: RoomLink; readonly surface: number }): JSX.Element {
  const { link } = props;
  const view = createView(props.surface);
  const mind = createMind(link, (reading) => reading.surface === props.surface);
  const { marks, drawing } = createMarks(link, mind, view.surface);
  const [tool, setTool] = createSignal<Tool>('pen');
  const [open, setOpen] = createSignal<'invite' | 'people' | 'inside' | 'vote' | null>(null);
  const toggle = (which: 'invite' | 'people' | 'inside' | 'vote') =>
    setOpen((now) => (now === which ? null : which));
  const inviteId = createUniqueId();
  const peopleId = createUniqueId();

  const here = createMemo(() => link.people().filter((person) => person.here));
  const drawers = createMemo(() => here().filter((person) => person.as === 'draw'));
  const frozen = () => (link.room()?.frozen ?? false) && !(link.you()?.host ?? false);
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
          draws={!frozen()}
          dark={dark()}
          cuts={mind.cuts()}
          label={words().canvas}
          class="surface"
        />
        <Marks marks={marks()} view={view} drawing={drawing()} onPick={mind.follow} />
        <Show when={!link.room()?.curtain}>
          <Cursors link={link} view={view} />
        </Show>
        <Notes link={link} view={view} />
        <header class="head">
          <a class="wordmark" href="/" aria-label={`Inkling: ${words().newRoom}`}>
            inkling
          </a>
          <span class="code" data-testid="code">
            {link.room()?.code ?? ''}
          </span>
          <div class="head-people">
            <Show when={drawers().length > 0}>
              <Avatars
                people={drawers()}
                names={link.room()?.names ?? true}
                open={open() === 'people'}
                controls={peopleId}
                onPress={() => toggle('people')}
              />
            </Show>
            <Suspense>
              <Show when={open() === 'people'}>
                <People
                  id={peopleId}
                  link={link}
                  people={here()}
                  room={link.room()}
                  onClose={() => setOpen(null)}
                />
              </Show>
            </Suspense>
          </div>
          <div class="head-invite">
            <button
              type="button"
              class="button"
              aria-expanded={open() === 'invite'}
              aria-controls={inviteId}
              disabled={!link.room()}
              onClick={() => toggle('invite')}
            >
              {words().invite}
            </button>
            <Suspense>
              <Show when={open() === 'invite' && link.room()}>
                {(room) => (
                  <Invite
                    id={inviteId}
                    code={room().code}
                    hostKey={link.you()?.key}
                    onClose={() => setOpen(null)}
                  />
                )}
              </Show>
            </Suspense>
          </div>
        </header>
        <Banner link={link} frozen={frozen()} onVote={() => toggle('vote')} />
        <KeyboardPen link={link} view={view} disabled={frozen()} />
        <Toolbar tool={tool()} onTool={setTool} ink={link.ownInk} disabled={frozen()} />
        <Status link={link} />
        <Suspense>
          <Show when={open() === 'vote' && link.room()?.task?.kind === 'fool'}>
            <VotePanel link={link} onClose={() => setOpen(null)} />
          </Show>
          <Show when={open() === 'inside' && link.room()}>
            {(room) => <Inside code={room().code} mind={mind} onClose={() => setOpen(null)} />}
          </Show>
        </Suspense>
      </main>
      <Suspense fallback={<aside class="panel" aria-label={words().network} />}>
        <Panel mind={mind} onLookInside={() => toggle('inside')} />
      </Suspense>
    </div>
  );
}

import { createUniqueId, type JSX, lazy, Show, Suspense } from 'solid-js';
import type { RoomLink } from '../link/link.ts';
import { words } from '../words/words.ts';
import { Avatars } from './avatars.tsx';

const Invite = lazy(async () => ({ default: (await import('./invite.tsx')).Invite }));
const People = lazy(async () => ({ default: (await import('./people.tsx')).People }));
const Take = lazy(async () => ({ default: (await import('../take/take.tsx')).Take }));

/** What may be open in the head, one at a time. */
export type HeadPanel = 'take' | 'people' | 'invite';

interface HeadProps {
  readonly link: RoomLink;
  readonly surface: number;
  readonly open: string | null;
  readonly frozen: boolean;
  /** A file that was dropped on the page: ink to bring in. */
  readonly dropped: File | null;
  readonly onToggle: (panel: HeadPanel) => void;
  readonly onClose: () => void;
  readonly onReplay: () => void;
}

/** The name, the room's code with the drawing to take along, the people, and the one button. */
export function Head(props: HeadProps): JSX.Element {
  const { link } = props;
  const takeId = createUniqueId();
  const peopleId = createUniqueId();
  const inviteId = createUniqueId();
  const here = () => link.people().filter((person) => person.here);
  const drawers = () => here().filter((person) => person.as === 'draw');
  const code = () => link.room()?.code ?? '';
  return (
    <header class="head">
      <p class="wordmark">inkling</p>
      <div class="head-code">
        <button
          type="button"
          class="code"
          aria-label={`${code()}: ${words().take}`}
          title={words().take}
          aria-expanded={props.open === 'take'}
          aria-controls={takeId}
          disabled={!link.room()}
          onClick={() => props.onToggle('take')}
        >
          <span data-testid="code">{code()}</span>
          <svg class="code-sign" viewBox="0 0 10 6" aria-hidden="true">
            <path d="M1 1l4 4 4-4" />
          </svg>
        </button>
        <Suspense>
          <Show when={props.open === 'take'}>
            <Take
              id={takeId}
              link={link}
              surface={props.surface}
              dropped={props.dropped}
              frozen={props.frozen}
              onReplay={props.onReplay}
              onClose={props.onClose}
            />
          </Show>
        </Suspense>
      </div>
      <div class="head-people">
        <Show when={drawers().length > 0}>
          <Avatars
            people={drawers()}
            names={link.room()?.names ?? true}
            open={props.open === 'people'}
            controls={peopleId}
            onPress={() => props.onToggle('people')}
          />
        </Show>
        <Suspense>
          <Show when={props.open === 'people'}>
            <People
              id={peopleId}
              link={link}
              people={here()}
              room={link.room()}
              onClose={props.onClose}
            />
          </Show>
        </Suspense>
      </div>
      <div class="head-invite">
        <button
          type="button"
          class="button"
          aria-expanded={props.open === 'invite'}
          aria-controls={inviteId}
          disabled={!link.room()}
          onClick={() => props.onToggle('invite')}
        >
          {words().invite}
        </button>
        <Suspense>
          <Show when={props.open === 'invite' && link.room()}>
            {(room) => (
              <Invite
                id={inviteId}
                code={room().code}
                kind={room().kind}
                hostKey={link.you()?.key}
                onTake={() => props.onToggle('take')}
                onClose={props.onClose}
              />
            )}
          </Show>
        </Suspense>
      </div>
    </header>
  );
}

import { boxAround } from '@inkling/shared/brush';
import type { Box } from '@inkling/shared/reading';
import { createEffect, type JSX, lazy, on, onCleanup, Show, Suspense } from 'solid-js';
import { Surface } from '../ink/surface.tsx';
import { createView } from '../ink/view.ts';
import type { RoomLink } from '../link/link.ts';
import { pastOf } from '../mind/ask-past.ts';
import type { History } from '../mind/history.ts';
import { createMind } from '../mind/mind.ts';
import { Ribbon } from '../mind/ribbon.tsx';
import { createMarks } from '../room/create-marks.ts';
import { Marks } from '../room/marks.tsx';
import { dark } from '../theme.ts';
import { words } from '../words/words.ts';
import { aim, between, currentShot, serves, shotOf } from './camera.ts';
import { StageHeadline } from './headline.tsx';

const Inside = lazy(async () => ({ default: (await import('../inside/inside.tsx')).Inside }));

const TRAVEL_MS = 450;

interface BoardProps {
  readonly link: RoomLink;
  /** 0 is the shared board, another number that author's tile. */
  readonly surface: number;
  /** What the stage heard of a glyph before the board was opened. */
  readonly heard: (glyph: string) => History;
  readonly code: JSX.Element;
  readonly foot: JSX.Element;
  /** Whether somebody looks inside the network. */
  readonly inside: boolean;
  readonly onInsideClose: () => void;
}

/** One surface, large: the ink, how the network changed its mind, and what it says, to be read from the back row. */
export function StageBoard(props: BoardProps): JSX.Element {
  const { link, surface } = props;
  const view = createView(surface, surface === 0 ? { fit: 'contain' } : {});
  const mind = createMind(link, {
    only: (reading) => reading.surface === surface,
    heard: props.heard,
    ask: pastOf(() => link.room()?.code),
  });
  const { marks } = createMarks(link, mind, surface);
  /** A digit alone says nothing that the headline does not say larger. */
  const alone = () => marks().length === 1 && marks()[0]?.text.length === 1;
  if (surface === 0) follow();
  const name = () => (surface === 0 || link.room()?.names === false ? '' : link.nameOf(surface));

  /** Keeps all of the board's ink in the picture. */
  function follow(): void {
    let frame = 0;
    let shot = { x: 0, y: 0, scale: 0 };
    const travel = () => {
      let box: Box | null = null;
      for (const reading of link.readings.values()) {
        if (reading.surface === surface) box = boxAround(box, reading.box);
      }
      const size = view.size();
      if (!box || size.w === 0 || (shot.scale > 0 && serves(shot, box, size))) return;
      const from = currentShot(view);
      shot = shotOf(box, size);
      cancelAnimationFrame(frame);
      const began = performance.now();
      const still = matchMedia('(prefers-reduced-motion: reduce)').matches;
      const step = () => {
        const part = still ? 1 : Math.min(1, (performance.now() - began) / TRAVEL_MS);
        aim(view, between(from, shot, part));
        if (part < 1) frame = requestAnimationFrame(step);
      };
      step();
    };
    onCleanup(link.onReadings(travel));
    createEffect(
      on(view.size, () => {
        shot = { ...shot, scale: 0 };
        travel();
      }),
    );
    onCleanup(() => cancelAnimationFrame(frame));
  }

  return (
    <div class="stage-board" data-testid="stage-board">
      <div class="stage-paper">
        <div class="stage-sheet" classList={{ 'stage-alone': alone() }}>
          <Surface
            link={link}
            view={view}
            draws={false}
            dark={dark()}
            label={words().canvas}
            class="surface"
          />
          <Marks marks={marks()} view={view} drawing onPick={() => {}} />
        </div>
        {props.code}
        <Suspense>
          <Show when={props.inside && link.room()}>
            {(room) => (
              <Inside atOnce code={room().code} mind={mind} onClose={props.onInsideClose} />
            )}
          </Show>
        </Suspense>
        <Show when={name()}>
          <p class="stage-name">{name()}</p>
        </Show>
      </div>
      <div class="stage-ribbon">
        <Ribbon history={mind.history()} rewound={null} />
      </div>
      <aside class="stage-side" aria-label={words().network}>
        <StageHeadline say={mind.say()} probabilities={mind.probabilities()} />
        {props.foot}
      </aside>
    </div>
  );
}

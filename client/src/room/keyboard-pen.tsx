import { NO_PRESSURE } from '@inkling/shared/ink';
import { createSignal, type JSX, onCleanup, Show } from 'solid-js';
import { penOn, type SurfaceView } from '../ink/view.ts';
import type { PenStroke, RoomLink } from '../link/link.ts';
import { words } from '../words/words.ts';
import { between, type Spot, stepOf } from './steps.ts';

interface KeyboardPenProps {
  readonly link: RoomLink;
  readonly view: SurfaceView;
  readonly disabled: boolean;
}

/** Steps across the shorter side of what is to be seen. */
const STEPS = 18;
/** A key's step counts as this many milliseconds of writing, however long somebody thinks. */
const STEP_MS = 60;

/** A pen for the keyboard: arrows move it on a coarse grid, space puts it down and lifts it. */
export function KeyboardPen(props: KeyboardPenProps): JSX.Element {
  const { link, view } = props;
  const [at, setAt] = createSignal<Spot | null>(null);
  const [down, setDown] = createSignal(false);
  let pen: PenStroke | null = null;
  let ms = 0;

  const lift = () => {
    pen?.end();
    pen = null;
    setDown(false);
  };
  const start = () => {
    const { w, h } = view.size();
    const middle = view.toSurface(w / 2, h / 2);
    setAt({ x: Math.round(middle.x), y: Math.round(middle.y) });
  };
  const stop = () => {
    lift();
    setAt(null);
  };
  const toggle = (spot: Spot) => {
    if (pen) return lift();
    ms = 0;
    pen = link.ownInk.begin({ ...penOn(view), pressure: false });
    pen.add([spot.x, spot.y, 0, NO_PRESSURE]);
    setDown(true);
  };
  const move = (from: Spot, to: Spot) => {
    setAt(to);
    const way = between(from, to);
    const points = way.flatMap(({ x, y }) => {
      ms += STEP_MS / way.length;
      return [x, y, Math.round(ms), NO_PRESSURE];
    });
    pen?.add(points);
  };
  const press = (event: KeyboardEvent) => {
    const spot = at();
    if (!spot || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === ' ' || event.key === 'Enter') toggle(spot);
    else if (event.key === 'Escape') stop();
    else {
      const { w, h } = view.size();
      const step = Math.min(w, h) / view.at().scale / STEPS;
      const next = stepOf(event.key, spot, { surface: view.surface, step });
      if (!next) return;
      move(spot, next);
    }
    event.preventDefault();
  };
  onCleanup(lift);

  const screen = () => {
    const spot = at();
    return spot ? view.toScreen(spot.x, spot.y) : { x: 0, y: 0 };
  };
  return (
    <>
      <button
        type="button"
        class="keyboard-pen"
        disabled={props.disabled}
        aria-pressed={at() !== null}
        onClick={(event) => {
          // A click of the mouse has no use for it; Enter and space begin.
          if (event.detail === 0 && at() === null) start();
        }}
        onKeyDown={press}
        onBlur={stop}
      >
        {at() === null ? words().keyboardPen : down() ? words().penIsDown : words().penIsUp}
      </button>
      <span class="unseen" role="status">
        {at() === null ? '' : down() ? words().penIsDown : words().penIsUp}
      </span>
      <Show when={at()}>
        <span
          class="keyboard-nib"
          classList={{ 'keyboard-nib-down': down() }}
          style={{ transform: `translate(${screen().x}px, ${screen().y}px)` }}
        />
      </Show>
    </>
  );
}

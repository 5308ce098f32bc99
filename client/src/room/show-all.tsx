import { boundsOf, toBox } from '@inkling/shared/geometry';
import { type JSX, Show } from 'solid-js';
import { type SurfaceView, showAll } from '../ink/view.ts';
import type { RoomLink } from '../link/link.ts';
import { coordinates } from '../mind/ink-time.ts';
import { inkHere } from '../take/ink-here.ts';
import { words } from '../words/words.ts';

interface ShowAllProps {
  readonly link: RoomLink;
  readonly view: SurfaceView;
}

/** The way back to the drawing, for whoever moved away from it. */
export function ShowAll(props: ShowAllProps): JSX.Element {
  const { link, view } = props;
  const back = () => {
    const ink = inkHere(link, view.surface);
    if (ink.length === 0) view.home();
    else showAll(view, toBox(boundsOf(coordinates(ink))));
  };
  return (
    <Show when={view.moved()}>
      <button type="button" class="button-quiet show-all" onClick={back}>
        {words().showAll}
      </button>
    </Show>
  );
}

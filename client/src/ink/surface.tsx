import type { JSX } from 'solid-js';
import type { RoomLink } from '../link/link.ts';
import type { Cuts } from './rewind.ts';
import type { SurfaceView } from './view.ts';

/** What the pen does when it touches. */
export type Tool = 'pen' | 'eraser';

/** What a surface is given; everything but the link and the view may change while it lives. */
export interface SurfaceProps {
  readonly link: RoomLink;
  readonly view: SurfaceView;
  readonly tool?: Tool;
  /** Whether this page's pen is armed here; false for the stage and for other people's tiles. */
  readonly draws?: boolean;
  readonly dark?: boolean;
  /** Shows the given strokes only up to a moment and the rest of them as a ghost. */
  readonly cuts?: Cuts | null;
  readonly label?: string;
  readonly class?: string;
  /** Whatever lies over the ink: brackets, cursors. It gets no pointer events. */
  readonly children?: JSX.Element;
}

/** A sheet of paper: shows a surface's ink and, when armed, takes the pen. Fills its parent. */
export function Surface(props: SurfaceProps): JSX.Element {
  return <div class={props.class}>{props.children}</div>;
}

import { brushSize } from '@inkling/shared/brush';
import type { Stroke } from '@inkling/shared/canvas';
import { TILE } from '@inkling/shared/limits';
import { pathText } from '@inkling/shared/svg';
import { For, type JSX } from 'solid-js';
import { inkColor } from '../ink/colors.ts';
import type { Drawing } from '../lesson/record.ts';
import { coordinates } from '../mind/ink-time.ts';
import { dark } from '../theme.ts';
import { BOLD } from './tile-painter.ts';

interface PictureProps {
  readonly drawing: Drawing;
}

const VIEW_BOX = `0 0 ${TILE.w} ${TILE.h}`;

/** The outlines that were made. A stroke that changes is another one: the matrix is told anew many times while one is looked at. */
const outlines = new WeakMap<Stroke, string>();

function outlineOf(stroke: Stroke): string {
  const made = outlines.get(stroke) ?? pathText(stroke, brushSize(stroke.surface) * BOLD);
  outlines.set(stroke, made);
  return made;
}

/** A drawing as a thumbnail, of which there are hundreds: nobody sees that its lines are straight from point to point. */
export function SmallDrawing(props: PictureProps): JSX.Element {
  return (
    <svg
      viewBox={VIEW_BOX}
      fill="none"
      stroke={inkColor(props.drawing.color, dark())}
      stroke-width="110"
      stroke-linecap="round"
      stroke-linejoin="round"
      aria-hidden="true"
    >
      <For each={coordinates(props.drawing.strokes)}>
        {(xy) => <polyline points={xy.join(' ')} />}
      </For>
    </svg>
  );
}

/** A drawing as its tile shows it. */
export function LargeDrawing(props: PictureProps): JSX.Element {
  return (
    <svg viewBox={VIEW_BOX} fill={inkColor(props.drawing.color, dark())} aria-hidden="true">
      <For each={props.drawing.strokes}>{(stroke) => <path d={outlineOf(stroke)} />}</For>
    </svg>
  );
}

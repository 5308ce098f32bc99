import type { Box } from '@inkling/shared/reading';
import type { SurfaceView } from '../ink/view.ts';

/** What a camera shows: the surface unit in the middle of the screen, and CSS pixels a unit. */
export interface Shot {
  readonly x: number;
  readonly y: number;
  readonly scale: number;
}

const AROUND = 0.16;
/** No digit is blown up beyond this many units across: a dot would fill the wall. */
const SMALLEST = 520;
/** A shot is kept while the ink fills at least this share of it. */
const FILLED = 0.5;
/** Ink this near to an edge of the picture, as a share of it, leaves no room for its brackets. */
const EDGE = 0.045;

/** The shot that shows a box with room around it. */
export function shotOf(box: Box, size: { readonly w: number; readonly h: number }): Shot {
  const w = Math.max(box.w, SMALLEST) * (1 + 2 * AROUND);
  const h = Math.max(box.h, SMALLEST) * (1 + 2 * AROUND);
  return {
    x: box.x + box.w / 2,
    y: box.y + box.h / 2,
    scale: Math.min(size.w / w, size.h / h),
  };
}

/** Whether a shot still serves for a box: all of it is to be seen, and it is not lost in the distance. */
export function serves(
  shot: Shot,
  box: Box,
  size: { readonly w: number; readonly h: number },
): boolean {
  const left = (box.x - shot.x) * shot.scale + size.w / 2;
  const top = (box.y - shot.y) * shot.scale + size.h / 2;
  const w = box.w * shot.scale;
  const h = box.h * shot.scale;
  const [mx, my] = [size.w * EDGE, size.h * EDGE];
  const inside = left >= mx && top >= my && left + w <= size.w - mx && top + h <= size.h - my;
  const wide = Math.max(w / size.w, h / size.h);
  return inside && (wide >= FILLED || shot.scale >= shotOf(box, size).scale * FILLED);
}

/** Moves a view to a shot at once. */
export function aim(view: SurfaceView, shot: Shot): void {
  const { w, h } = view.size();
  view.zoomAt(w / 2, h / 2, shot.scale / view.at().scale);
  const at = view.toScreen(shot.x, shot.y);
  view.panBy(w / 2 - at.x, h / 2 - at.y);
}

/** Where a view points now, as a shot. */
export function currentShot(view: SurfaceView): Shot {
  const { w, h } = view.size();
  const middle = view.toSurface(w / 2, h / 2);
  return { ...middle, scale: view.at().scale };
}

/** The shot part of the way (0 to 1) from one to another; zooming feels even when it is even in proportion. */
export function between(from: Shot, to: Shot, part: number): Shot {
  const eased = 1 - (1 - part) ** 3;
  return {
    x: from.x + (to.x - from.x) * eased,
    y: from.y + (to.y - from.y) * eased,
    scale: from.scale * (to.scale / from.scale) ** eased,
  };
}

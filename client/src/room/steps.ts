import { surfaceSize } from '@inkling/shared/limits';

/** A spot on a surface, in its units. */
export interface Spot {
  readonly x: number;
  readonly y: number;
}

const ARROWS: Readonly<Record<string, Spot>> = {
  ArrowLeft: { x: -1, y: 0 },
  ArrowRight: { x: 1, y: 0 },
  ArrowUp: { x: 0, y: -1 },
  ArrowDown: { x: 0, y: 1 },
};

/** The spot one step of the grid away in the direction of an arrow key; null for any other key. */
export function stepOf(
  key: string,
  from: Spot,
  grid: { readonly surface: number; readonly step: number },
): Spot | null {
  const arrow = ARROWS[key];
  if (!arrow) return null;
  const { w, h } = surfaceSize(grid.surface);
  const within = (n: number, most: number) => Math.round(Math.min(most, Math.max(0, n)));
  return {
    x: within(from.x + arrow.x * grid.step, w),
    y: within(from.y + arrow.y * grid.step, h),
  };
}

/** Points on the way from one spot to the next, the last included: a line, not a jump. */
export function between(from: Spot, to: Spot, count = 4): Spot[] {
  return Array.from({ length: count }, (_, i) => ({
    x: Math.round(from.x + ((to.x - from.x) * (i + 1)) / count),
    y: Math.round(from.y + ((to.y - from.y) * (i + 1)) / count),
  }));
}

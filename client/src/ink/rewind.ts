import { POINT_STRIDE } from '@inkling/shared/ink';

/** Stroke key → the millisecond of that stroke up to which it is shown; a negative one shows only its ghost. */
export type Cuts = ReadonlyMap<string, number>;

/** A stroke as rewinding needs it: its points carry ms since it began. */
interface TimedStroke {
  readonly key: string;
  readonly points: readonly number[];
}

/** How long the pen was down for a stroke, in ms. */
export function inkMs(points: readonly number[]): number {
  return points.length === 0 ? 0 : (points[points.length - POINT_STRIDE + 2] as number);
}

/** Where each stroke of a glyph, in writing order, stands at a moment of its ink time (pen lifted does not count). */
export function cutsAt(strokes: readonly TimedStroke[], ms: number): Cuts {
  const cuts = new Map<string, number>();
  let began = 0;
  for (const { key, points } of strokes) {
    cuts.set(key, ms - began);
    began += inkMs(points);
  }
  return cuts;
}

import { type Reading, strokeKey } from '@inkling/shared/reading';

/** Surface → the drawing on it: the names of its strokes. */
export type Tiles = ReadonlyMap<number, string>;

/** The tiles with ink, and what is drawn on each, however it is read. */
export function tilesOf(readings: Iterable<Reading>): Tiles {
  const tiles = new Map<number, string[]>();
  for (const { surface, strokes } of readings) {
    if (surface === 0) continue;
    const names = strokes.map((id) => strokeKey(...id));
    tiles.set(surface, [...(tiles.get(surface) ?? []), ...names]);
  }
  return new Map([...tiles].map(([surface, names]) => [surface, names.sort().join(' ')]));
}

/** Surface → the drawing that one judged there; null once it is not there any more as it was. */
export type Judged = ReadonlyMap<number, string | null>;

/** What one has judged, as the tiles are now: whatever was drawn anew is to be judged again. */
export function stillSeen(seen: Judged, tiles: Tiles): Judged {
  return new Map(
    [...seen].map(([surface, drawing]) => [
      surface,
      tiles.get(surface) === drawing ? drawing : null,
    ]),
  );
}

/** Others' tiles to be judged: those never judged, then those drawn anew; begins at a different place for everybody. */
export function leftToSee(
  tiles: Tiles,
  { me, seen }: { readonly me: number; readonly seen: Judged },
): number[] {
  const left = [...tiles].filter(
    ([surface, drawing]) => surface !== me && seen.get(surface) !== drawing,
  );
  const isAgain = (surface: number) => Number(seen.has(surface));
  const isBefore = (surface: number) => Number(surface < me);
  return left
    .map(([surface]) => surface)
    .sort((a, b) => isAgain(a) - isAgain(b) || isBefore(a) - isBefore(b) || a - b);
}

/** The tile to show after another: the same, as long as it is to be judged. A thumb may be on its way. */
export function shownOf(left: readonly number[], before: number | null): number | null {
  return before !== null && left.includes(before) ? before : (left[0] ?? null);
}

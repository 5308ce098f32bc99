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

/** Of the drawings that one has judged those that are still there as they were. */
export function stillSeen(seen: Tiles, tiles: Tiles): Tiles {
  return new Map([...seen].filter(([surface, drawing]) => tiles.get(surface) === drawing));
}

/** Others' tiles that one has not judged; begins at a different place for everybody. */
export function leftToSee(
  tiles: Tiles,
  { me, seen }: { readonly me: number; readonly seen: Tiles },
): number[] {
  const others = [...tiles.keys()].filter((surface) => surface !== me && !seen.has(surface));
  return others.sort((a, b) => Number(a < me) - Number(b < me) || a - b);
}

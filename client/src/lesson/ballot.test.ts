import type { Reading, StrokeId } from '@inkling/shared/reading';
import { describe, expect, it } from 'vitest';
import { leftToSee, stillSeen, tilesOf } from './ballot.ts';

const reading = (surface: number, ...strokes: StrokeId[]): Reading => ({
  glyph: `${surface}.${strokes[0]?.[1]}`,
  surface,
  box: { x: 0, y: 0, w: 9, h: 9 },
  version: 1,
  strokes,
  probabilities: new Uint8Array(11),
});

describe('the tiles to vote on', () => {
  it('[CLASS34] are others’ drawings that one has not judged, from oneself on', () => {
    const tiles = tilesOf([reading(0, [2, 9]), reading(1, [1, 1]), reading(2, [2, 1])]);
    expect(leftToSee(tiles, { me: 3, seen: new Map() })).toEqual([1, 2]);
    expect(leftToSee(tiles, { me: 2, seen: new Map() })).toEqual([1]);
    const four = tilesOf([1, 2, 4].map((n) => reading(n, [n, 1])));
    expect(leftToSee(four, { me: 3, seen: new Map() })).toEqual([4, 1, 2]);
  });

  it('[CLASS34] are asked about again once they are drawn anew, and not because they are read in other parts', () => {
    const tiles = tilesOf([reading(1, [1, 1], [1, 2])]);
    const seen = new Map([[1, tiles.get(1) ?? '']]);
    expect(leftToSee(tiles, { me: 3, seen })).toEqual([]);
    const parts = tilesOf([reading(1, [1, 2]), reading(1, [1, 1])]);
    expect(leftToSee(parts, { me: 3, seen: stillSeen(seen, parts) })).toEqual([]);
    const more = tilesOf([reading(1, [1, 1], [1, 2], [1, 3])]);
    expect(leftToSee(more, { me: 3, seen: stillSeen(seen, more) })).toEqual([1]);
    // What was cleared and put back is judged anew as well: the room has forgotten the votes.
    expect(leftToSee(tiles, { me: 3, seen: stillSeen(stillSeen(seen, new Map()), tiles) })).toEqual(
      [1],
    );
  });
});

import type { Reading, StrokeId } from '@inkling/shared/reading';
import { describe, expect, it } from 'vitest';
import { leftToSee, shownOf, stillSeen, tilesOf } from './ballot.ts';

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

  it('[CLASS62] stay until they are judged, and are asked about again after those never judged', () => {
    const before = tilesOf([reading(6, [6, 1]), reading(9, [9, 1])]);
    const seen = new Map([[6, before.get(6) ?? '']]);
    expect(shownOf(leftToSee(before, { me: 5, seen }), null)).toBe(9);
    const after = tilesOf([reading(6, [6, 1], [6, 2]), reading(7, [7, 1]), reading(9, [9, 1])]);
    const left = leftToSee(after, { me: 5, seen: stillSeen(seen, after) });
    expect(left).toEqual([7, 9, 6]);
    expect(shownOf(left, 9)).toBe(9);
    expect(shownOf(left, 8)).toBe(7);
    expect(shownOf([], 9)).toBeNull();
    // Asked about once more it is judged like any other.
    const again = new Map([...stillSeen(seen, after), [6, after.get(6) ?? '']]);
    expect(leftToSee(after, { me: 5, seen: stillSeen(again, after) })).toEqual([7, 9]);
  });
});

import { describe, expect, it } from 'vitest';
import { followPath, PATH_LENGTH, PATH_STEPS } from './path.ts';

const hook = [10, 10, 60, 10, 60, 110];
const bar = [20, 60, 50, 60];

function places(path: Uint8Array): { x: number; y: number; begins: boolean }[] {
  return Array.from({ length: PATH_STEPS }, (_, i) => ({
    x: path[i] as number,
    y: path[PATH_STEPS + i] as number,
    begins: path[2 * PATH_STEPS + i] === 255,
  }));
}

describe('followPath', () => {
  it('[READ14] goes from where the pen went down to its tip in equal steps', () => {
    const way = places(followPath([[0, 0, 31, 0]]));
    expect(way.map(({ y }) => y)).toEqual(new Array(PATH_STEPS).fill(128));
    expect(way.map(({ x }) => x)).toEqual(
      Array.from({ length: PATH_STEPS }, (_, i) => Math.floor((i / 31) * 255 + 0.5)),
    );
    expect(way.map(({ begins }) => begins)).toEqual([true, ...new Array(31).fill(false)]);
  });

  it('[READ14] says where strokes begin, and leaves pen-ups out', () => {
    const way = places(followPath([hook, bar]));
    const begun = way.filter(({ begins }) => begins);
    expect(begun).toHaveLength(2);
    // The bar is 30 of 180 units: it begins with the first place after its first end.
    expect(way.findLastIndex(({ begins }) => begins)).toBe(Math.ceil((150 / 180) * 31));
    expect(way.at(-1)).toMatchObject({ x: Math.floor((15 / 100 + 0.5) * 255 + 0.5), y: 128 });
  });

  it('[READ14] tells the same picture apart when it was drawn the other way round', () => {
    const [there, back] = [followPath([[0, 0, 8, 40]]), followPath([[8, 40, 0, 0]])];
    expect(places(back).map(({ y }) => y)).toEqual(
      places(there)
        .map(({ y }) => y)
        .reverse(),
    );
    expect(followPath([bar, hook])).not.toEqual(followPath([hook, bar]));
  });

  it('[READ14] is the same wherever and however large the ink is, and however often the pen was sampled', () => {
    const here = followPath([hook, bar]);
    for (const [scale, x, y] of [
      [8, 0, 0],
      [0.125, 0, 0],
      [1, 4096, -512],
      [0.5, -3, 900],
    ] as const) {
      const there = [hook, bar].map((stroke) =>
        stroke.map((value, i) => value * scale + (i % 2 === 0 ? x : y)),
      );
      expect(followPath(there)).toEqual(here);
    }
    const often = [10, 10, 35, 10, 35, 10, 60, 10, 60, 10, 60, 35, 60, 60, 60, 110];
    expect(followPath([often, bar])).toEqual(here);
  });

  it('[READ15] is zeros where there is no ink, and where ink is not finite', () => {
    const none = new Uint8Array(PATH_LENGTH);
    for (const lines of [[], [[]], [[5]], [[0, 0, Number.POSITIVE_INFINITY, 4]], [[NaN, NaN]]]) {
      expect(followPath(lines)).toEqual(none);
    }
    const stale = new Uint8Array(PATH_LENGTH).fill(9);
    expect(followPath([], stale)).toEqual(none);
  });

  it('[READ14] stands still in the middle for a dot, one that was held too', () => {
    const dot = places(followPath([[7, 7]]));
    expect(dot[0]).toEqual({ x: 128, y: 128, begins: true });
    expect(dot[31]).toEqual({ x: 128, y: 128, begins: false });
    expect(
      followPath([
        [3, 3, 3, 3, 3, 3],
        [3, 3],
      ]),
    ).toEqual(followPath([[7, 7]]));
  });

  it('writes where it is told, and refuses where there is no room', () => {
    const two = new Uint8Array(2 * PATH_LENGTH);
    expect(followPath([hook], two, PATH_LENGTH)).toBe(two);
    expect(two.subarray(PATH_LENGTH)).toEqual(followPath([hook]));
    expect(two.subarray(0, PATH_LENGTH)).toEqual(new Uint8Array(PATH_LENGTH));
    expect(() => followPath([hook], two, PATH_LENGTH + 1)).toThrow(RangeError);
  });
});

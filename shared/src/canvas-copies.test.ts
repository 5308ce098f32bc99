import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Entry, type Stroke, StrokeFold, toEntry } from './canvas.ts';

const line = (count: number, from = 0): number[] =>
  Array.from({ length: count }, (_, i) => [100 + i + from, 200, (i + from) * 16, 128]).flat();

function entry(at: number, count: number, done = false): Entry {
  const points = line(count, at);
  return toEntry(1, { stroke: 1, at, done, pressure: false, surface: 0, points });
}

describe('the canvas fold over copies from two machines', () => {
  it('[CLUSTER1] copies of a chunk may be removed one at a time: the stroke goes with the last', () => {
    const fold = new StrokeFold();
    fold.apply([], [entry(0, 3), entry(0, 3), entry(0, 5, true)]);
    expect(fold.get('1.1')).toMatchObject({ done: true, points: line(5) });
    fold.apply([entry(0, 3)], []);
    expect(fold.get('1.1')).toMatchObject({ done: true, points: line(5) });
    fold.apply([entry(0, 5, true)], []);
    expect(fold.get('1.1')).toMatchObject({ done: false, points: line(3) });
    fold.apply([entry(0, 3)], []);
    expect(fold.get('1.1')).toBeUndefined();
    expect(fold.size).toBe(0);
  });

  it('[CLUSTER1] a whole stroke that two machines wrote is one stroke, whichever came first', () => {
    const long = entry(0, 6, true);
    const short = entry(0, 4, true);
    for (const copies of [
      [long, short],
      [short, long],
    ]) {
      const fold = new StrokeFold();
      fold.apply([], copies);
      expect([...fold.strokes()]).toMatchObject([{ points: line(6) }]);
    }
  });

  it('[CLUSTER1] whatever comes and goes in whatever order, the fold is a function of what is left', () => {
    const one = fc.record({
      at: fc.nat(4),
      count: fc.integer({ min: 1, max: 4 }),
      done: fc.boolean(),
    });
    const plan = fc.array(fc.record({ one, stays: fc.boolean(), order: fc.nat(1000) }), {
      maxLength: 14,
    });
    fc.assert(
      fc.property(plan, (steps) => {
        const make = ({ at, count, done }: { at: number; count: number; done: boolean }) =>
          entry(at, count, done);
        const fold = new StrokeFold();
        for (const { one } of [...steps].sort((a, b) => a.order - b.order)) {
          fold.apply([], [make(one)]);
        }
        for (const { one, stays } of steps) if (!stays) fold.apply([make(one)], []);
        const left = new StrokeFold();
        left.apply(
          [],
          steps.filter((step) => step.stays).map((step) => make(step.one)),
        );
        const shown = (f: StrokeFold): Stroke[] => [...f.strokes()];
        expect(shown(fold)).toEqual(shown(left));
        expect(fold.size).toBe(left.size);
      }),
      { numRuns: 300 },
    );
  });
});

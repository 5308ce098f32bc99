import fc from 'fast-check';
import { expect, it } from 'vitest';
import { NumberSet } from './number-set.ts';

it('a number set holds what a Set of numbers holds, in few ranges', () => {
  const act = fc.tuple(fc.boolean(), fc.nat(30));
  fc.assert(
    fc.property(fc.array(act, { maxLength: 80 }), (acts) => {
      const set = new NumberSet();
      const model = new Set<number>();
      for (const [add, n] of acts) {
        if (add) {
          set.add(n);
          model.add(n);
        } else {
          set.delete(n);
          model.delete(n);
        }
      }
      const again = new NumberSet(JSON.parse(JSON.stringify(set)));
      for (let n = 0; n <= 31; n++) expect(again.has(n)).toBe(model.has(n));
      const ranges = set.toJSON();
      ranges.slice(1).forEach(([from], i) => {
        expect(from).toBeGreaterThan((ranges[i]?.[1] ?? 0) + 1);
      });
    }),
  );
});

it('[CANVAS6] a number set that grows without end forgets its lowest numbers, and has none that was not added', () => {
  const act = fc.tuple(fc.boolean(), fc.nat(2500));
  const property = fc.property(fc.array(act), fc.integer({ min: 2, max: 4 }), (acts, step) => {
    const set = new NumberSet();
    const model = new Set<number>();
    const add = (n: number) => {
      set.add(n);
      model.add(n);
    };
    for (let n = 0; n < 1200 * step; n += step) add(n);
    for (const [adds, n] of acts) {
      if (adds) add(n);
      else {
        set.delete(n);
        model.delete(n);
      }
    }
    const ranges = set.toJSON().length;
    for (let n = 0; n <= 1200 * step; n++) {
      if (set.has(n) && !model.has(n)) return false;
      if (n > 600 * step && model.has(n) && !set.has(n)) return false;
    }
    return ranges <= 1010;
  });
  fc.assert(property, { numRuns: 20 });
});

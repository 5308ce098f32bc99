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

import fc from 'fast-check';
import { expect, it } from 'vitest';
import * as Y from 'yjs';
import { listCutter } from './list-cutter.ts';

/** Lists that grew in some pushes, by one client or two. */
const lists = fc.array(
  fc.record({ by: fc.constantFrom(1, 2), entries: fc.oneof(fc.nat(6), fc.nat(600)) }),
  {
    maxLength: 12,
  },
);
const rounds = fc.array(fc.infiniteStream(fc.boolean()), { minLength: 1, maxLength: 4 });

/** Runs of what is to go, from the end. */
function runsOf(
  length: number,
  goes: Iterator<boolean>,
): (readonly [start: number, length: number])[] {
  const runs: [number, number][] = [];
  for (let at = length - 1; at >= 0; at--) {
    if (!goes.next().value) continue;
    const last = runs.at(-1);
    if (last?.[0] === at + 1) {
      last[0]--;
      last[1]++;
    } else runs.push([at, 1]);
  }
  return runs;
}

it('[CANVAS9] runs cut in one walk leave what runs deleted one by one leave, here and with followers', () => {
  fc.assert(
    fc.property(lists, rounds, (pushes, streams) => {
      const doc = new Y.Doc();
      const follower = new Y.Doc();
      doc.on('update', (update) => Y.applyUpdate(follower, update));
      const list = doc.getArray<number>('ink');
      let n = 0;
      for (const { by, entries } of pushes) {
        doc.clientID = by;
        list.push(Array.from({ length: entries }, () => n++));
      }
      for (const goes of streams) {
        const expected = list.toArray();
        const runs = runsOf(list.length, goes);
        for (const [start, length] of runs) expected.splice(start, length);
        doc.transact((transaction) => {
          const cut = listCutter(list, transaction);
          for (const [start, length] of runs) cut(start, length);
        });
        expect(list.toArray()).toEqual(expected);
        list.push([n]);
        expected.push(n++);
        expect(list.toArray()).toEqual(expected);
        expected.forEach((entry, i) => {
          expect(list.get(i)).toBe(entry);
        });
        expect(follower.getArray('ink').toArray()).toEqual(expected);
      }
    }),
  );
});

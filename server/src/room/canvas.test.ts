import { strokesOf } from '@inkling/shared/canvas';
import { type Chunk, POINT_STRIDE } from '@inkling/shared/ink';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { RoomCanvas } from './canvas.ts';

function points(count: number, from = 0): number[] {
  return Array.from({ length: count }, (_, i) => [10 + i + from, 20, (i + from) * 8, 128]).flat();
}

function chunk(stroke: number, at: number, count: number, done = false): Chunk {
  return { stroke, at, done, pressure: false, surface: 0, points: points(count, at) };
}

describe('the room canvas', () => {
  it('[CANVAS1] a finished stroke rests as one entry with all its points', () => {
    const canvas = new RoomCanvas({ writer: 1 });
    canvas.append(7, chunk(1, 0, 3));
    canvas.commit();
    canvas.append(7, chunk(1, 3, 2));
    canvas.commit();
    canvas.append(7, chunk(1, 5, 1, true));
    canvas.commit();
    expect(canvas.doc.getArray('ink').length).toBe(1);
    expect(canvas.strokes()).toMatchObject([
      { author: 7, stroke: 1, done: true, points: points(6) },
    ]);
  });

  it('[INK31] time never runs backwards in a stroke: a clock that was set back costs no ink, also an hour after the stroke began', () => {
    const canvas = new RoomCanvas({ writer: 1 });
    const timed = (at: number, times: readonly number[], done = false): Chunk => {
      return { ...chunk(1, at, 0, done), points: times.flatMap((ms, i) => [at + i, 9, ms, 128]) };
    };
    const latest = [3_599_990, 3_600_000];
    expect(canvas.append(7, timed(0, latest)).points).toEqual(timed(0, latest).points);
    canvas.commit();
    const held = [3_600_000, 3_600_000];
    expect(canvas.append(7, timed(2, [3_599_900, 3_599_950])).points).toEqual(
      timed(2, held).points,
    );
    canvas.commit();
    const whole = timed(0, [...latest, ...held]).points;
    expect(canvas.strokes()).toMatchObject([{ done: false, points: whole }]);
    canvas.append(7, timed(4, [], true));
    canvas.commit();
    expect(canvas.strokes()).toMatchObject([{ done: true, points: whole }]);
    const anew = new RoomCanvas({ writer: 2, updates: [canvas.encode()] });
    expect(anew.stroke([7, 1])).toMatchObject({ done: true, points: whole });
  });

  it('[CANVAS8] however long strokes are drawn side by side, each takes few entries, and followers have the same', () => {
    const canvas = new RoomCanvas({ writer: 1 });
    const follower = new Y.Doc();
    const strokes = [1, 2, 3, 4];
    for (let at = 0; at < 300; at++) {
      for (const stroke of strokes) canvas.append(7, chunk(stroke, at, 1));
      Y.applyUpdate(follower, canvas.commit()?.update as Uint8Array);
      expect(canvas.doc.getArray('ink').length).toBeLessThanOrEqual(strokes.length * 33);
    }
    expect(strokesOf(follower)).toEqual(canvas.strokes());
    expect(canvas.strokes().map((stroke) => [stroke.done, stroke.points])).toEqual(
      strokes.map(() => [false, points(300)]),
    );
    // Known entries are counted when a room is opened anew, too.
    const anew = new RoomCanvas({ writer: 2, updates: [Y.encodeStateAsUpdate(follower)] });
    for (let at = 300; at < 340; at++) {
      anew.append(7, chunk(1, at, 1));
      anew.commit();
    }
    expect(anew.doc.getArray('ink').length).toBeLessThanOrEqual(strokes.length * 33);
    expect(anew.stroke([7, 1])?.points).toEqual(points(340));
  });

  it('[CANVAS2] what a commit returns brings any follower to the same canvas', () => {
    const canvas = new RoomCanvas({ writer: 1 });
    const follower = new Y.Doc();
    const commit = () =>
      Y.applyUpdate(follower, canvas.commit()?.update ?? Y.encodeStateAsUpdate(new Y.Doc()));
    canvas.append(1, chunk(1, 0, 3));
    canvas.append(2, chunk(1, 0, 2));
    commit();
    canvas.append(1, chunk(1, 3, 3, true));
    canvas.erase([[2, 1]]);
    commit();
    expect(strokesOf(follower)).toEqual(canvas.strokes());
    expect(canvas.commit()).toBeNull();
  });

  it('[CANVAS3] an erased stroke is known to be erased, and comes back only when it is put back', () => {
    const canvas = new RoomCanvas({ writer: 1 });
    canvas.append(1, chunk(4, 0, 3, true));
    canvas.commit();
    const gone = canvas.whole([[1, 4]]);
    expect(canvas.erase([[1, 4]])).toEqual([[1, 4]]);
    expect(canvas.wasErased(1, 4)).toBe(true);
    expect(canvas.strokeCount).toBe(0);
    canvas.putBack(gone);
    canvas.commit();
    expect(canvas.wasErased(1, 4)).toBe(false);
    expect(canvas.strokes()).toMatchObject([{ stroke: 4, points: points(3) }]);
  });

  it('[CANVAS7] everything is encoded once for all who ask, until something changes', () => {
    const canvas = new RoomCanvas({ writer: 1 });
    canvas.append(1, chunk(1, 0, 3, true));
    canvas.commit();
    const whole = canvas.encode();
    expect(canvas.encode()).toBe(whole);
    // Whoever has nothing lacks everything.
    expect(canvas.encode(Y.encodeStateVector(new Y.Doc()))).toBe(whole);
    canvas.erase([[1, 1]]);
    expect(canvas.encode()).not.toBe(whole);
    expect(canvas.encode()).toEqual(Y.encodeStateAsUpdate(canvas.doc));
  });

  it('[CANVAS4] a finished stroke that goes on, as after a long cut, keeps all its points', () => {
    const canvas = new RoomCanvas({ writer: 1 });
    canvas.append(1, chunk(1, 0, 3));
    canvas.commit();
    canvas.finish([[1, 1]]);
    canvas.commit();
    canvas.append(1, chunk(1, 3, 2));
    canvas.commit();
    canvas.append(1, chunk(1, 5, 1, true));
    canvas.commit();
    expect(canvas.strokes()).toMatchObject([{ done: true, points: points(6) }]);
    expect(canvas.doc.getArray('ink').length).toBe(1);
  });

  it('[CANVAS5] whatever is done to it, the document holds what a plain map of strokes would hold', () => {
    const act = fc.record({
      what: fc.constantFrom('draw', 'draw', 'draw', 'erase', 'commit', 'reload'),
      author: fc.integer({ min: 1, max: 3 }),
      stroke: fc.nat(4),
      count: fc.integer({ min: 1, max: 3 }),
      done: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(act, { maxLength: 60, size: 'max' }), (acts) => {
        let canvas = new RoomCanvas({ writer: 1 });
        let writer = 1;
        const model = new Map<string, number>();
        const erased = new Set<string>();
        for (const { what, author, stroke, count, done } of acts) {
          const key = `${author}.${stroke}`;
          const have = model.get(key) ?? 0;
          if (what === 'draw' && !erased.has(key)) {
            canvas.append(author, chunk(stroke, have, count, done));
            model.set(key, have + count);
          } else if (what === 'erase') {
            if (model.delete(key)) erased.add(key);
            canvas.erase([[author, stroke]]);
          } else if (what === 'commit') canvas.commit();
          else if (what === 'reload') {
            canvas.commit();
            const { erased: ids } = canvas;
            canvas = new RoomCanvas({ writer: ++writer, updates: [canvas.encode()], erased: ids });
          }
        }
        canvas.commit();
        const held = canvas.strokes().map((s) => [`${s.author}.${s.stroke}`, s.points] as const);
        expect(new Map(held)).toEqual(new Map([...model].map(([key, n]) => [key, points(n)])));
        const total = [...model.values()].reduce((sum, n) => sum + n, 0);
        expect(canvas.pointTotal).toBe(total);
        expect(held.every(([, p]) => p.length % POINT_STRIDE === 0)).toBe(true);
      }),
      { numRuns: 300 },
    );
  });
});

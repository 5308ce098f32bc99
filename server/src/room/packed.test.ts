import { followStrokes, StrokeFold } from '@inkling/shared/canvas';
import { POINT_STRIDE } from '@inkling/shared/ink';
import { BOARD, TILE } from '@inkling/shared/limits';
import { packInk, unpackInk } from '@inkling/shared/packed-ink';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { type Learned, RoomCanvas } from './canvas.ts';

/** A screen that follows a canvas by packed frames wherever there is one. */
class Follower {
  readonly doc = new Y.Doc();
  readonly fold = new StrokeFold();
  packed = 0;
  bytes = 0;

  constructor() {
    followStrokes(this.doc, this.fold, () => {});
  }

  take({ update, written }: Learned): void {
    const ink = written && packInk(written);
    const whole = ink && unpackInk(ink, this.doc, this.fold);
    if (ink) this.packed++;
    this.bytes += (ink ?? update).length;
    if (ink) expect(whole).not.toBeNull();
    Y.applyUpdate(this.doc, whole ?? update);
  }
}

const all = (doc: Y.Doc) => Buffer.from(Y.encodeStateAsUpdate(doc)).toString('hex');

/** Points of a walk; most of its steps are what a hand does, some are not. */
const steps = fc.array(
  fc.record({
    x: fc.oneof(fc.integer({ min: -20, max: 20 }), fc.integer({ min: -3000, max: 3000 })),
    y: fc.oneof(fc.integer({ min: -20, max: 20 }), fc.integer({ min: -3000, max: 3000 })),
    ms: fc.oneof(fc.integer({ min: 15, max: 18 }), fc.integer({ min: 0, max: 400 })),
    pressure: fc.nat(255),
  }),
  { maxLength: 4 },
);

const act = fc.record({
  what: fc.constantFrom(
    'draw',
    'draw',
    'draw',
    'draw',
    'commit',
    'commit',
    'erase',
    'finish',
    'sign',
  ),
  author: fc.integer({ min: 1, max: 5 }),
  stroke: fc.nat(7),
  steps,
  done: fc.nat(4).map((n) => n === 0),
});

describe('packed ink', () => {
  it('[PACK1] brings a follower to the very bytes of the canvas, whatever is done to that', () => {
    let packed = 0;
    fc.assert(
      fc.property(fc.array(act, { maxLength: 120, size: 'max' }), (acts) => {
        const canvas = new RoomCanvas({ writer: 3 });
        const screen = new Follower();
        const stutters = new Follower();
        const last = new Map<string, readonly [number, number, number]>();
        for (const { what, author, stroke, steps, done } of acts) {
          const key = `${author}.${stroke}`;
          const known = canvas.known(author, stroke);
          if (what === 'draw' && !known?.done && !canvas.wasErased(author, stroke)) {
            const surface = stroke % 2 === 0 ? 0 : author;
            const { w, h } = surface === 0 ? BOARD : TILE;
            const points: number[] = [];
            let [x, y, ms] = last.get(key) ?? [500, 500, 0];
            for (const step of steps) {
              x = Math.min(Math.max(x + step.x, 0), w);
              y = Math.min(Math.max(y + step.y, 0), h);
              ms += step.ms;
              points.push(x, y, ms, stroke % 4 === 3 ? step.pressure : 128);
            }
            last.set(key, [x, y, ms]);
            const at = known?.count ?? 0;
            if (at === 0 && points.length === 0) continue;
            canvas.append(author, {
              stroke,
              at,
              done,
              pressure: stroke % 4 === 3,
              surface,
              points,
            });
          } else if (what === 'erase') canvas.erase([[author, stroke]]);
          else if (what === 'finish') canvas.finish([[author, stroke]]);
          else if (what === 'sign') canvas.sign(author, { name: `Otter ${stroke}`, color: '#000' });
          else if (what === 'commit') {
            const learned = canvas.commit();
            if (!learned) continue;
            screen.take(learned);
            stutters.take(learned);
            // Who hears a frame twice is none the wiser.
            stutters.take(learned);
            expect(all(screen.doc)).toBe(all(canvas.doc));
            expect(all(stutters.doc)).toBe(all(canvas.doc));
          }
        }
        packed += screen.packed;
      }),
      { numRuns: 300 },
    );
    expect(packed).toBeGreaterThan(300);
  });

  it('[PACK2] tells a follower that misses something, and leaves their canvas as it is', () => {
    const canvas = new RoomCanvas({ writer: 3 });
    const chunk = (at: number, done: boolean) => {
      const points = [100 + at, 100, at * 16, 128];
      canvas.append(7, { stroke: 1, at, done, pressure: false, surface: 0, points });
      return canvas.commit() as Learned;
    };
    const frames = [chunk(0, false), chunk(1, false), chunk(2, false), chunk(3, true)];
    for (const missed of [1, 2]) {
      const screen = new Follower();
      for (const { update } of frames.slice(0, missed)) Y.applyUpdate(screen.doc, update);
      const before = all(screen.doc);
      for (const { written } of frames.slice(missed + 1)) {
        const ink = packInk(written as NonNullable<typeof written>) as Uint8Array;
        expect(unpackInk(ink, screen.doc, screen.fold)).toBeNull();
      }
      expect(all(screen.doc)).toBe(before);
    }
  });

  it('[PACK3] of a class that draws, a point takes less than half of its bytes', () => {
    const canvas = new RoomCanvas({ writer: 3 });
    const screen = new Follower();
    let plain = 0;
    for (let tick = 0; tick < 400; tick++) {
      for (let author = 1; author <= 30; author++) {
        const stroke = 1 + Math.floor(tick / 20);
        const at = (tick % 20) * 2;
        const done = tick % 20 === 19;
        const points = [at, at + 1].flatMap((i) => [
          Math.round(1000 + 300 * Math.cos(i / 6 + author)),
          Math.round(1000 + 300 * Math.sin(i / 6 + author)),
          Math.round((i * 1000) / 60),
          128,
        ]);
        canvas.append(author, { stroke, at, done, pressure: false, surface: author, points });
      }
      const learned = canvas.commit() as Learned;
      plain += learned.update.length;
      screen.take(learned);
    }
    expect(all(screen.doc)).toBe(all(canvas.doc));
    expect(canvas.pointTotal).toBe(400 * 30 * 2);
    expect(screen.bytes).toBeLessThan(plain / 2);
    expect(canvas.strokes()[0]?.points.length).toBe(40 * POINT_STRIDE);
  });
});

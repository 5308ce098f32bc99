import { StrokeFold, toEntry } from '@inkling/shared/canvas';
import type { Reading, ReadingChange } from '@inkling/shared/reading';
import { createRoot } from 'solid-js';
import { expect, it } from 'vitest';
import { createMind } from './mind.ts';

const probabilities = new Uint8Array([0, 0, 0, 0, 0, 0, 0, 250, 0, 5, 0]);
const seven: Reading = {
  glyph: '1.1',
  surface: 0,
  box: { x: 0, y: 0, w: 100, h: 200 },
  version: 1,
  strokes: [[1, 1]],
  probabilities,
};

/** A mind whose room has one stroke, and how the room tells it of readings. */
function mindOf(
  done: boolean,
  readings: readonly Reading[] = [],
  parts: Parameters<typeof createMind>[1] = {},
) {
  let show: (keys: ReadonlySet<string>) => void = () => {};
  let tell: (changes: readonly ReadingChange[]) => void = () => {};
  const strokes = new StrokeFold();
  const points = [0, 0, 0, 128, 100, 200, 400, 128];
  const chunk = { stroke: 1, at: 0, done, pressure: false, surface: 0, points };
  strokes.apply([], [toEntry(1, chunk)]);
  const { mind, dispose } = createRoot((dispose) => ({
    dispose,
    mind: createMind(
      {
        readings: new Map(readings.map((reading) => [reading.glyph, reading])),
        onReadings(listener) {
          tell = listener;
          return () => {};
        },
        strokes,
        onStrokes(listener) {
          show = listener;
          return () => {};
        },
        you: () => null,
      },
      parts,
    ),
  }));
  const finish = () => {
    show(new Set(['1.1']));
    show(strokes.apply([], [toEntry(1, { ...chunk, done: true })]));
  };
  return { mind, dispose, finish, tell: (change: Reading) => tell([change]) };
}

it.each([
  ['came back', true, { at: 'sure', digit: 7 }],
  ['is being drawn', false, { at: 'silent' }],
])('[HEAD7] ink that %s: what its first reading says at once', (_, done, said) => {
  const { mind, dispose, tell } = mindOf(done);
  tell(seven);
  expect(mind.sayOf('1.1')).toMatchObject(said);
  dispose();
});

it('[HEAD2] a quick stroke that was seen being drawn is said once that has lasted, though its pen is up', () => {
  const { mind, dispose, finish, tell } = mindOf(false);
  finish();
  tell(seven);
  expect(mind.sayOf('1.1')).toMatchObject({ at: 'silent' });
  dispose();
});

it('[HEAD7] what was read before the page came is said from the start', () => {
  const { mind, dispose } = mindOf(true, [seven]);
  expect(mind.sayOf('1.1')).toMatchObject({ at: 'sure', digit: 7 });
  dispose();
});

const half = { at: 60, probabilities: new Uint8Array([0, 250, 0, 0, 0, 0, 0, 5, 0, 0, 0]) };

it('[LOOK22] a mind that begins late has the history that was heard, and follows its glyph', () => {
  const { mind, dispose } = mindOf(true, [seven], {
    heard: () => [half, { at: 400, probabilities }],
  });
  expect(mind.reading()?.glyph).toBe('1.1');
  expect(mind.history().map(({ at }) => at)).toEqual([60, 400]);
  dispose();
});

it('[LOOK22] what no page heard is read again once, and never where the pen was seen', async () => {
  const asked: string[] = [];
  const ask = async (glyph: string) => {
    asked.push(glyph);
    return [half, { at: 400, probabilities }];
  };
  const late = mindOf(true, [seven], { ask });
  await Promise.resolve();
  late.tell({ ...seven, version: 2 });
  expect(late.mind.history().map(({ at }) => at)).toEqual([60, 400]);
  expect(asked).toEqual(['1.1']);
  late.dispose();
  // What was heard before may lack the beginning too.
  const later = mindOf(true, [seven], { ask, heard: () => [{ at: 400, probabilities }] });
  await Promise.resolve();
  expect(later.mind.history().map(({ at }) => at)).toEqual([60, 400]);
  later.dispose();
  const there = mindOf(false, [seven], { ask });
  expect(asked).toHaveLength(2);
  there.dispose();
});

it('[LOOK22] a room that cannot say is asked again with the next news, three times at most', async () => {
  let asked = 0;
  const ask = async () => {
    asked++;
    return null;
  };
  const { dispose, tell } = mindOf(true, [seven], { ask });
  for (let version = 2; version < 9; version++) {
    await Promise.resolve();
    tell({ ...seven, version });
  }
  expect(asked).toBe(3);
  dispose();
});

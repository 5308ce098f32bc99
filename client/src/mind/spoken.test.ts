import type { Reading } from '@inkling/shared/reading';
import { type Headline, plainly } from '@inkling/shared/steady';
import { createEffect, createRoot, createSignal } from 'solid-js';
import { afterEach, expect, it, vi } from 'vitest';
import { en } from '../words/en.ts';
import { createSpoken, type Saying, sayingOf } from './spoken.tsx';

afterEach(() => void vi.useRealTimers());

const probabilities = Uint8Array.of(0, 0, 0, 0, 0, 0, 0, 240, 0, 10, 0);
const reading: Reading = {
  glyph: '1.1',
  surface: 0,
  box: { x: 0, y: 0, w: 1, h: 1 },
  version: 1,
  strokes: [[1, 1]],
  probabilities,
};

const mindOf = (share: Uint8Array | null, rewound: number | null = null, say?: Headline) => ({
  reading: () => reading,
  rewound: () => rewound,
  say: () => say ?? plainly(share),
  probabilities: () => share,
});

it('[CLASS52] a reading is spoken with its own percentage, and is the same one when that changes', () => {
  const said = sayingOf(mindOf(probabilities), [], en);
  expect(said?.text).toBe('7, 94 percent');
  const surer = sayingOf(mindOf(Uint8Array.of(0, 0, 0, 0, 0, 0, 0, 255, 0, 0, 0)), [], en);
  expect(surer?.text).toBe('7, 100 percent');
  expect(surer?.key).toBe(said?.key);
});

it('[CLASS52] nothing is spoken while the drawing is rewound: the ribbon speaks', () => {
  expect(sayingOf(mindOf(probabilities, 120), [], en)).toBeNull();
});

it('[CLASS52] a digit that is part of a number is spoken as that number', () => {
  const number = { text: '49527', percent: 93, followed: true };
  const elsewhere = { text: '11', percent: 90, followed: false };
  expect(sayingOf(mindOf(probabilities), [elsewhere, number], en)?.text).toBe('49527, 93 percent');
  const alone = { text: '7', percent: 94, followed: true };
  expect(sayingOf(mindOf(probabilities), [elsewhere, alone], en)?.text).toBe('7, 94 percent');
});

it('[CLASS52] "4 or 9" is "9 or 4"', () => {
  const torn = (a: number, b: number) =>
    sayingOf(mindOf(probabilities, null, { at: 'unsure', digits: [a, b] }), [], en);
  expect(torn(4, 9)?.key).toBe(torn(9, 4)?.key);
  expect(torn(4, 9)?.text).toBe('Not sure: 4 or 9');
});

it('[CLASS52] two glyphs of which the same is said are spoken one after the other', () => {
  vi.useFakeTimers();
  const seven = (glyph: string): Saying => ({ key: `${glyph} 7`, text: '7, 94 percent' });
  const [saying, setSaying] = createSignal<Saying | null>(seven('1.1'));
  const heard: string[] = [];
  const dispose = createRoot((dispose) => {
    const said = createSpoken(saying, saying);
    createEffect(() => heard.push(said()));
    return dispose;
  });
  vi.advanceTimersByTime(1000);
  // Read once more it is the same one.
  setSaying(seven('1.1'));
  vi.advanceTimersByTime(1000);
  expect(heard).toEqual(['', '7, 94 percent']);
  setSaying(seven('1.4'));
  vi.advanceTimersByTime(1000);
  expect(heard).toEqual(['', '7, 94 percent', '', '7, 94 percent']);
  dispose();
});

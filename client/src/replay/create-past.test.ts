import type { Reading } from '@inkling/shared/reading';
import { createRoot } from 'solid-js';
import { describe, expect, it } from 'vitest';
import { type AskPast, parsePast } from '../mind/ask-past.ts';
import { createPast } from './create-past.ts';

const reading = (glyph: string, version = 1): Reading => ({
  glyph,
  surface: 0,
  box: { x: 0, y: 0, w: 10, h: 10 },
  version,
  strokes: [[1, 1]],
  probabilities: new Uint8Array(11),
});
const said = { samples: [[64, ...Array(11).fill(9)]] };

describe('the past of a glyph', () => {
  it('[REPLAY4] is asked for once, two glyphs at a time, and anew when the glyph grew', async () => {
    const asked: string[] = [];
    const answers: (() => void)[] = [];
    const ask: AskPast = (glyph) =>
      new Promise((resolve) => {
        asked.push(glyph);
        answers.push(() => resolve(parsePast(said)));
      });
    const { past, dispose } = createRoot((dispose) => ({ past: createPast(ask), dispose }));
    for (const glyph of ['1.1', '1.1', '1.2', '1.3', '1.4']) past.want(reading(glyph));
    expect(asked).toEqual(['1.1', '1.2']);
    expect(past.historyOf(reading('1.1'))).toBeNull();
    answers[0]?.();
    await new Promise((resolve) => setImmediate(resolve));
    expect(past.historyOf(reading('1.1'))?.[0]?.at).toBe(64);
    expect(past.historyOf(reading('1.1', 2))).toBeNull();
    // What the replay came to last is looked at first.
    expect(asked).toEqual(['1.1', '1.2', '1.4']);
    dispose();
    for (const answer of answers) answer();
    await new Promise((resolve) => setImmediate(resolve));
    expect(asked).toHaveLength(3);
  });

  it('[REPLAY4] is not made of an answer that is none', () => {
    expect(parsePast(said)?.[0]?.probabilities).toHaveLength(11);
    for (const bad of [null, {}, { samples: 3 }, { samples: [[1, 2]] }, { samples: [['a']] }]) {
      expect(parsePast(bad)).toBeNull();
    }
  });
});

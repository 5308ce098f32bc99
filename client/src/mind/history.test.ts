import { describe, expect, it } from 'vitest';
import { HISTORY_LENGTH, type History, remember, sampleAt, winner } from './history.ts';

const said = (at: number, digit: number, share = 0.8) => {
  const probabilities = new Uint8Array(11);
  probabilities[digit] = Math.round(share * 255);
  return { at, probabilities };
};

describe('the history of a reading', () => {
  it('[LOOK6] keeps one sample a moment: the settled reading replaces the live one', () => {
    const history = remember(remember([], said(100, 1)), said(102, 7));
    expect(history).toHaveLength(1);
    expect(winner(history[0]?.probabilities ?? []).digit).toBe(7);
  });

  it('[LOOK6] takes a pause in the middle of a digit for no change of mind', () => {
    let history = remember(remember([], said(100, 1)), said(100, 10));
    expect(history[0]?.probabilities[10]).toBeGreaterThan(0);
    history = remember(history, said(160, 4));
    expect(history.map((s) => winner(s.probabilities).digit)).toEqual([1, 4]);
    // Nor one whose live reading never came: the settled one is all there was, until there is more ink.
    history = remember(remember(history, said(300, 10)), said(360, 4));
    expect(history.map(({ at }) => at)).toEqual([100, 160, 360]);
  });

  it('[LOOK6] forgets what was said about ink that went away', () => {
    let history: History = [];
    for (const at of [100, 200, 300]) history = remember(history, said(at, 1));
    expect(remember(history, said(150, 7)).map((s) => s.at)).toEqual([100, 150]);
  });

  it('[LOOK6] stays short however long somebody draws, and keeps its ends', () => {
    let history: History = [];
    for (let i = 0; i < 5000; i++) history = remember(history, said(i * 10, 1));
    expect(history.length).toBeLessThanOrEqual(HISTORY_LENGTH);
    expect(history[0]?.at).toBe(0);
    expect(history.at(-1)?.at).toBe(49990);
  });

  it('[LOOK6] knows what was said at a moment of the ink', () => {
    const history = [said(100, 1), said(200, 9), said(300, 4)];
    expect(sampleAt(history, 250)).toBe(history[1]);
    expect(sampleAt(history, 100)).toBe(history[0]);
    expect(sampleAt(history, 99)).toBeNull();
    expect(sampleAt([], 0)).toBeNull();
  });
});

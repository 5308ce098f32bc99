import { describe, expect, it } from 'vitest';
import {
  before,
  HISTORY_LENGTH,
  type History,
  leaderOf,
  remember,
  sampleAt,
  winner,
} from './history.ts';

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

  it('[LOOK25] names no leader where "not a digit" is said, or nothing', () => {
    expect(leaderOf([0, 0, 0, 0, 0, 0, 0, 160, 0, 0, 10])).toBe(7);
    expect(leaderOf([0, 9, 0, 0, 0, 0, 0, 80, 0, 75, 10])).toBe(7);
    expect(leaderOf([0, 0, 0, 0, 0, 0, 0, 80, 0, 0, 90])).toBeNull();
    // A digit leads, but so much speaks for none that none is said.
    expect(leaderOf([0, 0, 0, 0, 0, 0, 0, 170, 0, 0, 80])).toBeNull();
    expect(leaderOf(new Uint8Array(11))).toBeNull();
  });

  it('[LOOK7] tells the mind before this one, and how much ink ago', () => {
    expect(before([said(0, 1), said(400, 9), said(600, 9), said(1100, 4)])).toEqual({
      digit: 9,
      ago: 500,
    });
    expect(before([])).toBeNull();
    // What was torn, or no digit, could not be said.
    const torn = Uint8Array.of(0, 0, 0, 100, 0, 0, 0, 90, 0, 0, 0);
    const none = Uint8Array.of(0, 0, 0, 180, 0, 0, 0, 0, 0, 0, 70);
    for (const probabilities of [torn, none]) {
      expect(before([{ at: 0, probabilities }, said(600, 4)])).toBeNull();
    }
  });
});

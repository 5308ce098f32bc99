import { describe, expect, it } from 'vitest';
import { before, leaderOf } from './lead.ts';

const said = (at: number, digit: number, share = 0.8) => {
  const probabilities = new Uint8Array(11);
  probabilities[digit] = Math.round(share * 255);
  return { at, probabilities };
};

describe('the digit that leads', () => {
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

import { describe, expect, it } from 'vitest';
import { avatarsIn } from './avatars-in.ts';

describe('the people in the head', () => {
  it('[PHONE5] as many people are shown as have room, six or seven at most, and the others are counted', () => {
    expect(avatarsIn(500, 3)).toBe(3);
    expect(avatarsIn(500, 7)).toBe(7);
    expect(avatarsIn(500, 30)).toBe(6);
    expect(avatarsIn(100, 4)).toBe(4);
    expect(avatarsIn(100, 30)).toBe(2);
    expect(avatarsIn(44, 30)).toBe(0);
    // A count of one would take the place of that one.
    expect(avatarsIn(90, 4)).toBe(2);
  });
});

import { describe, expect, it } from 'vitest';
import { between, serves, shotOf } from './camera.ts';

const size = { w: 1280, h: 800 };

describe('the stage’s camera', () => {
  it('[LOOK12] shows the ink with room around it', () => {
    const box = { x: 1000, y: 800, w: 600, h: 900 };
    const shot = shotOf(box, size);
    expect(shot).toMatchObject({ x: 1300, y: 1250 });
    expect(box.h * shot.scale).toBeCloseTo(800 / 1.32, 3);
    expect(serves(shot, box, size)).toBe(true);
  });

  it('[LOOK12] holds still until ink leaves the picture or shrinks in it', () => {
    const box = { x: 1000, y: 800, w: 600, h: 900 };
    const shot = shotOf(box, size);
    expect(serves(shot, { ...box, h: 980 }, size)).toBe(true);
    expect(serves(shot, { ...box, w: 3000 }, size)).toBe(false);
    expect(serves(shotOf({ x: 0, y: 0, w: 4000, h: 2500 }, size), box, size)).toBe(false);
  });

  it('[LOOK12] does not blow up a dot', () => {
    expect(shotOf({ x: 10, y: 10, w: 4, h: 4 }, size).scale).toBeLessThan(1.3);
  });

  it('[LOOK12] travels from one shot to the next', () => {
    const from = { x: 0, y: 0, scale: 1 };
    const to = { x: 100, y: 50, scale: 4 };
    expect(between(from, to, 0)).toEqual(from);
    expect(between(from, to, 1)).toEqual(to);
  });
});

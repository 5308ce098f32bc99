import { describe, expect, it } from 'vitest';
import { advanced, momentOf, type Player, soughtTo, toggled } from './player.ts';

const start: Player = { at: 0, playing: true, speed: 1 };

describe('a replay', () => {
  it('[REPLAY1] runs with the clock, as many times faster as is asked, and stops at its end', () => {
    expect(advanced(start, 1000, 40).at).toBe(40);
    expect(advanced({ ...start, speed: 8 }, 1000, 40).at).toBe(320);
    expect(advanced({ ...start, at: 990 }, 1000, 40)).toEqual({
      at: 1000,
      playing: false,
      speed: 1,
    });
    expect(advanced({ ...start, playing: false }, 1000, 40).at).toBe(0);
  });

  it('[REPLAY1] does not run on while its page sleeps', () => {
    expect(advanced(start, 60_000, 30_000).at).toBe(100);
  });

  it('[REPLAY1] pauses where it is, goes on from there, and begins anew from its end', () => {
    const paused = toggled({ ...start, at: 300 }, 1000);
    expect(paused).toEqual({ at: 300, playing: false, speed: 1 });
    expect(toggled(paused, 1000)).toEqual({ at: 300, playing: true, speed: 1 });
    expect(toggled({ ...paused, at: 1000 }, 1000).at).toBe(0);
  });

  it('[REPLAY1] is sought by key and stays on its line', () => {
    expect(soughtTo(start, 1000, 2000).at).toBe(1000);
    expect(soughtTo(start, 1000, -1).at).toBe(0);
    expect(momentOf('ArrowRight', 500, 1000)).toBe(525);
    expect(momentOf('ArrowLeft', 10, 1000)).toBe(0);
    expect(momentOf('PageUp', 500, 1000)).toBe(625);
    expect(momentOf('End', 500, 1000)).toBe(1000);
    expect(momentOf('a', 500, 1000)).toBeNull();
  });
});

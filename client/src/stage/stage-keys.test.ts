import { describe, expect, it } from 'vitest';
import { neighbour, stageDeedOf } from './stage-keys.ts';

const press = (key: string, ctrlKey = false, dir = 'ltr') =>
  stageDeedOf({ key, ctrlKey, metaKey: false, altKey: false }, dir);

describe('keys of the stage', () => {
  it('[LOOK15] has a key for everything', () => {
    expect(press('F')).toBe('fullscreen');
    expect(press('?')).toBe('help');
    expect(press('ArrowRight')).toBe('next');
    expect(press('f', true)).toBeNull();
    expect(press('x')).toBeNull();
  });

  it('[CLASS56] goes on to the left where tiles lie from right to left', () => {
    expect(press('ArrowLeft', false, 'rtl')).toBe('next');
    expect(press('ArrowRight', false, 'rtl')).toBe('previous');
    expect(press('m', false, 'rtl')).toBe('matrix');
  });

  it('[LOOK15] goes round the tiles', () => {
    expect(neighbour([3, 5, 8], null, 1)).toBe(3);
    expect(neighbour([3, 5, 8], 8, 1)).toBe(3);
    expect(neighbour([3, 5, 8], 3, -1)).toBe(8);
    expect(neighbour([3, 5, 8], 99, -1)).toBe(8);
    expect(neighbour([], 3, 1)).toBeNull();
  });
});

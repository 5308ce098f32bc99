import { describe, expect, it } from 'vitest';
import { neighbour, stageDeedOf } from './stage-keys.ts';

const press = (key: string, ctrlKey = false, dir = 'ltr') =>
  stageDeedOf({ key, code: '', ctrlKey, metaKey: false, shiftKey: false, altKey: false }, dir);

/** A key as a keyboard of another script tells it. */
const elsewhere = (key: string, code: string, shiftKey = false) =>
  stageDeedOf({ key, code, ctrlKey: false, metaKey: false, shiftKey, altKey: false }, 'ltr');

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

  it('[KEYS41] lie on keyboards of other scripts where they lie on a Latin one', () => {
    expect(elsewhere('ة', 'KeyM')).toBe('matrix');
    expect(elsewhere('а', 'KeyF')).toBe('fullscreen');
    expect(elsewhere('Γ', 'KeyG', true)).toBe('grid');
    expect(elsewhere('f', 'KeyY')).toBe('fullscreen');
    expect(elsewhere('ğ', 'KeyF')).toBeNull();
  });

  it('[KEYS41] has its question mark also where a Latin keyboard has it, and the Arabic one', () => {
    expect(elsewhere('؟', 'KeyH', true)).toBe('help');
    expect(elsewhere(',', 'Slash', true)).toBe('help');
    expect(elsewhere('ё', 'Slash', true)).toBe('help');
    expect(elsewhere('.', 'Slash')).toBeNull();
    // A Latin letter that lies there goes by itself.
    expect(elsewhere('F', 'Slash', true)).toBe('fullscreen');
    expect(elsewhere('Z', 'Slash', true)).toBeNull();
  });

  it('[LOOK15] goes round the tiles', () => {
    expect(neighbour([3, 5, 8], null, 1)).toBe(3);
    expect(neighbour([3, 5, 8], 8, 1)).toBe(3);
    expect(neighbour([3, 5, 8], 3, -1)).toBe(8);
    expect(neighbour([3, 5, 8], 99, -1)).toBe(8);
    expect(neighbour([], 3, 1)).toBeNull();
  });
});

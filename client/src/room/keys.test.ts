import { describe, expect, it } from 'vitest';
import { deedOf } from './keys.ts';

const press = (key: string, held: string[] = [], code = '') =>
  deedOf({
    key,
    code,
    ctrlKey: held.includes('ctrl'),
    metaKey: held.includes('meta'),
    shiftKey: held.includes('shift'),
    altKey: held.includes('alt'),
  });

describe('keys', () => {
  it('[A11Y2] every tool has a key', () => {
    expect(press('p')).toBe('pen');
    expect(press('E')).toBe('eraser');
    expect(press('z', ['ctrl'])).toBe('undo');
    expect(press('Z', ['ctrl', 'shift'])).toBe('redo');
    expect(press('y', ['ctrl'])).toBe('redo');
    expect(press('z', ['meta'])).toBe('undo');
  });

  it('[KEYS40] keyboards of other scripts have the same keys, Latin ones go by their letter', () => {
    expect(press('я', ['ctrl'], 'KeyZ')).toBe('undo');
    expect(press('Я', ['ctrl', 'shift'], 'KeyZ')).toBe('redo');
    expect(press('ئ', ['ctrl'], 'KeyZ')).toBe('undo');
    expect(press('ث', [], 'KeyE')).toBe('eraser');
    expect(press('з', [], 'KeyP')).toBe('pen');
    expect(press('z', ['ctrl'], 'KeyY')).toBe('undo');
    expect(press('ğ', [], 'KeyE')).toBeNull();
    expect(press('.', [], 'KeyE')).toBeNull();
  });

  it('[A11Y2] leaves the browser its own keys', () => {
    expect(press('p', ['ctrl'])).toBeNull();
    expect(press('e', ['alt'])).toBeNull();
    expect(press('z')).toBeNull();
  });
});

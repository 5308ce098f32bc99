import { describe, expect, it } from 'vitest';
import { deedOf } from './keys.ts';

const press = (key: string, held: string[] = []) =>
  deedOf({
    key,
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

  it('[A11Y2] leaves the browser its own keys', () => {
    expect(press('p', ['ctrl'])).toBeNull();
    expect(press('e', ['alt'])).toBeNull();
    expect(press('z')).toBeNull();
  });
});

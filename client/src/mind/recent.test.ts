import { describe, expect, it } from 'vitest';
import { Recent } from './recent.ts';

describe('which glyph the panel follows', () => {
  it('[LOOK8] follows my own latest ink before anybody else’s', () => {
    const recent = new Recent();
    expect(recent.followed).toBeNull();
    recent.touch('1.0', false);
    expect(recent.followed).toBe('1.0');
    recent.touch('2.0', true);
    recent.touch('1.0', false);
    expect(recent.followed).toBe('2.0');
    recent.drop('2.0');
    expect(recent.followed).toBe('1.0');
  });

  it('[LOOK8] stays with the one I tapped until I draw elsewhere or it is gone', () => {
    const recent = new Recent();
    recent.touch('2.0', true);
    recent.touch('1.0', false);
    recent.choose('1.0');
    recent.touch('3.0', false);
    expect(recent.followed).toBe('1.0');
    recent.touch('2.0', true);
    expect(recent.followed).toBe('2.0');
    recent.choose('3.0');
    recent.drop('3.0');
    expect(recent.followed).toBe('2.0');
  });
});

import { describe, expect, it } from 'vitest';
import { en } from '../words/en.ts';
import { statusOf } from './status.tsx';

describe('the status', () => {
  it('[LOOK9] says where one’s ink stands', () => {
    const live = { at: 'live' } as const;
    const text = (...args: [Parameters<typeof statusOf>[0], Parameters<typeof statusOf>[1]]) =>
      statusOf(...args, en).text;
    expect(text(live, { at: 'saved' })).toBe('everything saved');
    expect(text(live, { at: 'sending', waiting: 2 })).toBe('sending');
    expect(text(live, { at: 'sending', waiting: 1340 })).toBe('sending · 1340');
    expect(text(live, { at: 'catching-up' })).toBe('catching up');
    expect(text({ at: 'away', since: 0 }, { at: 'offline', waiting: 3 })).toBe(
      'offline (3 strokes waiting)',
    );
    expect(text({ at: 'away', since: 0 }, { at: 'saved' })).toBe('offline');
    expect(text(live, { at: 'not-saved', message: 'Full.' })).toBe('not saved: Full.');
  });
});

import { describe, expect, it, vi } from 'vitest';
import { FakeRoom } from '../link/testing/fake-room.ts';
import { openPage } from '../link/testing/house.ts';
import { de } from '../words/de.ts';
import { en } from '../words/en.ts';
import { LANGUAGES } from '../words/languages.ts';
import { sentenceOf, speak, words } from '../words/words.ts';
import { statusOf, voiceOf } from './status.tsx';

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
    expect(text(live, { at: 'not-saved' })).toBe('not saved: the server cannot keep ink just now');
  });

  it('[CLASS53] speaks up for bad news and for their end, and lets the readings speak otherwise', () => {
    let voice: ReturnType<typeof voiceOf> = 'quiet';
    const heard = (
      ['busy', 'well', 'bad', 'bad', 'busy', 'well', 'well', 'busy', 'well'] as const
    ).map((mood) => {
      voice = voiceOf(mood, voice);
      return voice;
    });
    expect(heard).toEqual([
      ...['quiet', 'quiet', 'bad', 'bad', 'mending', 'mended', 'mended', 'quiet', 'quiet'],
    ]);
  });

  it('[CLASS53] does not call out every stroke that waits: what is called out has no number', async () => {
    const all = await Promise.all(Object.values(LANGUAGES).map((load) => load()));
    for (const say of [en, ...all.map(({ room }) => room)]) {
      const away = (waiting: number) =>
        statusOf({ at: 'away', since: 0 }, { at: 'offline', waiting }, say);
      expect(away(3).phrase).toBe(away(0).text);
      expect(away(4).phrase).toBe(away(3).phrase);
      expect(away(3).phrase).not.toMatch(/\d/);
      expect(away(3).text).toBe(`${away(3).phrase} ${away(3).waiting}`);
      expect(away(1).waiting).not.toBe('');
      expect(away(3).waiting).toMatch(/^\(.*3.*\)$/);
    }
  });

  it('[LINK27] says in the page’s language that ink is not saved, and that a wish was not asked', async () => {
    vi.stubGlobal('document', { documentElement: {} });
    speak(de);
    expect(statusOf({ at: 'live' }, { at: 'not-saved' }, words()).text).toBe(
      'nicht gespeichert: der Server kann gerade nichts behalten',
    );
    const room = new FakeRoom();
    room.reachable = false;
    const { link } = await openPage({ room });
    const answer = await link.host({ do: 'freeze', on: true });
    expect(!answer.ok && sentenceOf(answer)).toMatch(/^Die Verbindung ist unterbrochen/);
    vi.unstubAllGlobals();
  });
});

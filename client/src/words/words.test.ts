import { describe, expect, it, vi } from 'vitest';
import { en } from './en.ts';
import { enClass } from './en-class.ts';
import { percentInWords, percentSign, secondsInWords } from './figures.ts';
import { LANGUAGES, languageFor } from './languages.ts';
import { speak, words } from './words.ts';

/** Strings that may be the same in another language. */
const SAME = new Set(['Link', 'offline', 'Code', 'Start', 'Stage', 'Remote', 'Task', 'Report']);

type Dictionary = Readonly<Record<string, unknown>>;

const sample = (value: unknown): string => {
  if (typeof value !== 'function') return String(value);
  const said: unknown = value.call(null, '3', '4', '5');
  return String(said);
};

function checkAll(english: Dictionary, other: Dictionary, path: string): void {
  expect(Object.keys(other).sort(), path).toEqual(Object.keys(english).sort());
  for (const [key, value] of Object.entries(english)) {
    const theirs = other[key];
    const at = `${path}.${key}`;
    expect(typeof theirs, at).toBe(typeof value);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
      checkAll(value as Dictionary, theirs as Dictionary, at);
    } else if (typeof value === 'string') {
      expect(String(theirs).trim(), at).not.toBe('');
      if (!SAME.has(value)) expect(theirs, `${at} is not translated`).not.toBe(value);
    } else if (Array.isArray(value)) {
      expect((theirs as readonly unknown[]).length, at).toBe(value.length);
    } else if (value instanceof Function && key !== 'runnersUp') {
      expect(sample(theirs), at).not.toContain('undefined');
      const said = sample(value);
      // What has words in it, beside the numbers and names it is given, must have others.
      if (/[a-z]{2}/.test(said) && !SAME.has(said)) expect(sample(theirs), at).not.toBe(said);
    }
  }
}

describe('languages', () => {
  for (const [code, load] of Object.entries(LANGUAGES)) {
    it(`[A11Y7] ${code} says everything that English says, in its own words`, async () => {
      const language = await load();
      expect(language.code).toBe(code);
      checkAll(en, language.room as Dictionary, `${code}.room`);
      checkAll(enClass, language.class as Dictionary, `${code}.class`);
    });
  }

  it('[A11Y8] a task that counts one digit only says in every language which', async () => {
    const all = await Promise.all(Object.values(LANGUAGES).map((load) => load()));
    for (const { taskTitle } of [en, ...all.map(({ room }) => room)]) {
      for (const kind of ['draw', 'fool', 'fastest']) {
        expect(taskTitle(kind, '3')).not.toBe(taskTitle(kind, '8'));
      }
      expect(taskTitle('fastest', '')).not.toMatch(/\d|undefined/);
    }
    expect(en.taskTitle('fastest', '8')).toBe('An eight, as sure as can be with the least ink');
  });

  it('[A11Y20] Arabic writes its percentages and seconds in one way, and joins no letter to a gap', async () => {
    vi.stubGlobal('document', { documentElement: {} });
    const arabic = await LANGUAGES.ar?.();
    if (arabic) speak(arabic);
    vi.unstubAllGlobals();
    expect(percentInWords(71)).toBe('71٪');
    expect(percentSign()).toBe('٪');
    expect(secondsInWords(1520)).toBe('1.5 ث');
    expect(words().taskTitle('fool', '8')).toBe('اخدع الشبكة بالرقم 8');
  });

  it('[CLASS59] French breaks no line before its signs', async () => {
    const french = await LANGUAGES.fr?.();
    const say = (value: unknown): string =>
      typeof value === 'object' && value !== null
        ? Object.entries(value)
            .map(([key, one]) => (key === 'runnersUp' ? '' : say(one)))
            .join('\n')
        : sample(value);
    const all = [french?.room, french?.class].map(say).join('\n');
    expect(all.match(/.* [:;?!%].*/g)).toBeNull();
    expect(french?.room.percent(71)).toBe('71\u202f%');
    expect(french?.room.curtained).toContain('baissé\u00a0:');
  });

  it('[CLASS60] says of a stroke how many percent it added, and of a layer what it looks at', async () => {
    expect(enClass.strokeGain(1, '+89')).toBe('stroke 1: +89 %');
    for (const load of Object.values(LANGUAGES)) {
      const { class: say } = await load();
      expect(say.strokeGain(1, '−4')).toMatch(/−4[ \u202f]?[%٪]/);
      // A layer's second number is the layer before it, of which the first has none.
      expect(say.layer(1, 32).match(/\d+/g)).toEqual(['1', '32']);
      expect(say.layer(3, 64).match(/\d+/g)?.sort()).toEqual(['2', '3', '64']);
    }
    expect(enClass.layer(3, 64)).toBe('Layer 3: 64 maps of what layer 2 found');
  });

  it('[A11Y7] there are five besides English, and one runs from right to left', async () => {
    const all = await Promise.all(Object.values(LANGUAGES).map((load) => load()));
    expect(all.length).toBeGreaterThanOrEqual(5);
    expect(all.filter(({ dir }) => dir === 'rtl').length).toBeGreaterThanOrEqual(1);
  });

  it('[A11Y7] follows the browser, and the address before it', () => {
    expect(languageFor(['de-AT', 'en'], '')).toBe('de');
    expect(languageFor(['nl', 'pt-BR'], '')).toBe('pt');
    expect(languageFor(['en-GB', 'de'], '')).toBeNull();
    expect(languageFor(['ja'], '')).toBeNull();
    expect(languageFor(['de'], '?lang=ar')).toBe('ar');
    expect(languageFor(['de'], '?lang=en')).toBeNull();
    expect(languageFor([], '?lang=constructor')).toBeNull();
  });
});

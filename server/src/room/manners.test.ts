import { expect, it } from 'vitest';
import { cleanName } from './clean-name.ts';
import { isMannerly } from './manners.ts';

it.each(['Scunthorpe Sue', 'Cassandra', 'Dickens', 'Peacock', 'Essex', 'Matsushita', 'Mr. Hancock', 'Vivaldi', 'José', 'Åsa', '李雷', 'Otter 7', 'Bass Player', 'Sussex', 'Titus', 'Anna 2b', 'Кассандра', 'Тит', 'Оксана Мухина', 'Ростислав', 'Αικατερίνη', 'Σωκράτης', 'Χρήστος', 'Işıl', 'Yıldız'])(
  '[NAME1] an innocent name is kept: %s',
  (name) => {
    expect(cleanName(name)).toBe(name);
  },
); // biome-ignore format: names

it.each(['fuck', 'F.U.C.K', 'FUUUCK you', 'sh1t', '5h!t', 'a s s', 'b1tch', 'pörn', 'Adolf H1tler', 'fvck', 'ｆｕｃｋ', 'f\u0443ck', 'fu\u0441k', 'fυck', 'shıt', 'ѕех', 'рοrn'])(
  '[NAME2] what a projector must not show becomes the made name: %s',
  (name) => {
    expect(isMannerly(name)).toBe(false);
    expect(cleanName(name)).toBeNull();
  },
); // biome-ignore format: names

it('[NAME3] control characters, direction marks and endless length do not get through', () => {
  expect(cleanName('\u202eevil\u0000 \n name')).toBe('evil name');
  expect(cleanName('x'.repeat(400))).toHaveLength(40);
  expect(cleanName(' \u200b ')).toBeNull();
  expect(cleanName('<img src=x onerror=alert(1)>')).toBe('<img src=x onerror=alert(1)>');
});

it.each(['\u3164', '\u2800', '\u115f\u1160', '\uffa0', '\ufe0f', '\u0301', '\u3164 \u034f \u17b4', '\u2800\u200d'])(
  '[NAME6] a name has something to be seen: %j is none',
  (name) => {
    expect(cleanName(name)).toBeNull();
  },
); // biome-ignore format: names

it('[NAME6] letters that show nothing go, and no word is hidden behind them', () => {
  expect(cleanName('A\u3164d\u2800a')).toBe('Ada');
  expect(cleanName('f\u2800u\u3164c\uffa0k')).toBeNull();
});

it.each(['👩🏽‍🚀 Ada', '👨‍👩‍👧‍👦', '❤️‍🔥', 'می‌خواهم', 'ශ්‍රී', 'न्‍द'])(
  '[NAME5] a joiner that can be seen is kept: %s',
  (name) => {
    expect(cleanName(name)).toBe(name);
  },
); // biome-ignore format: names

it('[NAME5] a joiner that cannot be seen goes, and no word is hidden behind one', () => {
  expect(cleanName('A\u200dd\u200ca\u200d')).toBe('Ada');
  expect(cleanName('\u200d🚀\u200d')).toBe('🚀');
  expect(cleanName('👩\u200d\u202e🚀')).toBe('👩🚀');
  expect(cleanName('👩\u200d\u200d🚀')).toBe('👩🚀');
  expect(cleanName('می\u200c\u200cخ')).toBe('میخ');
  for (const joiner of ['\u200d', '\u200c']) expect(cleanName(`fu${joiner}ck`)).toBeNull();
});

it('[NAME4] a name is cut between letters, whatever they are made of', () => {
  const astronaut = '👩🏽‍🚀';
  expect(cleanName(`${'x'.repeat(36)}${astronaut}y`)).toBe('x'.repeat(36));
  expect(cleanName(`${'x'.repeat(33)}${astronaut}y`)).toBe(`${'x'.repeat(33)}${astronaut}`);
  expect(cleanName(`${'x'.repeat(39)}é`.normalize('NFD'))).toBe(`${'x'.repeat(39)}é`);
});

it('[NAME4] a name is not cut in the middle of a letter, nor piled with marks', () => {
  expect(cleanName(`${'x'.repeat(39)}😀`)).toBe('x'.repeat(39));
  expect(cleanName(`Z${'\u0301'.repeat(60)}algo`)?.length).toBeLessThan(10);
});

it.each(['🇫🇺🇨🇰', '🅵🆄🅲🅺', '🅕🅤🅒🅚', '🄵🅄🄲🄺', 'ꜰᴜᴄᴋ', 'ꓝꓴꓚꓗ', 'f*ck', 'sh*t', 'c*nt', 'n*gger', 'ꮪex', 'Ꮪex', '卐', 'Ada 卍', '࿖'])(
  '[NAME40] other letters, stars and signs hide no word: %s',
  (name) => {
    expect(cleanName(name)).toBeNull();
  },
); // biome-ignore format: names

it.each(['🇫🇷 Zoé', '🇨🇺🇺🇸', '🅰️🅱️', 'ᴀᴅᴀ', 'Ꮳꮃꭹ', '*Ada*', 'Ann*a', 'M*A*S*H'])(
  '[NAME40] an innocent name in such letters is kept: %s',
  (name) => {
    expect(cleanName(name)).toBe(name);
  },
); // biome-ignore format: names

it('[NAME41] signs that are as wide as a line go', () => {
  expect(cleanName('﷽﷽﷽')).toBeNull();
  expect(cleanName('𒐫𒐫')).toBeNull();
  expect(cleanName('A﷽d𒐫a⸻')).toBe('Ada');
});

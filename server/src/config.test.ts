import { describe, expect, it } from 'vitest';
import { BadSetting, readConfig } from './config.ts';

const SECRET_OF_ALL = 's'.repeat(40);

describe('[SETUP2] a setting that cannot be used is refused with a sentence that names it', () => {
  it.each([
    [{ PORT: '99999' }, 'PORT must be a whole number, from 0 to 65535; it is "99999"'],
    [{ PORT: 'http' }, 'PORT must be a whole number'],
    [{ MAX_ROOMS: '-1' }, 'MAX_ROOMS must be a whole number, 0 or more'],
    [{ ROOM_TTL_HOURS: '0' }, 'ROOM_TTL_HOURS must be a whole number, 1 or more'],
    [{ REQUEST_MS: '5000' }, 'REQUEST_MS must be a whole number, 10000 or more'],
    [{ LOG_LEVEL: 'verbose' }, 'LOG_LEVEL must be one of silent, fatal'],
    [{ ALLOWED_ORIGINS: 'a.example' }, 'ALLOWED_ORIGINS must be origins'],
    [{ ALLOWED_ORIGINS: 'https://a.example/page' }, 'it has "https://a.example/page"'],
    [{ REDIS_URL: 'redis://r' }, 'SECRET must be set too'],
  ])('%o', (env, sentence) => {
    expect(() => readConfig(env)).toThrow(BadSetting);
    expect(() => readConfig(env)).toThrow(sentence);
  });
});

it('[SETUP2] what is meant is taken: blanks around it, nothing at all, a slash after an origin', () => {
  const blank = { PORT: ' ', LOG_LEVEL: '', HEADERS_MS: '60000' };
  const { port, logLevel, times } = readConfig(blank);
  expect({ port, logLevel }).toEqual({ port: 3000, logLevel: 'info' });
  expect(times).toEqual({ headersMs: 60_000, requestMs: 60_000 });
  const said = { PORT: ' 80 ', ALLOWED_ORIGINS: 'https://a.example/, http://b.example:8080,*' };
  expect(readConfig(said).port).toBe(80);
  expect(readConfig(said).allowedOrigins).toEqual([
    'https://a.example',
    'http://b.example:8080',
    '*',
  ]);
  expect(readConfig({ REDIS_URL: 'redis://r', SECRET: SECRET_OF_ALL }).redisUrl).toBe('redis://r');
});

import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { BadSetting } from './config.ts';
import { findSecret } from './secret.ts';

const folder = mkdtempSync(join(tmpdir(), 'inkling-secret-'));
afterAll(() => rmSync(folder, { recursive: true }));

it('[SETUP3] a secret is made once and kept; what a full disk left of one signs nothing', () => {
  const secret = findSecret(folder, undefined);
  expect(secret).toHaveLength(43);
  expect(findSecret(folder, undefined)).toBe(secret);
  expect(readdirSync(folder)).toEqual(['secret']);
  expect(findSecret(folder, 'set by hand')).toBe('set by hand');
  writeFileSync(join(folder, 'secret'), '');
  expect(() => findSecret(folder, undefined)).toThrow(BadSetting);
});

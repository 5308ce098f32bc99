import { mkdtempSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { BadSetting } from '../config.ts';
import { LmdbStore } from './lmdb-store.ts';

const folder = mkdtempSync(join(tmpdir(), 'inkling-cut-'));
const path = join(folder, 'rooms.lmdb');
afterAll(() => rmSync(folder, { recursive: true }));

it('[STORE12] a store that was cut off, or is none, is refused with a sentence instead of a crash', async () => {
  const store = new LmdbStore(folder);
  for (let i = 0; i < 8; i++) await store.write('ABCDEF', { append: new Uint8Array(20_000) });
  await store.close();
  const again = new LmdbStore(folder);
  expect(again.count()).toBe(0);
  await again.close();
  truncateSync(path, statSync(path).size / 2);
  expect(() => new LmdbStore(folder)).toThrow(BadSetting);
  truncateSync(path, 100);
  expect(() => new LmdbStore(folder)).toThrow(`${path} is not whole`);
  writeFileSync(path, Buffer.alloc(50_000, 'not a store '));
  expect(() => new LmdbStore(folder)).toThrow(BadSetting);
});

import { mkdtempSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { BadSetting } from '../config.ts';
import { LmdbStore } from './lmdb-store.ts';

const folder = mkdtempSync(join(tmpdir(), 'inkling-cut-'));
const path = join(folder, 'rooms.lmdb');
afterAll(() => rmSync(folder, { recursive: true }));

it('[STORE12] a store that is shorter than its last page, and whole all the same, is opened', async () => {
  const apart = mkdtempSync(join(tmpdir(), 'inkling-short-'));
  const store = new LmdbStore(apart);
  await store.write('ABCDEF', { append: new Uint8Array(2000).fill(7) });
  // In one transaction pages for the first are taken, and freed by the second before they are written: twice, for both metas.
  for (let round = 0; round < 2; round++) {
    await Promise.all([
      store.write('GHJKMN', { append: new Uint8Array(400_000) }),
      store.write('GHJKMN', { snapshot: new Uint8Array(3000) }),
    ]);
  }
  await store.close();
  const file = readFileSync(join(apart, 'rooms.lmdb'));
  const lastPages = [0, 4096].map((meta) => Number(file.readBigUInt64LE(meta + 144)));
  expect(Math.min(...lastPages) * 4096).toBeGreaterThan(file.length);
  const again = new LmdbStore(apart);
  await again.close();
  truncateSync(join(apart, 'rooms.lmdb'), file.length - 4096 * 3);
  expect(() => new LmdbStore(apart)).toThrow('is not whole');
  rmSync(apart, { recursive: true });
});

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

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { open } from 'lmdb';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { newRecord } from '../room/room-maker.ts';
import { LmdbStore } from './lmdb-store.ts';

const record = (code: string) => newRecord(code, 'board', { keyHash: 'x', now: 1000, ttlMs: 5000 });
const bytes = (...list: number[]) => Uint8Array.from(list);

describe('the store', () => {
  let dir: string;
  let store: LmdbStore;
  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), 'inkling-store-'));
    store = new LmdbStore(dir);
  });
  afterEach(async () => {
    await store.close();
    rmSync(dir, { recursive: true, force: true });
  });
  const reopen = async () => {
    await store.close();
    store = new LmdbStore(dir);
  };

  it('[STORE1] what was written is there after the store was opened anew, in order', async () => {
    await store.create(record('ABCDEF'));
    const writes = Array.from({ length: 300 }, (_, i) => bytes(i & 255, i >> 8));
    await Promise.all(writes.map((append) => store.write('ABCDEF', { append })));
    await reopen();
    const stored = store.load('ABCDEF');
    expect(stored?.record).toEqual(record('ABCDEF'));
    expect(stored?.updates.map((u) => (u[0] ?? 0) + (u[1] ?? 0) * 256)).toEqual([
      ...Array(300).keys(),
    ]);
    await store.write('ABCDEF', { append: bytes(7) });
    expect(store.load('ABCDEF')?.updates).toHaveLength(301);
  });

  it('[STORE2] a code is given to one room only', async () => {
    const made = await Promise.all([1, 2, 3].map(() => store.create(record('ABCDEF'))));
    expect(made.filter(Boolean)).toHaveLength(1);
  });

  it('[STORE3] a snapshot takes the place of the log, and of no other room’s', async () => {
    await store.create(record('ABCDEF'));
    await store.create(record('ABCDEG'));
    await store.write('ABCDEF', { append: bytes(1) });
    await store.write('ABCDEG', { append: bytes(2) });
    await store.write('ABCDEF', { snapshot: bytes(3) });
    expect(store.load('ABCDEF')?.updates).toEqual([bytes(3)]);
    expect(store.load('ABCDEG')?.updates).toEqual([bytes(2)]);
  });

  it('[STORE3] what is said after a snapshot comes after it, however both are written', async () => {
    await store.create(record('ABCDEF'));
    const writes = [{ append: bytes(1) }, { snapshot: bytes(2) }, { append: bytes(3) }];
    await Promise.all(writes.map((write) => store.write('ABCDEF', write)));
    expect(store.load('ABCDEF')?.updates).toEqual([bytes(2), bytes(3)]);
  });

  it('[STORE4] undos come and go with the write that needs them', async () => {
    await store.create(record('ABCDEF'));
    const undo = { id: 'u', author: 1, removed: null, until: 9, strokes: bytes(1) };
    await store.write('ABCDEF', { undos: [undo], snapshot: bytes(0, 0) });
    expect(store.load('ABCDEF')?.undos).toMatchObject([{ id: 'u', author: 1 }]);
    await store.write('ABCDEF', { dropUndos: ['u'] });
    expect(store.load('ABCDEF')?.undos).toEqual([]);
  });

  it('[STORE5] a deleted room leaves nothing', async () => {
    await store.create(record('ABCDEF'));
    await store.write('ABCDEF', { append: bytes(1) });
    await store.delete('ABCDEF');
    expect(store.load('ABCDEF')).toBeNull();
    await store.create(record('ABCDEF'));
    expect(store.load('ABCDEF')?.updates).toEqual([]);
  });

  it('[STORE6] a spoiled update is set aside and told of; the others are read', async () => {
    await store.create(record('ABCDEF'));
    for (const n of [1, 2, 3]) await store.write('ABCDEF', { append: bytes(n, n, n) });
    await store.close();
    const root = open({ path: join(dir, 'rooms.lmdb'), maxDbs: 8 });
    const log = root.openDB<Uint8Array, [string, number]>({ name: 'log', encoding: 'binary' });
    await log.put(['ABCDEF', 2], bytes(0, 0, 0, 0, 9, 9));
    await root.close();
    const told: unknown[] = [];
    store = new LmdbStore(dir, (problem) => told.push(problem));
    const stored = store.load('ABCDEF');
    expect(stored?.updates).toEqual([bytes(1, 1, 1), bytes(3, 3, 3)]);
    expect(stored?.spoiled).toBe(1);
    expect(told).toEqual([{ code: 'ABCDEF', what: 'update 2' }]);
  });
});

import { spawnSync } from 'node:child_process';
import { closeSync, existsSync, fstatSync, openSync, readSync } from 'node:fs';
import { createRequire } from 'node:module';
import { BadSetting } from '../config.ts';

/** Where LMDB's two meta pages have what is looked at here (`lmdb.h`, `MDB_meta`): offsets in bytes. */
const MAGIC_AT = 24;
const PAGE_SIZE_AT = 48;
const LAST_PAGE_AT = 144;
const META_BYTES = 152;
const MAGIC = 0xbeefc0de;

/** Reads everything in a store: `node -e READ_ALL LMDB PATH`. */
const READ_ALL = `
  const [, lmdb, path] = process.argv;
  const store = require(lmdb).open({ path, readOnly: true, maxDbs: 8 });
  for (const name of [...store.getKeys()]) {
    for (const { value } of store.openDB({ name, encoding: 'binary' }).getRange()) value.length;
  }
`;

/**
 * Throws `BadSetting` when a store's file is no store, or was cut off (half a backup): LMDB maps it into memory and would
 * take the process down, without a word, when it comes to what is missing. One whole meta page is enough: after a power cut
 * the other may be of a transaction that never reached the disk, which LMDB passes over itself. Pages that were taken and
 * freed in one transaction are never written, though: a file that looks too short is read in a process of its own.
 */
export function checkWhole(path: string): void {
  if (!existsSync(path)) return;
  const looks = look(path);
  if (looks === 'whole' || (looks === 'short' && canBeRead(path))) return;
  throw new BadSetting(
    `${path} is not whole: put a backup in its place, or move it away to begin anew.`,
  );
}

function look(path: string): 'whole' | 'short' | 'none' {
  const file = openSync(path, 'r');
  try {
    const { size } = fstatSync(file);
    if (size === 0) return 'whole';
    const first = metaAt(file, 0);
    const pageSize = first.readUInt32LE(PAGE_SIZE_AT);
    const metas = [first, metaAt(file, pageSize)].filter(
      (meta) => meta.readUInt32LE(MAGIC_AT) === MAGIC,
    );
    const lastPage = (meta: Buffer) => Number(meta.readBigUInt64LE(LAST_PAGE_AT));
    if (metas.some((meta) => (lastPage(meta) + 1) * pageSize <= size)) return 'whole';
    return metas.length > 0 ? 'short' : 'none';
  } finally {
    closeSync(file);
  }
}

/** Whether everything in a store can be read: where not, the process that tries is killed, or finds nonsense. */
function canBeRead(path: string): boolean {
  const lmdb = createRequire(import.meta.url).resolve('lmdb');
  const { status } = spawnSync(process.execPath, ['-e', READ_ALL, lmdb, path], { stdio: 'ignore' });
  return status === 0;
}

function metaAt(file: number, position: number): Buffer {
  const meta = Buffer.alloc(META_BYTES);
  readSync(file, meta, { position });
  return meta;
}

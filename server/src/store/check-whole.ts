import { closeSync, existsSync, fstatSync, openSync, readSync } from 'node:fs';
import { BadSetting } from '../config.ts';

/** Where LMDB's two meta pages have what is looked at here (`lmdb.h`, `MDB_meta`): offsets in bytes. */
const MAGIC_AT = 24;
const PAGE_SIZE_AT = 48;
const LAST_PAGE_AT = 144;
const META_BYTES = 152;
const MAGIC = 0xbeefc0de;

/**
 * Throws `BadSetting` when a store's file is no store, or was cut off (half a backup): LMDB maps it into memory and would
 * take the process down, without a word, when it comes to what is missing. One whole meta page is enough: after a power cut
 * the other may be of a transaction that never reached the disk, which LMDB passes over itself.
 */
export function checkWhole(path: string): void {
  if (!existsSync(path)) return;
  const file = openSync(path, 'r');
  try {
    const { size } = fstatSync(file);
    if (size === 0) return;
    const first = metaAt(file, 0);
    const pageSize = first.readUInt32LE(PAGE_SIZE_AT);
    const metas = [first, metaAt(file, pageSize)];
    const fits = (meta: Buffer) =>
      meta.readUInt32LE(MAGIC_AT) === MAGIC &&
      (Number(meta.readBigUInt64LE(LAST_PAGE_AT)) + 1) * pageSize <= size;
    if (metas.some(fits)) return;
  } finally {
    closeSync(file);
  }
  throw new BadSetting(
    `${path} is not whole: put a backup in its place, or move it away to begin anew.`,
  );
}

function metaAt(file: number, position: number): Buffer {
  const meta = Buffer.alloc(META_BYTES);
  readSync(file, meta, { position });
  return meta;
}

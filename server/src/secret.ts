import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { BadSetting } from './config.ts';

/** What a secret in a file has at least, in characters: less is what a full disk left of one. */
const LEAST = 32;

/** The secret that signs tokens: the one that was set, or one made once and kept in the data folder. Throws `BadSetting`. */
export function findSecret(dataDir: string, set: string | undefined): string {
  if (set) return set;
  const path = join(dataDir, 'secret');
  if (existsSync(path)) {
    const kept = readFileSync(path, 'utf8').trim();
    if (kept.length >= LEAST) return kept;
    throw new BadSetting(`${path} holds no secret: put back the one of a backup, or remove it.`);
  }
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const secret = randomBytes(32).toString('base64url');
  // Whole or not at all, also when the disk is full or the power goes.
  writeFileSync(`${path}.new`, `${secret}\n`, { mode: 0o600, flush: true });
  renameSync(`${path}.new`, path);
  return secret;
}

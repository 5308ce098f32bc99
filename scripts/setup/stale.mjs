import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { root } from './work.mjs';

const isTest = (name) => /\.(test|spec)\.tsx?$/.test(name);

function* filesUnder(path) {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (!stat) return;
  if (stat.isFile()) {
    yield path;
    return;
  }
  for (const name of readdirSync(path).sort()) {
    if (name !== 'node_modules' && name !== 'dist' && !isTest(name))
      yield* filesUnder(join(path, name));
  }
}

/** A hash over the names and the contents of files and folders, and over whatever else matters. */
export function fingerprint(paths, ...others) {
  const hash = createHash('sha256');
  for (const other of others) hash.update(`${other}\0`);
  for (const path of paths) {
    for (const file of filesUnder(join(root, path))) {
      hash.update(`${file.slice(root.length)}\0`).update(readFileSync(file));
    }
  }
  return hash.digest('hex');
}

/** Remembers, beside what was made, what it was made from. */
export class Stamp {
  constructor(path, made) {
    this.path = join(root, path);
    this.made = join(root, made);
  }

  /** Whether what was made is there and was made from this. */
  matches(print) {
    return (
      existsSync(this.made) && existsSync(this.path) && readFileSync(this.path, 'utf8') === print
    );
  }

  write(print) {
    mkdirSync(dirname(this.path), { recursive: true });
    writeFileSync(this.path, print);
  }
}

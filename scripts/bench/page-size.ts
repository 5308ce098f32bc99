import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Row } from './table.ts';

const DIST = join(import.meta.dirname, '../../client/dist');

/** What of the page's script must arrive before the first stroke can be drawn: the entry and all that it imports at once. */
export function pageScript(): Row {
  const names = readdirSync(join(DIST, 'assets'));
  const wanted = new Set<string>();
  const want = (name: string) => {
    if (wanted.has(name) || !names.includes(name)) return;
    wanted.add(name);
    const source = readFileSync(join(DIST, 'assets', name), 'utf8');
    for (const [, next] of source.matchAll(/(?:from|import)\s*["'`]\.\/([\w.-]+\.js)["'`]/g)) {
      if (next) want(next);
    }
  };
  const page = readFileSync(join(DIST, 'index.html'), 'utf8');
  for (const [, name] of page.matchAll(/assets\/([\w.-]+\.js)/g)) if (name) want(name);
  const bytes = [...wanted].reduce((sum, name) => {
    return sum + gzipSync(readFileSync(join(DIST, 'assets', name))).length;
  }, 0);
  return {
    what: 'page script, gzipped, before the first stroke can be drawn',
    unit: 'KB',
    measured: bytes / 1000,
    budget: { must: 110, aim: 80 },
    note: `${wanted.size} file${wanted.size === 1 ? '' : 's'}`,
  };
}

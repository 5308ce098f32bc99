/**
 * Measures Inkling against the design's budgets and prints a table, which it also keeps as JSON in `bench-results/`.
 *
 *     npm run bench                          everything, about four minutes
 *     npm run bench -- --seconds 5           shorter measurements
 *     npm run bench -- --only full,page   some parts
 *     npm run bench -- --only class --seconds 60   a class that draws for a minute
 */
import { parseArgs } from 'node:util';
import { classRows } from './bench/class.ts';
import { classPages } from './bench/class-pages.ts';
import { rooms, runsOf } from './bench/drawing.ts';
import { roomMemory } from './bench/memory.ts';
import { newcomer } from './bench/newcomer.ts';
import { browserRows, readerRow } from './bench/others.ts';
import { pageScript } from './bench/page-size.ts';
import { predictRates } from './bench/predict.ts';
import { restartUnder } from './bench/restart.ts';
import type { LoadResult } from './bench/run-load.ts';
import { coldStart, restart, storeRate } from './bench/server-life.ts';
import { keep, type Row, tableOf } from './bench/table.ts';
import { ensureBuilt } from './setup/make.mjs';

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '12' },
    only: { type: 'string', default: '' },
  },
});
const seconds = Number(values.seconds);
const only = new Set(values.only.split(',').filter(Boolean));
const details: LoadResult[] = [];

const run = runsOf(seconds, details);

const parts: Readonly<Record<string, () => Promise<Row[]>>> = {
  quiet: () => rooms.quiet(run),
  small: () => rooms.small(run),
  full: () => rooms.full(run),
  crowd: () => rooms.crowd(run),
  class: () => classRows(seconds),
  'class-pages': classPages,
  newcomer,
  reader: async () => [readerRow()],
  start: async () => [await coldStart(5), await restart(1000)],
  restart: async () => [await restartUnder(30)],
  predict: () => predictRates(Math.min(seconds, 8)),
  store: async () => [await storeRate(Math.min(seconds, 5))],
  memory: async () => [await roomMemory(200, 100)],
  page: async () => [pageScript()],
  browser: async () => browserRows(),
};

await ensureBuilt();
const rows: Row[] = [];
for (const [name, measure] of Object.entries(parts)) {
  if (only.size > 0 && !only.has(name)) continue;
  console.error(`… ${name}`);
  try {
    rows.push(...(await measure()));
  } catch (error) {
    // One part that cannot be measured here must not lose the others.
    rows.push({ what: name, unit: '', measured: null, note: String(error).split('\n')[0] ?? '' });
  }
}
console.log(`\n${tableOf(rows)}\n`);
console.log(`Kept in ${keep('bench', rows, details)}`);

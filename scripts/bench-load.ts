/**
 * Rooms full of people who draw, for a while, against Inkling and, in the same run, against rivals; or, with
 * `--machines`, against several Inklings that share their rooms over Redis and, in the same run, against one (then
 * `--rooms` is for each machine). That needs redis-server.
 *
 *     npm run bench:load -- --rooms 25 --people 8 --drawing 2 --seconds 60 [--polling] [--alone]
 *     npm run bench:load -- --machines 3 [--rooms 3 --seconds 15 --only room|rooms]
 */
import { parseArgs } from 'node:util';
import { short, spreadInWords } from './bench/figures.ts';
import { measureMachines } from './bench/on-machines.ts';
import { type LoadResult, runLoad } from './bench/run-load.ts';
import { keep, type Row, tableOf } from './bench/table.ts';
import { ensureBuilt } from './setup/make.mjs';

const { values } = parseArgs({
  options: {
    machines: { type: 'string' },
    only: { type: 'string' },
    rooms: { type: 'string' },
    people: { type: 'string', default: '8' },
    drawing: { type: 'string', default: '2' },
    seconds: { type: 'string' },
    polling: { type: 'boolean', default: false },
    alone: { type: 'boolean', default: false },
  },
});
const load = {
  rooms: Number(values.rooms ?? (values.machines ? 3 : 25)),
  people: Number(values.people),
  drawing: Number(values.drawing),
  seconds: Number(values.seconds ?? (values.machines ? 15 : 60)),
};

const orNone = (n: number | null) => n ?? Number.NaN;

function rowsOf(who: string, result: LoadResult): Row[] {
  const { server } = result;
  const row = (what: string, unit: string, measured: number | null, note = ''): Row => {
    return { what: `${who}: ${what}`, unit, measured, note };
  };
  return [
    row('pen → screen p99', 'ms', result.screen?.p99 ?? null, spreadInWords(result.screen)),
    row('pen → reading p95', 'ms', result.reading?.p95 ?? null, spreadInWords(result.reading)),
    row('bytes per point, up', 'B', result.upPerPoint),
    row('bytes per point and receiver, down', 'B', result.downPerDelivery),
    row(
      'server CPU',
      '% of a core',
      server.cpuShare * 100,
      `main thread ${short(server.mainShare * 100)} %`,
    ),
    row('server CPU for 100,000 delivered points', 's', result.cpuPer100k),
    row('server memory', 'MB', server.rss),
    row('everybody joined', 's', result.joinMs / 1000, `${load.rooms * load.people} people`),
    row(
      'refused',
      '',
      orNone(result.refused),
      `load timers late by p99 ${short(result.lateMs)} ms`,
    ),
  ];
}

async function againstRivals() {
  const rows: Row[] = [];
  const results: LoadResult[] = [];
  const rivals = values.alone ? [] : (['naive-yjs', 'ws-relay'] as const);
  for (const against of ['inkling', ...rivals] as const) {
    console.error(
      `… ${against}: ${load.rooms} rooms × ${load.people} people, ${load.drawing} drawing`,
    );
    const transport = values.polling && against === 'inkling' ? 'polling' : 'websocket';
    const result = await runLoad({ ...load, against, transport });
    results.push(result);
    rows.push(...rowsOf(against, result));
  }
  return { rows, results };
}

const only = values.only === 'room' || values.only === 'rooms' ? values.only : undefined;

await ensureBuilt();
const { rows, results } = values.machines
  ? await measureMachines({ ...load, machines: Number(values.machines) }, only)
  : await againstRivals();
console.log(`\n${tableOf(rows)}\n`);
console.log(`Kept in ${keep('load', rows, results)}`);

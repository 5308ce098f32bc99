import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import type { Row } from './table.ts';

const ROOT = join(import.meta.dirname, '../..');

function say(script: string, ...args: string[]): string {
  return execFileSync(process.execPath, ['--import', 'tsx', `scripts/${script}`, ...args], {
    cwd: ROOT,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  });
}

/** What `npm run bench:reader` says. */
export function readerRow(): Row {
  const { glyphsPerSecond } = JSON.parse(
    say('bench-reader.ts', '--json').trim().split('\n').at(-1) ?? '{}',
  );
  return {
    what: 'reader: segment + rasterise + read, one core',
    unit: 'glyphs/s',
    measured: Number(glyphsPerSecond),
    budget: { must: 5000, aim: 12_000, more: true },
    note: 'npm run bench:reader',
  };
}

/** What `bench-frame.ts` says of a real browser. */
export function browserRows(): Row[] {
  const said = say('bench-frame.ts');
  const number = (pattern: RegExp) => Number(pattern.exec(said)?.[1] ?? Number.NaN);
  return [
    {
      what: 'newcomer to 2,000 strokes of 60 points: painted',
      unit: 'ms',
      measured: number(/painted (\d+) ms/),
      budget: { must: 150, aim: 60 },
      note: 'Chromium, software rendering; from the answer’s arrival to the last stroke',
    },
    {
      what: 'browser frame while drawing over 2,000 strokes',
      unit: 'ms',
      measured: number(/p95 ([\d.]+) ms/),
      budget: { must: 8, aim: 4 },
      note: `p95; p50 ${number(/p50 ([\d.]+) ms/)} ms, main thread, software rendering`,
    },
  ];
}

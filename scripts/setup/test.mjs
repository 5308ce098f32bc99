import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { ensureChromium, ensureRedis } from './machine.mjs';
import { ensureBuilt, ensureInstalled } from './make.mjs';
import { root, run, SetupError, since, tool } from './work.mjs';

const reports = join(root, '.cache/reports');
const vitestReport = join(reports, 'vitest.json');
const playwrightReport = join(reports, 'playwright.json');

const node = (path, args, env) => run(process.execPath, [tool(path), ...args], { env });

function read(report) {
  try {
    return JSON.parse(readFileSync(report, 'utf8'));
  } catch {
    return null;
  }
}

// Biome alone colours a log that nobody watches.
const colors = process.stdout.isTTY ? '--colors=force' : '--colors=off';

const nothing = { passed: 0, failed: 0, skipped: 0 };

/** What Vitest's JSON report counted. */
export function countVitest(report) {
  if (!report) return nothing;
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests,
    skipped: report.numPendingTests + report.numTodoTests,
  };
}

/** What Playwright's JSON report counted. A flaky test passed in the end, but only by luck: it failed. */
export function countPlaywright(report) {
  if (!report) return nothing;
  const { expected, unexpected, flaky, skipped } = report.stats;
  return { passed: expected, failed: unexpected + flaky, skipped };
}

const steps = [
  { name: 'format and lint', work: () => node('@biomejs/biome/bin/biome', ['ci', colors, '.']) },
  { name: 'types', work: () => node('typescript/bin/tsc', ['-b']) },
  {
    name: 'unit and integration',
    work: async () => {
      if (!(await ensureRedis())) {
        console.log('There is no redis-server here: tests of rooms across machines are skipped.');
      }
      const reporters = ['--reporter=default', '--reporter=json'];
      return node('vitest/vitest.mjs', ['run', ...reporters, `--outputFile.json=${vitestReport}`]);
    },
    count: () => countVitest(read(vitestReport)),
  },
  {
    name: 'browser',
    work: async () => {
      const chromium = await ensureChromium();
      if (!chromium) throw new SetupError('There is no Chromium here and none could be installed.');
      return node('@playwright/test/cli.js', ['test', '--reporter=list,json'], {
        CHROME_PATH: chromium,
        PLAYWRIGHT_JSON_OUTPUT_FILE: playwrightReport,
      });
    },
    count: () => countPlaywright(read(playwrightReport)),
  },
];

async function runStep({ name, work, count }) {
  console.log(`\n— ${name}`);
  const began = performance.now();
  const code = await work().catch((error) => {
    console.error(error instanceof SetupError ? error.message : error);
    return 1;
  });
  const counted = count?.() ?? nothing;
  // A step that fails without a failed test (a lint error, a crash) is itself what failed.
  const failed = code !== 0 && counted.failed === 0 ? 1 : counted.failed;
  console.log(`— ${name}: ${failed === 0 ? 'good' : 'failed'}, ${since(began)}`);
  return { ...counted, failed };
}

/** Runs every check there is; the last line says how many tests passed and failed. */
export async function test() {
  rmSync(reports, { recursive: true, force: true });
  mkdirSync(reports, { recursive: true });
  await ensureInstalled();
  const sum = { ...nothing };
  const add = (counted) => {
    for (const key of Object.keys(sum)) sum[key] += counted[key];
  };
  add(await runStep({ name: 'build', work: () => ensureBuilt().then(() => 0) }));
  for (const each of steps) add(await runStep(each));
  const skipped = sum.skipped > 0 ? `, ${sum.skipped} skipped` : '';
  console.log(`\n${sum.passed} passed, ${sum.failed} failed${skipped}`);
  process.exitCode = sum.failed === 0 ? 0 : 1;
}

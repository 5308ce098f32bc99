import { accessSync, constants } from 'node:fs';
import { createRequire } from 'node:module';
import { delimiter, join } from 'node:path';
import { root, run, SetupError } from './work.mjs';

/** The oldest minor version of each major one that will do, as `engines` in `package.json` says; from 24 on all do. */
const OLDEST_MINOR = new Map([
  [20, 19],
  [22, 12],
]);
const ALL_FROM = 24;

/** A sentence when Inkling does not run on this version of Node.js; null otherwise. */
export function nodeWillNotDo(version) {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  if (major >= ALL_FROM || minor >= (OLDEST_MINOR.get(major) ?? Infinity)) return null;
  return `Inkling needs Node.js 20.19, 22.12, or 24 and newer; this is ${version}.`;
}

function isProgram(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** The first of these programs that the machine's PATH has. */
export function inPath(names) {
  const folders = (process.env.PATH ?? '').split(delimiter).filter(Boolean);
  for (const name of names) {
    for (const folder of folders) {
      const path = join(folder, name);
      if (isProgram(path)) return path;
    }
  }
  return null;
}

/** Chromium without its windows: a page of its own costs a tenth of what it costs in a whole browser. */
const SHELL = 'chromium-headless-shell';

/** A Chromium of this machine: the one named by CHROME_PATH, or the first found; null when there is none. */
export function findChromium() {
  const named = process.env.CHROME_PATH;
  if (named) {
    if (isProgram(named)) return named;
    throw new SetupError(`CHROME_PATH names ${named}, and there is no such program.`);
  }
  const names = [SHELL, 'chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
  const found = inPath(names);
  const mac = '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome';
  return found ?? (isProgram(mac) ? mac : null);
}

/** The Chromium that Playwright keeps for itself, when it has been installed. */
function playwrightsChromium() {
  const { chromium } = createRequire(join(root, 'package.json'))('@playwright/test');
  const path = chromium.executablePath();
  return path && isProgram(path) ? path : null;
}

const asRoot = () => process.getuid?.() === 0 && inPath(['apt-get']) !== null;

/** Installs a Debian package, as root; says whether it could. */
async function installPackage(name) {
  const env = { DEBIAN_FRONTEND: 'noninteractive' };
  await run('apt-get', ['update', '-qq'], { quiet: true, env });
  const args = ['install', '-y', '-qq', '--no-install-recommends', name];
  return (await run('apt-get', args, { quiet: true, env })) === 0;
}

/** Sees to a redis-server for the tests that need one: the machine's, else Debian's package when root. Says whether there is one. */
export async function ensureRedis() {
  if (inPath(['redis-server'])) return true;
  return asRoot() && (await installPackage('redis-server'));
}

/** Sees to a Chromium: Debian's headless package when root, else the machine's, else Playwright's own. Returns its path. */
export async function ensureChromium() {
  if (!process.env.CHROME_PATH && !inPath([SHELL]) && asRoot()) await installPackage(SHELL);
  const there = findChromium() ?? playwrightsChromium();
  if (there) return there;
  if (asRoot() && (await installPackage('chromium'))) return findChromium();
  if ((await run('npx', ['playwright', 'install', 'chromium'], { quiet: true })) !== 0) return null;
  return playwrightsChromium();
}

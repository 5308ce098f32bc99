import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fingerprint, Stamp } from './stale.mjs';
import { root, run, step } from './work.mjs';

// npm 10 runs install scripts unasked; this one would fetch CUDA parts that nothing here uses.
const installEnv = { ONNXRUNTIME_NODE_INSTALL: 'skip' };

const houses = {
  page: { workspace: 'client', made: 'client/dist/index.html' },
  server: { workspace: 'server', made: 'server/dist/main.js' },
};

/** Installs what the lockfile says, when that is not what is installed. */
export async function ensureInstalled() {
  const stamp = new Stamp('node_modules/.cache/inkling-installed', 'node_modules');
  const print = fingerprint(
    ['package-lock.json', 'package.json', '.npmrc'],
    process.platform,
    process.arch,
    process.versions.modules,
  );
  if (stamp.matches(print)) return;
  // `ci` starts from nothing; over an existing tree `install` changes only what differs.
  const verb = existsSync(join(root, 'node_modules')) ? 'install' : 'ci';
  await step('Installing what is missing', () =>
    run('npm', [verb, '--no-audit', '--no-fund', '--loglevel=error'], {
      quiet: true,
      env: installEnv,
    }),
  );
  stamp.write(print);
}

/** Builds the page and the server, or what of them is asked for, each only when what it is made from has changed. */
export async function ensureBuilt(names = Object.keys(houses)) {
  for (const name of names) {
    const { workspace, made } = houses[name];
    const stamp = new Stamp(`.cache/setup/${workspace}`, made);
    const print = fingerprint([workspace, 'shared', 'package-lock.json']);
    if (stamp.matches(print)) continue;
    await step(`Building the ${name}`, () =>
      run('npm', ['run', 'build', '--workspace', workspace, '--loglevel=error'], { quiet: true }),
    );
    stamp.write(print);
  }
}

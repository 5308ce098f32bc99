import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** The project's folder. */
export const root = fileURLToPath(new URL('../..', import.meta.url)).replace(/[\\/]$/, '');

/** Something went wrong that a sentence explains. */
export class SetupError extends Error {}

// A log that nobody watches has no use for colours.
const plain = process.stdout.isTTY ? {} : { NO_COLOR: '1', FORCE_COLOR: undefined };

/** `1.2 s`, from a time in the past. */
export function since(began) {
  return `${((performance.now() - began) / 1000).toFixed(1)} s`;
}

/**
 * Runs a program in the project's folder. `quiet` keeps its output back, to be shown only when it fails.
 * Resolves to its exit code, the signal that ended it as 128 + n, or 127 when it cannot be started.
 */
export function run(command, args, { quiet = false, env = {}, cwd = root } = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd,
      env: { ...process.env, ...plain, ...env },
      stdio: quiet ? ['ignore', 'pipe', 'pipe'] : ['ignore', 'inherit', 'inherit'],
      shell: process.platform === 'win32',
    });
    const kept = [];
    child.stdout?.on('data', (bytes) => kept.push(bytes));
    child.stderr?.on('data', (bytes) => kept.push(bytes));
    child.on('error', (error) => {
      console.error(`${command}: ${error.message}`);
      resolve(127);
    });
    child.on('close', (code, signal) => {
      const failed = code !== 0;
      if (failed && kept.length > 0) process.stderr.write(Buffer.concat(kept));
      resolve(signal ? 128 : code);
    });
  });
}

/** Says what is being done, does it, and says how long it took. Throws a `SetupError` when it fails. */
export async function step(saying, work) {
  const began = performance.now();
  process.stdout.write(`${saying} … `);
  const code = await work();
  console.log(code === 0 ? since(began) : 'failed');
  if (code !== 0) throw new SetupError(`${saying} failed; what it said is above.`);
}

/** A program that npm installed, as the arguments of `node`. */
export function tool(path) {
  return `${root}/node_modules/${path}`;
}

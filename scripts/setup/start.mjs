import { setTimeout as pause } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { addressOf } from './address.mjs';
import { ensureBuilt, ensureInstalled } from './make.mjs';
import { root, SetupError } from './work.mjs';

async function isReady(address) {
  try {
    return (await fetch(`${address}/readyz`)).ok;
  } catch {
    return false;
  }
}

/** Ends with a sentence when something answers where the server is to be: its answer would be taken for ours. */
async function ensureFree(address) {
  if (!(await isReady(address))) return;
  throw new SetupError(
    `An Inkling is at ${address} already: stop it, or set PORT to another port.`,
  );
}

/** Installs and builds what is needed, becomes the server, and says where it is once it answers. */
export async function start() {
  await ensureInstalled();
  await ensureBuilt();
  const address = addressOf(process.env);
  await ensureFree(address);
  const main = `${root}/server/dist/main.js`;
  process.env.NODE_ENV ??= 'production';
  process.env.LOG_LEVEL ??= 'warn';
  // onnxruntime would keep a device id in the home folder and tell its maker how it is used.
  process.env.ORT_DISABLE_TELEMETRY ??= '1';
  process.chdir(root);
  // Becoming the server, rather than starting it, leaves its signals and its exit code to it alone.
  process.argv[1] = main;
  await import(pathToFileURL(main).href);
  while (!(await isReady(address))) await pause(25);
  console.log(`\nInkling is at ${address}\n`);
}

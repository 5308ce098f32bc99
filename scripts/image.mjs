// Lays out the container image's root folder: `node scripts/image.mjs FOLDER`. Runs in the Dockerfile's build stage.
// The image has what the running server reads and nothing else: no shell, no npm, no other platform's binaries.
import { execFileSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { loadConfigFromFile } from 'vite';
import { root } from './setup/work.mjs';

const image = process.argv[2];
if (!image) throw new Error('Say where to: node scripts/image.mjs FOLDER');
const app = join(image, 'app');
const binaries = [];

/** The packages that the bundle leaves outside itself. */
async function externalPackages() {
  const file = join(root, 'server/vite.config.ts');
  const loaded = await loadConfigFromFile({ command: 'build', mode: 'production' }, file);
  return loaded.config.ssr.external;
}

/** A package's folder as seen from another's; null when it is not installed (another platform's, say). */
function folderOf(name, from) {
  for (const base of createRequire(join(from, 'package.json')).resolve.paths(name) ?? []) {
    if (existsSync(join(base, name, 'package.json'))) return realpathSync(join(base, name));
  }
  return null;
}

const notRun =
  /(^|\/)(test|tests|docs|src|dependencies|deps|script)(\/|$)|\.(md|map|ts|cts|mts|gyp|cc|h)$/;

/** Whether a running server on this platform reads a file, given its path inside its package. */
function isWanted(path) {
  if (path.startsWith('node_modules')) return false;
  const ort = /^bin\/napi-v\d+\/(\w+)(?:\/(\w+))?/.exec(path);
  if (ort) return ort[1] === process.platform && (!ort[2] || ort[2] === process.arch);
  if (/\.(abi\d+|napi)\.(glibc|musl)\.node$/.test(path)) return path.endsWith('.napi.glibc.node');
  return !notRun.test(path);
}

/** Copies a package and what it needs, once each. */
function copyPackage(name, from, copied) {
  const folder = folderOf(name, from);
  if (!folder || copied.has(folder)) return;
  copied.add(folder);
  cpSync(folder, join(app, relative(root, folder)), {
    recursive: true,
    filter: (path) => isWanted(relative(folder, path)),
  });
  const { dependencies, optionalDependencies } = JSON.parse(
    readFileSync(join(folder, 'package.json'), 'utf8'),
  );
  // These two only serve onnxruntime-node's install script.
  const needed = Object.keys({ ...dependencies, ...optionalDependencies }).filter(
    (each) => each !== 'global-agent' && each !== 'adm-zip',
  );
  for (const each of needed) if (!each.includes('musl')) copyPackage(each, folder, copied);
}

function findBinaries(folder) {
  for (const entry of readdirSync(folder, { recursive: true })) {
    if (/\.node$|\.so(\.\d+)*$/.test(entry)) binaries.push(join(folder, entry));
  }
}

/** Copies the shared libraries that programs load, each to where it was. */
function copyLibraries(programs) {
  for (const program of programs) {
    const said = execFileSync('ldd', [program], { encoding: 'utf8' });
    for (const [path] of said.matchAll(/\/[^\s:()]+/g)) {
      if (path === program || path.startsWith(app) || !existsSync(path)) continue;
      mkdirSync(join(image, dirname(path)), { recursive: true });
      cpSync(realpathSync(path), join(image, path), { dereference: true });
    }
  }
}

const copied = new Set();
for (const name of await externalPackages()) copyPackage(name, join(root, 'server'), copied);
for (const path of [
  'server/dist',
  'client/dist',
  'model/digits.onnx',
  'model/digits-path.onnx',
  'model/digits-inside.onnx',
  'package.json',
  'LICENSE',
]) {
  cpSync(join(root, path), join(app, path), {
    recursive: true,
    filter: (file) => !file.endsWith('.map'),
  });
}
findBinaries(app);
const node = join(image, 'usr/local/bin/node');
mkdirSync(dirname(node), { recursive: true });
cpSync(realpathSync(process.execPath), node, { dereference: true });
copyLibraries([process.execPath, ...binaries]);
mkdirSync(join(image, 'etc'), { recursive: true });
writeFileSync(join(image, 'etc/passwd'), 'root:x:0:0::/:\nnode:x:1000:1000::/app:\n');
writeFileSync(join(image, 'etc/group'), 'root:x:0:\nnode:x:1000:\n');
for (const folder of ['data', 'tmp']) mkdirSync(join(image, folder), { recursive: true });
const size = execFileSync('du', ['-sm', image], { encoding: 'utf8' }).split('\t')[0];
const packages = [...copied].map((folder) => relative(join(root, 'node_modules'), folder));
console.log(
  `${size} MB; beside the bundle: ${packages.sort().join(', ')}; node ${(statSync(node).size / 1e6).toFixed(0)} MB`,
);

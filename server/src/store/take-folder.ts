import { createHash } from 'node:crypto';
import { realpathSync, renameSync, rmSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BadSetting } from '../config.ts';

/** A socket's path is cut off without a word beyond this many bytes, on one system or another. */
const LONGEST_PATH = 103;

/**
 * Takes a data folder for this process: two that write one store overwrite each other's ink. Whoever has the folder listens
 * on a socket in it (where its path is too long for that, beside other temporary files); one that a killed process left
 * behind does not answer, and is taken over. Where a volume cannot hold a socket, nothing is looked at.
 *
 * @returns What lets the folder go.
 * @throws {BadSetting} when another Inkling has it.
 */
export async function takeFolder(folder: string): Promise<() => void> {
  const path = socketOf(folder);
  for (;;) {
    const letGo = await listenAt(path);
    if (typeof letGo === 'function') return letGo;
    if (letGo === 'impossible') return () => {};
    if ((await answers(path)) || !(await takeAway(path))) {
      throw new BadSetting(
        `Another Inkling uses ${folder}: stop it, or set DATA_DIR to another folder.`,
      );
    }
  }
}

function socketOf(folder: string): string {
  const path = join(folder, 'running');
  if (Buffer.byteLength(path) <= LONGEST_PATH) return path;
  let real = folder;
  try {
    real = realpathSync(folder);
  } catch {
    // It is not there: the store will say so.
  }
  const name = createHash('sha256').update(real).digest('hex').slice(0, 16);
  return join(tmpdir(), `inkling-${name}`);
}

/**
 * Takes a socket away that nobody listens on; says whether it did. Of several that come at once each looks at what it took
 * away itself: nobody removes the socket that another has just begun to listen on.
 */
async function takeAway(path: string): Promise<boolean> {
  const aside = `${path}-${process.pid}-${++taken}`;
  try {
    renameSync(path, aside);
  } catch (error) {
    // Somebody else was faster: look again.
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return true;
    throw error;
  }
  if (await answers(aside)) {
    renameSync(aside, path);
    return false;
  }
  rmSync(aside, { force: true });
  return true;
}

let taken = 0;

function listenAt(path: string): Promise<(() => void) | 'taken' | 'impossible'> {
  return new Promise((resolve) => {
    const server = createServer((socket) => socket.destroy());
    server.once('error', ({ code }: NodeJS.ErrnoException) => {
      resolve(code === 'EADDRINUSE' ? 'taken' : 'impossible');
    });
    server.listen(path, () => resolve(() => server.close()));
    server.unref();
  });
}

function answers(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(path);
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    // Anything else, such as too many who knock, is an answer too.
    socket.once('error', ({ code }: NodeJS.ErrnoException) => {
      resolve(code !== 'ECONNREFUSED' && code !== 'ENOENT');
    });
  });
}

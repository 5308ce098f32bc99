import { rmSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { join } from 'node:path';
import { BadSetting } from '../config.ts';

/**
 * Takes a data folder for this process: two that write one store overwrite each other's ink. Whoever has the folder listens
 * on a socket in it; one that a killed process left behind does not answer, and is taken over. Where a volume cannot hold
 * a socket, nothing is looked at.
 *
 * @returns What lets the folder go.
 * @throws {BadSetting} when another Inkling has it.
 */
export async function takeFolder(folder: string): Promise<() => void> {
  const path = join(folder, 'running');
  let letGo = await listenAt(path);
  if (letGo === 'taken') {
    if (await answers(path)) {
      const message = `Another Inkling uses ${folder}: stop it, or set DATA_DIR to another folder.`;
      throw new BadSetting(message);
    }
    rmSync(path, { force: true });
    letGo = await listenAt(path);
  }
  return typeof letGo === 'function' ? letGo : () => {};
}

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
    socket.once('error', () => resolve(false));
  });
}

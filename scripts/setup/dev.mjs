import { spawn } from 'node:child_process';
import { ensureInstalled } from './make.mjs';
import { root, tool } from './work.mjs';

/** Runs the server and the page from their sources; a change to either shows at once. */
export async function dev() {
  await ensureInstalled();
  const both = [
    spawn(
      process.execPath,
      [tool('tsx/dist/cli.mjs'), 'watch', '--clear-screen=false', 'server/src/main.ts'],
      {
        cwd: root,
        stdio: ['ignore', 'inherit', 'inherit'],
      },
    ),
    spawn(process.execPath, [tool('vite/bin/vite.js'), '--clearScreen', 'false'], {
      cwd: `${root}/client`,
      stdio: ['ignore', 'inherit', 'inherit'],
      env: { INKLING_SERVER: `http://localhost:${process.env.PORT ?? 3000}`, ...process.env },
    }),
  ];
  const stop = () => {
    for (const child of both) child.kill();
  };
  process.on('SIGINT', stop).on('SIGTERM', stop);
  const codes = both.map(
    (child) =>
      new Promise((resolve) => {
        child.on('exit', (code) => {
          stop();
          resolve(code ?? 0);
        });
      }),
  );
  process.exitCode = Math.max(...(await Promise.all(codes)));
}

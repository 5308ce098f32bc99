import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, it } from 'vitest';
import * as Y from 'yjs';
import { Painter } from './painter.ts';

/** A process that does something with what it is told to paint. */
function processThat(does: string) {
  return spawn(
    process.execPath,
    ['-e', `process.on('message', ({ id, surface }) => { ${does} });`],
    {
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
      serialization: 'advanced',
    },
  );
}

const canvas = Y.encodeStateAsUpdate(new Y.Doc());

it('[HTTP15] pictures are painted in one process; when that dies who waits hears it, and whoever asks next gets another', async () => {
  let processes = 0;
  // The first process dies of the first canvas; the second answers with as many bytes as the surface's number.
  const painter = new Painter(() =>
    processThat(
      processes++ === 0
        ? 'process.exit(7);'
        : 'process.send({ id, png: new Uint8Array(surface) });',
    ),
  );
  await expect(painter.paint(canvas, 1)).rejects.toThrow('the painter ended (7)');
  const two = await Promise.all([painter.paint(canvas, 1), painter.paint(canvas, 2)]);
  expect(two.map(({ length }) => length)).toEqual([1, 2]);
  expect(processes).toBe(2);
});

it('[HTTP16] a server that ends takes a painter with it that is in the middle of a picture', async () => {
  const source = new URL('./painter.ts', import.meta.url).href;
  const server = spawn(
    process.execPath,
    [
      '--import=tsx',
      '--input-type=module',
      '-e',
      `import { spawn } from 'node:child_process';
      import { Painter } from ${JSON.stringify(source)};
      const forEver = "process.on('message', () => { for (;;); });";
      const child = spawn(process.execPath, ['-e', forEver], { stdio: ['ignore', 'inherit', 'ignore', 'ipc'] });
      void new Painter(() => child).paint(new Uint8Array(2), 0);
      process.on('SIGTERM', () => process.exit(0));
      setInterval(() => {}, 1000);
      console.log('painting');`,
    ],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  await once(server.stdout, 'data');
  server.kill('SIGTERM');
  // The painter has the same output, which is closed when both are gone.
  expect(await once(server, 'close')).toEqual([0, null]);
});

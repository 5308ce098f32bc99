import { Worker } from 'node:worker_threads';
import { expect, it } from 'vitest';
import * as Y from 'yjs';
import { Painter } from './painter.ts';

it('[HTTP12] pictures are painted on one thread; when that dies who waits hears it, and whoever asks next gets another', async () => {
  let threads = 0;
  // The first thread dies of the first canvas; the second answers with as many bytes as the surface's number.
  const start = () =>
    new Worker(
      `const { parentPort } = require('node:worker_threads');
      parentPort.on('message', ({ id, surface }) => {
        if (${threads} === 0) throw new Error('out of paint');
        parentPort.postMessage({ id, png: new Uint8Array(surface) });
      });`,
      { eval: true, name: `painter ${threads++}` },
    );
  const painter = new Painter(start);
  const canvas = Y.encodeStateAsUpdate(new Y.Doc());
  await expect(painter.paint(canvas, 1)).rejects.toThrow('out of paint');
  const two = await Promise.all([painter.paint(canvas, 1), painter.paint(canvas, 2)]);
  expect(two.map(({ length }) => length)).toEqual([1, 2]);
  expect(threads).toBe(2);
  // The room tells newcomers the same bytes.
  expect(canvas).toEqual(Y.encodeStateAsUpdate(new Y.Doc()));
});

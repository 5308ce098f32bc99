import { expect, it } from 'vitest';
import { decodeBare, encodeBare } from './bare-ink.ts';
import { encodeChunks } from './ink.ts';

const chunks = encodeChunks([
  { stroke: 3, at: 0, done: true, pressure: false, surface: 0, points: [10, 20, 0, 128] },
]);

it('[WIRE10] bare ink is a one, the number of its answer, and the chunks', () => {
  const message = encodeBare({ id: 300, chunks });
  expect([...message]).toEqual([1, 0xac, 0x02, ...chunks]);
  expect(decodeBare(message)).toEqual({ id: 300, chunks });
});

it.each([
  ['nothing', []],
  ['another kind', [2, 5, 1]],
  ['a number without an end', [1, 0x80]],
  ['a number that is too large', [1, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f]],
])('[WIRE10] %s is no bare ink', (_, bytes) => {
  expect(decodeBare(Uint8Array.from(bytes))).toBeNull();
});

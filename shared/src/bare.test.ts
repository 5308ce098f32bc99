import { expect, it } from 'vitest';
import { decodeBareFrame, decodeBareInk, encodeBareFrame, encodeBareInk } from './bare.ts';
import { encodeChunks } from './ink.ts';

const chunks = encodeChunks([
  { stroke: 3, at: 0, done: true, pressure: false, surface: 0, points: [10, 20, 0, 128] },
]);

it('[WIRE10] bare ink is a one, the number of its answer, and the chunks', () => {
  const message = encodeBareInk({ id: 300, chunks });
  expect([...message]).toEqual([1, 0xac, 0x02, ...chunks]);
  expect(decodeBareInk(message)).toEqual({ id: 300, chunks });
});

it('[WIRE10] a bare frame is a two and the sections', () => {
  const frame = Uint8Array.from([2, 0]);
  expect([...encodeBareFrame(frame)]).toEqual([2, 2, 0]);
  expect(decodeBareFrame(encodeBareFrame(frame))).toEqual(frame);
  expect(decodeBareFrame(Uint8Array.from([1, 2]))).toBeNull();
  expect(decodeBareFrame(new Uint8Array())).toBeNull();
});

it.each([
  ['nothing', []],
  ['another kind', [2, 5, 1]],
  ['a number without an end', [1, 0x80]],
  ['a number that is too large', [1, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f]],
])('[WIRE10] %s is no bare ink', (_, bytes) => {
  expect(decodeBareInk(Uint8Array.from(bytes))).toBeNull();
});

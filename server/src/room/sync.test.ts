import { strokesOf } from '@inkling/shared/canvas';
import { expect, it } from 'vitest';
import * as Y from 'yjs';
import { oneRoom } from '../../test/one-room.ts';

/** A page that was told the canvas with its first stroke, and the room in which there are two by now. */
function behind() {
  const { room, draw } = oneRoom();
  const doc = new Y.Doc();
  draw();
  room.flush();
  Y.applyUpdate(doc, room.sync().canvas);
  draw();
  room.flush();
  const have = { epoch: room.record.epoch, vector: Y.encodeStateVector(doc) };
  const strokes = () => strokesOf(doc).map(({ stroke }) => stroke);
  return { room, doc, have, strokes };
}

it('[SYNC1] a state vector brings only what is missing', () => {
  const { room, doc, have, strokes } = behind();
  const { canvas, epoch } = room.sync(have);
  expect(epoch).toBe(have.epoch);
  expect(canvas.length).toBeLessThan(room.sync().canvas.length);
  Y.applyUpdate(doc, canvas);
  expect(strokes()).toEqual([1, 2]);
});

it('[SYNC1] a stale epoch brings all, and so do bytes that are no state vector', () => {
  const { room, have } = behind();
  const whole = room.sync().canvas;
  expect(room.sync({ ...have, epoch: have.epoch - 1 }).canvas).toBe(whole);
  expect(room.sync({ ...have, vector: Uint8Array.of(9, 255, 255) }).canvas).toBe(whole);
});

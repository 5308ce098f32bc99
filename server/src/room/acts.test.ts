import { encodeChunks } from '@inkling/shared/ink';
import { expect, it } from 'vitest';
import { FrontDoor } from '../../test/front-door.ts';
import { line } from '../../test/harness.ts';
import type { Room } from './room.ts';

/** Every second of so many strokes that never were. */
const ghosts = (author: number, count = 1000) =>
  Array.from({ length: count }, (_, i) => [author, i * 2]);

const rangesOf = (room: Room | null) =>
  [...(room?.canvas.erased.values() ?? [])].reduce((sum, set) => sum + set.toJSON().length, 0);

it('[LIMIT42] erasing what never was leaves at most a hundred numbers above the highest that came, of those who draw', async () => {
  const house = new FrontDoor();
  const { caller, you, room, code } = await house.enter();
  await caller.ask('ink', encodeChunks([line(300, 3)]));
  expect(await caller.ask('erase', { strokes: ghosts(you.author) })).toEqual({ ok: true });
  expect(rangesOf(room)).toBeLessThanOrEqual(201);
  expect(room?.canvas.wasErased(1, 400)).toBe(true);
  expect(room?.canvas.wasErased(1, 402)).toBe(false);
  const before = rangesOf(room);
  const watcher = await house.enter({ room: code, as: 'watch' });
  await watcher.caller.ask('erase', { strokes: ghosts(watcher.you.author) });
  expect(rangesOf(room)).toBe(before);
});

it('[LIMIT42] a room notes so many of them, whatever the number of names, and erases on', async () => {
  const house = new FrontDoor({ MAX_DRAWING: '1000' });
  const { caller, room, code } = await house.enter();
  await caller.ask('ink', encodeChunks([line(1, 3)]));
  for (let n = 0; n < 150; n++) {
    const { caller: ghost, you } = await house.enter({ room: code });
    expect(await ghost.ask('erase', { strokes: ghosts(you.author) })).toEqual({ ok: true });
  }
  expect(rangesOf(room)).toBeLessThanOrEqual(5000);
  expect(await caller.ask('erase', { strokes: [[1, 1]] })).toEqual({ ok: true });
  expect(room?.canvas.wasErased(1, 1)).toBe(true);
});

it('[LIMIT42] who is forgotten leaves no erasures', async () => {
  const house = new FrontDoor({ JOINS_BURST: '3000', MAX_DRAWING: '3000' });
  const { room, code } = await house.enter();
  const ghost = await house.enter({ room: code });
  await ghost.caller.ask('erase', { strokes: ghosts(ghost.you.author, 10) });
  ghost.caller.disconnect();
  expect(rangesOf(room)).toBe(10);
  for (let n = 0; n < 1000; n++) room?.roster.admit(null);
  const late = await house.enter({ room: code });
  expect(rangesOf(room)).toBe(0);
  // Whoever comes then is not forgotten with them.
  expect(room?.roster.get(late.you.author)).toBeDefined();
});

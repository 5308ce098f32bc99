import { expect, it } from 'vitest';
import type { Room } from '../room/room.ts';
import { Lookup } from './lookup.ts';

it('[DOOR17] codes of no room are counted and paced; meanwhile open rooms are found', async () => {
  const rooms: Record<string, Room> = { OPENED: {} as Room, STORED: {} as Room };
  let now = 0;
  let looks = 0;
  let refused = 0;
  const lookup = new Lookup({
    rooms: {
      peek: (code) => (code === 'OPENED' ? rooms[code] : undefined),
      async get(code) {
        looks++;
        return rooms[code] ?? null;
      },
    },
    now: () => now,
    onRefused: () => void refused++,
  });
  expect(await lookup.find('STORED')).toBe(rooms.STORED);
  for (let n = 0; n < 500; n++) expect(await lookup.find('GUESSD')).toBeNull();
  looks = 0;
  for (let n = 0; n < 100; n++) expect(await lookup.find('GUESSD')).toBeGreaterThan(0);
  expect(await lookup.find('STORED')).toBeGreaterThan(0);
  expect(await lookup.find('OPENED')).toBe(rooms.OPENED);
  expect([looks, refused]).toEqual([0, 601]);
  now += 1000;
  expect(await lookup.find('STORED')).toBe(rooms.STORED);
  expect(await lookup.find('GUESSD')).toBeNull();
});

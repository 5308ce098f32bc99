import { expect, it } from 'vitest';
import { readConfig } from '../config.ts';
import { Paces } from './paces.ts';

const { limits } = readConfig({ INK_POINTS_A_SECOND: '100', INK_POINTS_BURST: '1000' });

it('[LIMIT10] a room takes so many points, however many people they come from; sixty who draw fast do not feel it', () => {
  let now = 0;
  const paces = new Paces(limits, () => now);
  const taken = Array.from({ length: 20 }, (_, author) => paces.takePoints(author, 1000));
  expect(taken.filter(Boolean)).toHaveLength(5);
  now += 60_000;
  // A pen gives some 125 points a second where it may give 3,000.
  for (let second = 0; second < 60; second++, now += 1000) {
    for (let author = 20; author < 80; author++) expect(paces.takePoints(author, 5)).toBe(true);
  }
});

it('[LIMIT9] the pace of somebody who left is kept until it is whole again, also among very many', () => {
  let now = 0;
  const paces = new Paces(limits, () => now);
  expect(paces.takePoints(0, 1000)).toBe(true);
  for (let author = 1; author < 500; author++) paces.takePoints(author, 0);
  expect(paces.takePoints(0, 1)).toBe(false);
  now += 10_000;
  for (let author = 500; author < 1000; author++) paces.takePoints(author, 0);
  expect(paces.takePoints(0, 1000)).toBe(true);
});

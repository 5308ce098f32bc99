import { expect, it } from 'vitest';
import { nextStrain, windowsAt } from './strain.ts';

it('[LOAD1] an event loop that runs late slows readings first, then frames, step by step', () => {
  const steps = [0];
  for (let i = 0; i < 6; i++) steps.push(nextStrain(steps.at(-1) ?? 0, 90));
  expect(steps).toEqual([0, 1, 2, 3, 4, 4, 4]);
  expect([0, 1, 2, 3, 4].map((step) => windowsAt(step).reader)).toEqual([1, 2, 4, 8, 16]);
  expect([0, 1, 2, 3, 4].map((step) => windowsAt(step).tick)).toEqual([1, 1, 1, 2, 4]);
});

it('[LOAD2] it recovers step by step, and stays where it is in between', () => {
  expect(nextStrain(3, 30)).toBe(3);
  expect(nextStrain(3, 5)).toBe(2);
  expect(nextStrain(0, 0)).toBe(0);
});

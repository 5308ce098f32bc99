import { expect, it } from 'vitest';
import { nextPressure, type Pressure, processMeter } from './memory.ts';

it('[MEM1] pressure grows with the share of memory in use, and falls a little later than it grew', () => {
  const seen: Pressure[] = [];
  for (const share of [0.5, 0.79, 0.81, 0.77, 0.91, 0.93, 0.89, 0.87, 0.76, 0.74]) {
    seen.push(nextPressure(seen.at(-1) ?? 'calm', share));
  }
  expect(seen).toEqual([
    ...['calm', 'calm', 'tight', 'tight', 'tight', 'full', 'full', 'tight', 'tight', 'calm'],
  ]);
});

it('[MEM1] this process is measured against what it may take, and its heap against its limit', () => {
  const [own, heap] = processMeter(2 ** 30)();
  expect(own?.most).toBe(2 ** 30);
  expect(own?.used).toBeGreaterThan(10 * 2 ** 20);
  expect(heap?.used).toBeLessThan(heap?.most ?? 0);
  const [machine] = processMeter(0)();
  expect(machine?.most).toBeGreaterThan(own?.used ?? 0);
});

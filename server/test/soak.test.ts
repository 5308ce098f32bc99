import { expect, it } from 'vitest';
import { Hour } from './fuzz/hour.ts';

it('[SOAK1] however long six people draw and clear, neither document nor records grow', async () => {
  const hour = new Hour(1);
  await hour.begin();
  // Ten minutes fill the undos that are kept; after that nothing may grow.
  for (let minute = 0; minute < 12; minute++) await hour.minute();
  const early = hour.sizes();
  for (let minute = 0; minute < 18; minute++) await hour.minute();
  const late = hour.sizes();
  expect(hour.strokes).toBe(1800);
  expect(late.document).toBeLessThan(200);
  expect(late.updates).toBeLessThan(500);
  expect(late.undos).toBeLessThan(early.undos * 1.5 + 1000);
  expect(late.record).toBeLessThan(early.record + 500);
});

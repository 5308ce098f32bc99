import { createHistogram } from 'node:perf_hooks';
import { expect, it } from 'vitest';
import { LoopDelay } from './loop-delay.ts';

it('[METRIC3] a stall is told as long as it was, to everybody who asks, until a whole window went by without one', () => {
  const histogram = createHistogram();
  const delay = new LoopDelay(histogram);
  expect(delay.late).toEqual({ p99: 0, max: 0 });
  for (let n = 0; n < 300; n++) histogram.record(10_000_000);
  histogram.record(3_000_000_000);
  for (let asked = 0; asked < 2; asked++) {
    expect(delay.late.p99).toBeCloseTo(0.01, 3);
    expect(delay.late.max).toBeCloseTo(3, 1);
  }
  delay.turn();
  expect(delay.late.max).toBeCloseTo(3, 1);
  histogram.record(10_000_000);
  delay.turn();
  expect(delay.late.max).toBeCloseTo(0.01, 3);
});

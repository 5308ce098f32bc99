import type { EventLoopUtilization } from 'node:perf_hooks';
import { expect, it } from 'vitest';
import { Effort, stretchFor } from './effort.ts';

/** An effort by a clock turned by hand. */
function open() {
  const at = { now: 0, active: 0 };
  const total = (): EventLoopUtilization => {
    return { idle: at.now - at.active, active: at.active, utilization: at.active / (at.now || 1) };
  };
  const utilization = (to = total(), from?: EventLoopUtilization): EventLoopUtilization => {
    if (!from) return to;
    const [idle, active] = [to.idle - from.idle, to.active - from.active];
    return { idle, active, utilization: active / (idle + active) };
  };
  const effort = new Effort({ now: () => at.now, utilization });
  /** The stretch after so many half seconds of being busy for that share of them. */
  const after = (halves: number, busy: number) => {
    for (let i = 0; i < halves; i++) {
      at.now += 500;
      at.active += 500 * busy;
      void effort.stretch;
    }
    return effort.stretch;
  };
  return { after };
}

it('[READ34] a thread that is at ease widens no pace, a busier one each the more', () => {
  expect([0, 0.05, 0.15].map(stretchFor)).toEqual([1, 1, 1]);
  expect(stretchFor(0.3)).toBeCloseTo(4);
  expect(stretchFor(0.2)).toBeCloseTo(1.78, 2);
});

it('[READ34] how busy it is, is a mean of the last seconds: work that lasts is felt, and soon forgotten', () => {
  const { after } = open();
  expect(after(10, 0.1)).toBe(1);
  expect(after(10, 0.3)).toBeCloseTo(4, 1);
  expect(after(1, 0.05)).toBeLessThan(1.5);
  expect(after(2, 0.05)).toBe(1);
});

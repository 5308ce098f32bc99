import { randomInt } from 'node:crypto';

const EPOCH_LEAP = 1 << 16;

/** An epoch that nobody can have seen: further on than those that were given out in turn. */
export function leap(epoch: number): number {
  return epoch + 1 + randomInt(EPOCH_LEAP);
}

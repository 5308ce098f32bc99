import { expect, it } from 'vitest';
import { isStray } from './steady-taps.ts';

it('[CLASS63] the second half of a double tap hits nothing that came to lie under the thumb', () => {
  const [seven, freeze] = [new EventTarget(), new EventTarget()];
  const first = { at: 1000, x: 100, y: 300, on: seven };
  expect(isStray(first, null)).toBe(false);
  expect(isStray({ at: 1120, x: 103, y: 298, on: freeze }, first)).toBe(true);
  // Nothing at all is under it now: that is no tap of its own either.
  expect(isStray({ at: 1120, x: 103, y: 298, on: null }, first)).toBe(true);
  // The same button twice, another place and another time are meant.
  expect(isStray({ at: 1120, x: 103, y: 298, on: seven }, first)).toBe(false);
  expect(isStray({ at: 1120, x: 160, y: 298, on: freeze }, first)).toBe(false);
  expect(isStray({ at: 1500, x: 100, y: 300, on: freeze }, first)).toBe(false);
});

import { expect, it } from 'vitest';
import { shareOf } from './headline.tsx';

it('[LOOK25] what is no digit has a number too', () => {
  const probabilities = new Uint8Array(11);
  probabilities[7] = 178;
  probabilities[10] = 77;
  expect(shareOf({ at: 'not-a-digit' }, probabilities)).toBe(30);
  expect(shareOf({ at: 'sure', digit: 7, probability: 0.7 }, probabilities)).toBe(70);
  expect(shareOf({ at: 'unsure', digits: [7, 1] }, probabilities)).toBeNull();
  expect(shareOf({ at: 'not-a-digit' }, null)).toBeNull();
});

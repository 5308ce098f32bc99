import { expect, it } from 'vitest';
import { tryMessages } from './fuzz/messages.ts';

it('[DOOR4] mutated messages go through codec, schemas and gate, and nothing throws', () => {
  const tried = tryMessages(2026, 200_000);
  expect(tried.decoded).toBeGreaterThan(1000);
  expect(tried.bad).toBeGreaterThan(1000);
  expect(tried.accepted).toBeGreaterThan(1000);
  expect(tried.parsed).toBeGreaterThan(100);
});

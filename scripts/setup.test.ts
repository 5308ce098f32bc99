import { expect, it } from 'vitest';
import { addressOf } from './setup/address.mjs';

it('[SETUP1] the server is waited for, and told of, at the address it listens on', () => {
  expect(addressOf({})).toBe('http://localhost:3000');
  expect(addressOf({ HOST: '0.0.0.0', PORT: '8080' })).toBe('http://localhost:8080');
  expect(addressOf({ HOST: '::' })).toBe('http://localhost:3000');
  expect(addressOf({ HOST: '127.0.0.2' })).toBe('http://127.0.0.2:3000');
  expect(addressOf({ HOST: '::1', PORT: '1' })).toBe('http://[::1]:1');
});

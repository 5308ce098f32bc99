import { expect, it } from 'vitest';
import { addressOf } from './setup/address.mjs';
import { nodeWillNotDo } from './setup/machine.mjs';

it('[SETUP1] the server is waited for, and told of, at the address it listens on', () => {
  expect(addressOf({})).toBe('http://localhost:3000');
  expect(addressOf({ HOST: '0.0.0.0', PORT: '8080' })).toBe('http://localhost:8080');
  expect(addressOf({ HOST: '::' })).toBe('http://localhost:3000');
  expect(addressOf({ HOST: '127.0.0.2' })).toBe('http://127.0.0.2:3000');
  expect(addressOf({ HOST: '::1', PORT: '1' })).toBe('http://[::1]:1');
});

it('[SETUP5] a Node.js that Inkling does not run on is told so in a sentence', () => {
  const versions = [
    '18.20.4',
    '20.18.3',
    '20.19.0',
    '21.7.3',
    '22.11.0',
    '22.12.0',
    '23.1.0',
    '24.0.0',
    '26.1.0',
  ];
  expect(versions.filter((version) => nodeWillNotDo(version) === null)).toEqual([
    '20.19.0',
    '22.12.0',
    '24.0.0',
    '26.1.0',
  ]);
});

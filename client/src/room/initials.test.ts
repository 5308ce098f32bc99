import { expect, it } from 'vitest';
import { initials } from './initials.ts';

it('[LOOK30] initials are whole letters, with whatever belongs to them', () => {
  expect(initials('Blue Otter')).toBe('BO');
  expect(initials('  zoë  ')).toBe('Z');
  expect(initials('e\u0301lan de la Tour')).toBe('E\u0301T');
  expect(initials('👩🏽‍🚀 🇩🇪')).toBe('👩🏽‍🚀🇩🇪');
  expect(initials('')).toBe('');
});

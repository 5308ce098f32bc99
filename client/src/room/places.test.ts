import { describe, expect, it } from 'vitest';
import { keyOf, placeOf } from './places.ts';

describe('addresses', () => {
  it('[LOOK10] lead to a room, its stage and its remote', () => {
    expect(placeOf('/', '')).toEqual({ at: 'room', code: null, kind: 'board' });
    expect(placeOf('/qkwmpt', '')).toEqual({ at: 'room', code: 'QKWMPT', kind: 'board' });
    expect(placeOf('/QKWMPT/stage', '')).toMatchObject({ at: 'stage', code: 'QKWMPT' });
    expect(placeOf('/QKWMPT/remote/', '')).toEqual({ at: 'remote', code: 'QKWMPT' });
    expect(placeOf('/', '?kind=class&show=stage')).toEqual({
      at: 'stage',
      code: null,
      kind: 'class',
    });
  });

  it('[LOOK32] forgive what a hand types: spaces, dots, small letters, and figures for the one letter they look like', () => {
    for (const path of ['/QKW%20MPT', '/QKWMPT.', '/qkw-mpt', '/%20QKWMPT%20']) {
      expect(placeOf(path, '')).toMatchObject({ at: 'room', code: 'QKWMPT' });
    }
    expect(placeOf('/5DXK8Z', '')).toMatchObject({ code: 'SDXKBZ' });
    for (const path of ['/SDXKQ0', '/SDXKQO', '/SDXKQ1', '/SDXKQ', '/SDXKQVA', '/%E0%A4']) {
      expect(placeOf(path, '')).toEqual({ at: 'nowhere' });
    }
  });

  it('[LOOK10] lead nowhere when they are not a code', () => {
    for (const path of ['/QKWMP', '/QKWMPI', '/QKWMPT/attic', '/QKWMPT/stage/x', '/about']) {
      expect(placeOf(path, '')).toEqual({ at: 'nowhere' });
    }
  });

  it('[LOOK10] carry the host key in the fragment alone', () => {
    expect(keyOf('#AbCdEfGhIjKlMnOpQrStUv')).toBe('AbCdEfGhIjKlMnOpQrStUv');
    expect(keyOf('#')).toBeUndefined();
    expect(keyOf('#<script>')).toBeUndefined();
  });
});

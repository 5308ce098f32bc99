import { describe, expect, it } from 'vitest';
import { keyOf, placeOf, retyped, typedCode } from './places.ts';

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
      expect(placeOf(path, '')).toMatchObject({ at: 'nowhere' });
    }
  });

  it('[LOOK10] lead nowhere when they are not a code', () => {
    for (const path of ['/QKWMP', '/QKWMPI', '/QKWMPT/attic', '/QKWMPT/stage/x', '/about']) {
      expect(placeOf(path, '')).toMatchObject({ at: 'nowhere' });
    }
  });

  it('[LOOK46] are told again with another code in them: page, settings and key stay', () => {
    const at = { pathname: '/SDXKQ0', search: '', hash: '' };
    expect(retyped('SDXKQV', at)).toBe('/SDXKQV');
    expect(retyped('SDXKQV', { ...at, pathname: '/SDXKQ0/stage/', search: '?theme=dark' })).toBe(
      '/SDXKQV/stage?theme=dark',
    );
    expect(retyped('SDXKQV', { ...at, pathname: '/x/remote', hash: '#key' })).toBe(
      '/SDXKQV/remote#key',
    );
    for (const pathname of ['/x/attic', '/what/was/it/again', '/x/stage/y']) {
      expect(retyped('SDXKQV', { ...at, pathname })).toBe('/SDXKQV');
    }
  });

  it('[LOOK46] say what was typed for a code, if a hand may have typed it', () => {
    expect(typedCode('/sdxkq0')).toBe('SDXKQ0');
    expect(typedCode('/SDX%20KQ0/stage')).toBe('SDX KQ0');
    for (const path of ['/', '/what/was/it/again', '/%E0%A4', `/${'A'.repeat(40)}`]) {
      expect(typedCode(path)).toBe('');
    }
  });

  it('[LOOK10] carry the host key in the fragment alone', () => {
    expect(keyOf('#AbCdEfGhIjKlMnOpQrStUv')).toBe('AbCdEfGhIjKlMnOpQrStUv');
    expect(keyOf('#')).toBeUndefined();
    expect(keyOf('#<script>')).toBeUndefined();
  });
});

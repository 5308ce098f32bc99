import { describe, expect, it } from 'vitest';
import { settingsOf } from './settings.ts';

describe('settings in a link', () => {
  it('[LOOK10] make a lesson a bookmark', () => {
    expect(settingsOf('?kind=class&show=stage&task=fool&digit=7&names=off')).toEqual([
      { do: 'names', on: false },
      { do: 'task', task: { kind: 'fool', target: '7' } },
    ]);
    expect(settingsOf('?pens=off&curtain=on&pointers=on&task=fifty&digit=3')).toEqual([
      { do: 'pointers', on: true },
      { do: 'freeze', on: true },
      { do: 'curtain', on: true },
      { do: 'task', task: { kind: 'fifty', target: null } },
    ]);
  });

  it('[LOOK10] leave out what makes no sense', () => {
    expect(settingsOf('?task=dance&digit=7&names=maybe')).toEqual([]);
    expect(settingsOf('?task=draw&digit=seven')).toEqual([]);
    expect(settingsOf('')).toEqual([]);
  });
});

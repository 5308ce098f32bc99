import type { Person, Room } from '@inkling/shared/protocol';
import { describe, expect, it } from 'vitest';
import { onStage, studentsOf } from './on-stage.ts';

const people = [{ author: 3 }, { author: 4 }] as Person[];
const room = (more: Partial<Room> = {}) =>
  ({ kind: 'class', curtain: false, spotlight: null, ...more }) as Room;

describe('what the stage shows', () => {
  it('[CLASS15] is a tile for each who draws or has ink, also who only watches now', () => {
    const person = (author: number, as: Person['as'], here: boolean) =>
      ({ author, as, here }) as Person;
    const all = [
      person(1, 'draw', true),
      person(2, 'watch', true),
      person(3, 'watch', true),
      person(4, 'draw', false),
      person(5, 'draw', false),
    ];
    const shown = studentsOf(all, (author) => author === 3 || author === 4);
    expect(shown.map(({ author }) => author)).toEqual([1, 3, 4]);
  });

  it('[CLASS33] [CLASS35] is the grid where what is to be shown is nobody’s', () => {
    expect(onStage({ room: room({ spotlight: 3 }), chosen: undefined, people })).toBe(3);
    expect(onStage({ room: room({ spotlight: 9 }), chosen: undefined, people })).toBeNull();
    expect(onStage({ room: room({ spotlight: 3 }), chosen: 4, people })).toBe(4);
    expect(onStage({ room: room({ spotlight: 3 }), chosen: 9, people })).toBeNull();
    expect(onStage({ room: room({ spotlight: 3 }), chosen: null, people })).toBeNull();
    expect(onStage({ room: room({ spotlight: 0 }), chosen: undefined, people })).toBe(0);
    // Only the board has no curtain.
    for (const [spotlight, shown] of [
      [3, null],
      [0, 0],
    ] as const) {
      const behind = { room: room({ spotlight, curtain: true }), chosen: undefined, people };
      expect(onStage(behind)).toBe(shown);
    }
    expect(onStage({ room: room({ kind: 'board' }), chosen: undefined, people })).toBe(0);
    expect(onStage({ room: null, chosen: undefined, people })).toBe(0);
  });
});

import { describe, expect, it } from 'vitest';
import { inkColor } from './colors.ts';
import { countAt } from './live.ts';
import { cutsAt, inkMs } from './rewind.ts';

const points = [0, 0, 0, 128, 10, 0, 100, 128, 20, 0, 300, 128];

describe('rewinding', () => {
  it('[REW1] counts the time of ink one stroke after the other', () => {
    expect(inkMs(points)).toBe(300);
    const cuts = cutsAt(
      [
        { key: '1.1', points },
        { key: '1.2', points },
      ],
      400,
    );
    expect([...cuts]).toEqual([
      ['1.1', 400],
      ['1.2', 100],
    ]);
  });

  it('[REW2] shows points up to a moment, and part of the way to the next', () => {
    expect(countAt(points, -1)).toBe(0);
    expect(countAt(points, 0)).toBe(1);
    expect(countAt(points, 50)).toBeCloseTo(1.5);
    expect(countAt(points, 200)).toBeCloseTo(2.5);
    expect(countAt(points, 999)).toBe(3);
  });
});

describe('the colour of ink', () => {
  it('[COL1] keeps a colour that can be seen and lightens one that cannot', () => {
    expect(inkColor('#1f6fe5', false)).toBe('#1f6fe5');
    expect(inkColor('#6b4e16', true)).not.toBe('#6b4e16');
    expect(inkColor('#1b1a17', true)).toBe('#f1eee6');
    expect(inkColor('nonsense', true)).toBe('#f1eee6');
  });
});

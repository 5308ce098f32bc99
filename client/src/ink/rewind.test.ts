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

  it('[COL2] on a dark stage ink is seen from ten metres: 7 : 1', () => {
    const light = (hex: string) => {
      const [r = 0, g = 0, b = 0] = [1, 3, 5].map((i) => {
        const c = Number.parseInt(hex.slice(i, i + 2), 16) / 255;
        return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
      });
      return 0.2126 * r + 0.7152 * g + 0.0722 * b + 0.05;
    };
    const inks = ['1f6fe5', '0b8262', '8b3fd9', 'b4530a', '0e7490', 'b0246b', '4d7a0f', '6b4e16'];
    for (const ink of inks) {
      expect(light(inkColor(`#${ink}`, true)) / light('#161513'), ink).toBeGreaterThan(7);
    }
  });
});

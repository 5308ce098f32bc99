import { describe, expect, it } from 'vitest';
import { between, stepOf } from './steps.ts';

describe('the keyboard pen', () => {
  const grid = { surface: 0, step: 100 };

  it('[A11Y2] goes where the arrows point, and never off the paper', () => {
    expect(stepOf('ArrowRight', { x: 50, y: 50 }, grid)).toEqual({ x: 150, y: 50 });
    expect(stepOf('ArrowUp', { x: 50, y: 50 }, grid)).toEqual({ x: 50, y: 0 });
    expect(stepOf('ArrowDown', { x: 50, y: 2530 }, grid)).toEqual({ x: 50, y: 2560 });
    expect(stepOf('a', { x: 50, y: 50 }, grid)).toBeNull();
  });

  it('[A11Y2] draws lines, not jumps', () => {
    expect(between({ x: 0, y: 0 }, { x: 100, y: 50 }, 2)).toEqual([
      { x: 50, y: 25 },
      { x: 100, y: 50 },
    ]);
  });
});

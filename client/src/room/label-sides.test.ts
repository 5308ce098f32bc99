import { describe, expect, it } from 'vitest';
import { type Label, labelSides } from './label-sides.ts';

const label = (x: number, y: number, w: number, h: number, text = 80): Label => ({
  frame: { x, y, w, h },
  beside: { w: text, h: 50 },
  under: { w: text + 40, h: 30 },
});

describe('labels of marks', () => {
  it('[LOOK31] stand right of what was read, else left, else under it', () => {
    const sides = [label(20, 20, 100, 100), label(300, 20, 80, 100), label(5, 200, 380, 90)];
    expect(labelSides(sides, 390)).toEqual([
      { side: 'right', down: 0 },
      { side: 'left', down: 0 },
      { side: 'under', down: 0 },
    ]);
  });

  it('[LOOK31] never lie on one another: a number’s, under it, gives way to that of the digit below', () => {
    // 2026 from edge to edge, and a 4 under it whose label stands beside it, where the number's would.
    const [four, number] = labelSides([label(160, 300, 100, 90), label(5, 200, 380, 96)], 390);
    expect(four).toEqual({ side: 'right', down: 0 });
    expect(number).toEqual({ side: 'under', down: 54 });
    // However many: each goes on down past the others.
    const heap = labelSides(
      Array.from({ length: 5 }, () => label(5, 0, 380, 100)),
      390,
    );
    expect(heap.map(({ down }) => down)).toEqual([0, 34, 68, 102, 136]);
  });
});

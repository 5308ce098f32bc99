import type { Stroke } from '@inkling/shared/canvas';
import { describe, expect, it } from 'vitest';
import { inkHere } from './ink-here.ts';

const stroke = (number: number, surface = 0): Stroke => ({
  author: 1,
  stroke: number,
  surface,
  done: true,
  pressure: false,
  points: [100, 100, 0, 128],
});

describe('the ink that is taken along', () => {
  it('[TAKE6] is what one sees: this surface, with one’s own ink on its way, without what was erased or refused', () => {
    const own = [
      { ...stroke(4), refused: false },
      { ...stroke(5), refused: true },
      { ...stroke(6, 1), refused: false },
    ];
    const link = {
      strokes: { strokes: () => [stroke(1), stroke(2), stroke(3, 7)].values() as never },
      ownInk: { strokes: () => own, hidden: new Set(['1.2']) },
    };
    expect(inkHere(link, 0)).toEqual([stroke(1), stroke(4)]);
    expect(inkHere(link, 7)).toEqual([stroke(3, 7)]);
  });
});

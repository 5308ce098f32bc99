import { expect, it } from 'vitest';
import { Random } from '../../test/fuzz/random.ts';
import { type Blob, belong, findBlobs, join, joinParts } from './blobs.ts';

/** The rule as it is said: the first two that belong together are joined, and all is looked at anew. */
function joinPlainly(parts: readonly Blob[]): readonly Blob[] {
  for (const [i, a] of parts.entries()) {
    const b = parts.find((other, j) => j > i && belong(a, other));
    if (b) return joinPlainly([...parts.filter((blob) => blob !== a && blob !== b), join(a, b)]);
  }
  return parts;
}

it('[READ30] joined in one go, parts make the same glyphs, in the same order', () => {
  const random = new Random(25);
  for (let picture = 0; picture < 300; picture++) {
    const count = 2 + random.below(40);
    const side = 40 + random.below(400);
    const parts = Array.from({ length: count }, (_, n): Blob => {
      const [x, y] = [random.below(side), random.below(side)];
      const [w, h] = [1 + random.below(30), 1 + random.below(30)];
      return { box: { x, y, w, h }, area: w * h, parts: [n + 1] };
    });
    expect(joinParts(parts)).toEqual(joinPlainly(parts));
  }
});

it('[READ30] thousands of dots, and bars that are joined, keep nobody waiting', () => {
  const [w, h] = [320, 320];
  const values = new Uint8Array(w * h);
  for (let y = 1; y < h - 1; y++) {
    for (let x = 1; x < w - 1; x++) {
      const bar = (y - 250) % 20 < 18 && (y - 250) % 20 !== 8;
      if (x % 3 < 2 && (y < 250 ? y % 3 < 2 : bar)) values[y * w + x] = 255;
    }
  }
  const { blobs } = findBlobs({ w, h, values }, 128);
  const parts = blobs.flatMap((blob) => blob.parts);
  expect(parts.length).toBeGreaterThan(0);
  expect(parts.length).toBeLessThanOrEqual(500);
});

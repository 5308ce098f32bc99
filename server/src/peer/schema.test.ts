import * as v from 'valibot';
import { expect, it } from 'vitest';
import { clearSchema } from './schema.ts';

it('[WIRE12] a slip in what is to be cleared clears nothing: what does not parse is refused', () => {
  for (const said of [{}, { surface: 3 }, { surface: null }]) {
    expect(v.is(clearSchema, said)).toBe(true);
  }
  const slips = [[], [2], new Uint8Array(), new Uint8Array(3), { surfce: 3 }, { surface: '3' }];
  for (const said of [...slips, { strokes: [[1, 2]] }, null, undefined, 3, 'all']) {
    expect(v.is(clearSchema, said)).toBe(false);
  }
});

import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const css = readFileSync(fileURLToPath(new URL('room.css', import.meta.url)), 'utf8');

it('[LOOK40] a browser that knows no dvh gets the same heights in vh', () => {
  const heights = (unit: string) => css.match(new RegExp(`[a-z-]*height: .*\\d${unit}.*;`, 'g'));
  expect(heights('dvh')).not.toBeNull();
  expect(heights('vh')).toEqual(heights('dvh')?.map((line) => line.replace('dvh', 'vh')));
});

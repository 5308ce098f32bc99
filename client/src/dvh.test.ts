import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const SHEETS = ['room/room', 'room/ending', 'mind/mind', 'remote/remote', 'stage/stage'];

it.each(SHEETS)('[LOOK40] a browser that knows no dvh gets the same heights in vh: %s', (name) => {
  const css = readFileSync(fileURLToPath(new URL(`./${name}.css`, import.meta.url)), 'utf8');
  const said = (unit: string) =>
    css
      .match(new RegExp(`(?:[a-z-]*height|--u): .*\\d${unit}.*;`, 'g'))
      ?.map((line) => line.trim());
  expect(said('dvh')).toBeDefined();
  const inOld = said('dvh')?.map((line) => line.replace(/dv([hw])/g, 'v$1'));
  expect(said('vh')).toEqual(inOld);
});

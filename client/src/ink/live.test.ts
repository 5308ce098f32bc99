import { afterEach, expect, it, vi } from 'vitest';
import { LiveInk } from './live.ts';
import type { Drawn, Sheet } from './sheet.ts';

afterEach(() => vi.unstubAllGlobals());

/** Ink in motion on a canvas that shows nothing. */
function makeInk(quick: boolean) {
  const canvas = { setAttribute() {}, style: {}, getContext: () => ({}) };
  vi.stubGlobal('document', { createElement: () => canvas });
  const host = { append() {} } as unknown as HTMLElement;
  return new LiveInk(host, {} as Sheet, () => '#000', quick);
}

const drawn: Drawn = {
  key: '1.1',
  author: 1,
  stroke: 1,
  pressure: false,
  done: true,
  refused: false,
  own: true,
  points: [10, 10, 0, 128],
  count: 1,
  box: null,
};

it('[VIEW42] a stroke at rest stays in motion for two frames more on a quick canvas', () => {
  for (const quick of [false, true]) {
    const ink = makeInk(quick);
    ink.put(drawn, true, 0);
    const seen: boolean[] = [];
    for (let frame = 0; frame < 3; frame++) {
      ink.retire('1.1');
      seen.push(ink.has('1.1'));
    }
    expect(seen).toEqual(quick ? [true, true, false] : [false, false, false]);
  }
});

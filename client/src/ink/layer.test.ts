import { afterEach, describe, expect, it, vi } from 'vitest';
import { makePixelWatch } from './layer.ts';

afterEach(() => vi.unstubAllGlobals());

describe('the pixels of a screen', () => {
  it('[VIEW41] are asked for anew each time that they changed, until nobody watches', () => {
    const asked = new Map<string, EventTarget>();
    vi.stubGlobal('matchMedia', (query: string) => {
      asked.set(query, new EventTarget());
      return asked.get(query);
    });
    const turnTo = (ratio: number) => {
      const before = asked.get(`(resolution: ${globalThis.devicePixelRatio}dppx)`);
      vi.stubGlobal('devicePixelRatio', ratio);
      before?.dispatchEvent(new Event('change'));
    };
    vi.stubGlobal('devicePixelRatio', 1);
    const seen: number[] = [];
    const undo = makePixelWatch(() => seen.push(devicePixelRatio));
    turnTo(2);
    turnTo(1.5);
    turnTo(1);
    undo();
    turnTo(3);
    expect(seen).toEqual([2, 1.5, 1]);
  });
});

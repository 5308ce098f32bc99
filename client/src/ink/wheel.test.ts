import { createRoot } from 'solid-js';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { createView } from './view.ts';
import { makeWheel } from './wheel.ts';

afterEach(() => vi.unstubAllGlobals());

/** The board on 1024 × 640 CSS pixels, and what a trackpad says to it. */
function makeBoard(touchPoints: number) {
  vi.stubGlobal('navigator', { maxTouchPoints: touchPoints });
  const view = createRoot(() => createView(0));
  view.resize({ w: 1024, h: 640 });
  const element = Object.assign(new EventTarget(), {
    getBoundingClientRect: () => ({ left: 12, top: 20 }),
  });
  makeWheel(element as unknown as HTMLElement, view);
  const say = (name: string, scale: number) => {
    const event = new Event(name, { cancelable: true });
    element.dispatchEvent(Object.assign(event, { scale, clientX: 412, clientY: 320 }));
    expect(event.defaultPrevented).toBe(true);
  };
  /** Turns the wheel, with Ctrl as Chromium tells of a trackpad's pinch; whether the browser was kept from it. */
  const turn = (ctrlKey: boolean) => {
    const event = new Event('wheel', { cancelable: true });
    const how = { ctrlKey, metaKey: false, shiftKey: false, deltaMode: 0, deltaX: 0, deltaY: -10 };
    element.dispatchEvent(Object.assign(event, how, { clientX: 412, clientY: 320 }));
    return event.defaultPrevented;
  };
  return { view, say, turn };
}

describe('the trackpad', () => {
  it('[VIEW40] zooms by the pinch that Safari tells of, around the pointer', () => {
    const { view, say } = makeBoard(0);
    const before = view.at().scale;
    const under = view.toSurface(400, 300);
    say('gesturestart', 1);
    say('gesturechange', 1.5);
    say('gesturechange', 2);
    expect(view.at().scale).toBeCloseTo(before * 2);
    expect(view.toSurface(400, 300).x).toBeCloseTo(under.x);
    say('gesturestart', 1);
    say('gesturechange', 0.75);
    expect(view.at().scale).toBeCloseTo(before * 1.5);
  });

  it('[VIEW40] leaves a pinch of two fingers on the screen to the pen', () => {
    const { view, say } = makeBoard(5);
    const before = view.at();
    say('gesturestart', 1);
    say('gesturechange', 2);
    expect(view.at()).toEqual(before);
  });

  it('[VIEW43] leaves a page that is itself zoomed to the browser, so that it can be zoomed out', () => {
    const { view, turn } = makeBoard(0);
    vi.stubGlobal('visualViewport', { scale: 2 });
    const before = view.at();
    expect([turn(true), turn(false)]).toEqual([false, false]);
    expect(view.at()).toEqual(before);
    vi.stubGlobal('visualViewport', { scale: 1 });
    expect([turn(true), turn(false)]).toEqual([true, true]);
    expect(view.at().scale).toBeGreaterThan(before.scale);
  });
});

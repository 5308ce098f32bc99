import { createRoot } from 'solid-js';
import { describe, expect, it } from 'vitest';
import { createView, showAll } from './view.ts';

const open = (surface: number, w: number, h: number) => {
  const view = createRoot(() => createView(surface));
  view.resize({ w, h });
  return view;
};

describe('a view', () => {
  it('[VIEW1] the board fills its element, a tile is shown whole', () => {
    expect(open(0, 1024, 1280).at().scale).toBeCloseTo(0.5);
    expect(open(2, 1024, 512).at().scale).toBeCloseTo(0.25);
  });

  it('[VIEW2] zooming keeps what is under the pointer where it is', () => {
    const view = open(0, 1024, 640);
    const before = view.toSurface(300, 200);
    view.zoomAt(300, 200, 3);
    const after = view.toSurface(300, 200);
    expect(after.x).toBeCloseTo(before.x);
    expect(after.y).toBeCloseTo(before.y);
    expect(view.toScreen(after.x, after.y).x).toBeCloseTo(300);
  });

  it('[VIEW3] the board cannot be lost from sight', () => {
    const view = open(0, 1024, 640);
    view.zoomAt(0, 0, 0.001);
    expect(view.toScreen(2048, 1280).x).toBeCloseTo(512);
    view.zoomAt(0, 0, 4);
    view.panBy(100_000, 100_000);
    expect(view.toScreen(0, 0).x).toBeLessThan(1024);
  });

  it('[VIEW4] what is shown comes into view, no closer than home', () => {
    const view = open(0, 390, 560);
    view.show({ x: 100, y: 100, w: 3800, h: 200 });
    expect(view.toScreen(100, 100).x).toBeGreaterThan(0);
    expect(view.toScreen(3900, 300).x).toBeLessThan(390);
    const home = open(0, 390, 560).at().scale;
    view.show({ x: 2000, y: 1000, w: 10, h: 10 });
    expect(view.at().scale).toBeLessThanOrEqual(home);
  });

  it('[VIEW5] a resize keeps home at home, and the middle in the middle once it was moved', () => {
    const view = open(0, 1000, 625);
    view.resize({ w: 500, h: 625 });
    expect(view.toScreen(2048, 1280).x).toBeCloseTo(250);
    view.zoomAt(100, 100, 2);
    const middle = view.toSurface(250, 312.5);
    view.resize({ w: 700, h: 625 });
    expect(view.toScreen(middle.x, middle.y).x).toBeCloseTo(350);
  });

  it('[VIEW7] it knows that a hand moved it, until it is put where all ink is to be seen', () => {
    const view = open(0, 390, 560);
    const ink = { x: 100, y: 100, w: 3800, h: 200 };
    expect(view.moved()).toBe(false);
    view.zoomAt(0, 0, 8);
    view.panBy(-9000, -9000);
    expect(view.moved()).toBe(true);
    expect(view.toScreen(3900, 300).x).toBeLessThan(0);
    showAll(view, ink);
    expect(view.moved()).toBe(false);
    expect(view.toScreen(100, 100).x).toBeGreaterThan(0);
    expect(view.toScreen(3900, 300).x).toBeLessThan(390);
    showAll(view, { x: 2000, y: 1200, w: 100, h: 100 });
    expect(view.isHome()).toBe(true);
  });

  it('[VIEW6] a tile is fitted into the part of its element that nothing lies on; the board is not', () => {
    const tile = open(2, 600, 400);
    tile.setFrame({ x: 60, y: 100, w: 540, h: 256 });
    expect(tile.toScreen(0, 0)).toEqual({ x: 202, y: 100 });
    expect(tile.toScreen(2048, 2048)).toEqual({ x: 458, y: 356 });
    const board = open(0, 600, 400);
    const before = board.at();
    board.setFrame({ x: 60, y: 100, w: 540, h: 256 });
    expect(board.at()).toEqual(before);
  });
});

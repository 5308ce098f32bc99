import type { StrokeId } from '@inkling/shared/reading';
import { createRoot } from 'solid-js';
import { afterEach, describe, expect, it } from 'vitest';
import { makePen } from './pen.ts';
import { createView } from './view.ts';

interface Drawn {
  readonly pressure: boolean;
  readonly points: number[];
  state: 'down' | 'ended' | 'cancelled';
}

type Say = Partial<PointerEvent> & { readonly between?: readonly Partial<PointerEvent>[] };

let undo = () => {};
afterEach(() => undo());

/** Paper without a browser: 1024 × 640 CSS pixels, so that a pixel is four units of the board. */
function makePaper(given: { surface?: number; tool?: 'pen' | 'eraser' } = {}) {
  const strokes: Drawn[] = [];
  const touched: StrokeId[] = [];
  const swept: [number, number, number, number][] = [];
  const view = createRoot(() => createView(given.surface ?? 0));
  view.resize({ w: 1024, h: 640 });
  const element = Object.assign(new EventTarget(), {
    getBoundingClientRect: () => ({ left: 0, top: 0, width: 1024, height: 640 }),
    setPointerCapture() {},
  });
  let draws = true;
  let pageZoomed = false;
  undo = makePen({
    element: element as unknown as HTMLElement,
    view,
    draws: () => draws,
    tool: () => given.tool ?? 'pen',
    pans: () => false,
    pageZoomed: () => pageZoomed,
    pointed: () => {},
    touched: ({ x0, y0, x1, y1 }) => {
      swept.push([x0, y0, x1, y1]);
      return [[1, swept.length]];
    },
    ink: {
      begin({ pressure }) {
        const drawn: Drawn = { pressure, points: [], state: 'down' };
        strokes.push(drawn);
        return {
          stroke: strokes.length,
          add: (points) => drawn.points.push(...points),
          end: () => {
            drawn.state = 'ended';
          },
          cancel: () => {
            drawn.state = 'cancelled';
          },
        };
      },
      eraser: () => ({ touch: (ids) => touched.push(...ids) }),
    },
  });
  let time = 1000;
  const say = (name: string, said: Say = {}) => {
    time += 8;
    const event = new Event(name, { cancelable: true });
    const { between = [], ...rest } = said;
    const defaults = { pointerId: 1, pointerType: 'mouse', button: 0, buttons: 1, pressure: 0.5 };
    const parts = between.map((part) => ({ ...defaults, timeStamp: time, ...rest, ...part }));
    const values = { ...defaults, timeStamp: time, getCoalescedEvents: () => parts, ...rest };
    for (const [key, value] of Object.entries(values)) {
      Object.defineProperty(event, key, { value, configurable: true });
    }
    element.dispatchEvent(event);
    return event;
  };
  return {
    view,
    strokes,
    touched,
    swept,
    say,
    disarm: () => {
      draws = false;
    },
    zoomPage: () => {
      pageZoomed = true;
    },
    pass: (ms: number) => {
      time += ms;
    },
  };
}

const at = (clientX: number, clientY: number, more: Say = {}): Say => ({
  clientX,
  clientY,
  ...more,
});
const finger = (id: number, x: number, y: number): Say =>
  at(x, y, { pointerId: id, pointerType: 'touch' });
const stylus = (x: number, y: number, pressure = 0.5): Say =>
  at(x, y, { pointerId: 9, pointerType: 'pen', pressure });
const hovering = (x: number, y: number): Say => ({ ...stylus(x, y, 0), button: -1, buttons: 0 });

describe('the pen', () => {
  it('[PEN1] takes every point between two frames, in units of the surface, with its time', () => {
    const { strokes, say } = makePaper();
    say('pointerdown', at(10, 20));
    say('pointermove', at(13, 20, { between: [at(11, 20), at(12, 20), at(13, 20)] }));
    say('pointerup', at(13, 20));
    expect(strokes).toHaveLength(1);
    expect(strokes[0]?.state).toBe('ended');
    const xs = strokes[0]?.points.filter((_, i) => i % 4 === 0);
    expect(xs).toEqual([40, 44, 48, 52, 52]);
    const ms = strokes[0]?.points.filter((_, i) => i % 4 === 2) ?? [];
    expect(ms[0]).toBe(0);
    expect(ms).toEqual([...ms].sort((a, b) => a - b));
  });

  it('[PEN2] a dot is a stroke', () => {
    const { strokes, say } = makePaper();
    say('pointerdown', at(10, 20));
    say('pointerup', at(10, 20));
    expect(strokes).toMatchObject([{ state: 'ended', points: [40, 80, 0, 128, 40, 80, 8, 128] }]);
  });

  it('[PEN3] ten quick strokes in a second are ten strokes', () => {
    const { strokes, say } = makePaper();
    for (let i = 0; i < 10; i++) {
      say('pointerdown', at(10 * i, 20));
      say('pointermove', at(10 * i, 40));
      say('pointerup', at(10 * i, 60));
      say('lostpointercapture', at(10 * i, 60));
    }
    expect(strokes.map(({ state }) => state)).toEqual(Array(10).fill('ended'));
  });

  it('[PEN4] pointercancel and a lost capture end a stroke and keep it', () => {
    const { strokes, say } = makePaper();
    say('pointerdown', at(10, 20));
    say('pointercancel');
    say('pointerdown', at(10, 20));
    say('lostpointercapture');
    say('pointerup', at(10, 20));
    expect(strokes.map(({ state }) => state)).toEqual(['ended', 'ended']);
  });

  it('[PEN5] one pointer draws one stroke: another mouse or finger does not join in', () => {
    const { strokes, say, pass } = makePaper();
    say('pointerdown', finger(1, 100, 100));
    say('pointermove', finger(1, 300, 300));
    pass(1000);
    say('pointerdown', finger(2, 500, 100));
    say('pointermove', finger(2, 600, 100));
    say('pointermove', finger(1, 310, 310));
    say('pointerup', finger(1, 310, 310));
    expect(strokes).toHaveLength(1);
    expect(strokes[0]?.state).toBe('ended');
    expect(Math.max(...(strokes[0]?.points.filter((_, i) => i % 4 === 0) ?? []))).toBe(1240);
  });

  it('[PEN6] only the first button draws', () => {
    const { strokes, say } = makePaper();
    say('pointerdown', at(10, 20, { button: 2, buttons: 2 }));
    say('pointerup', at(10, 20, { button: 2 }));
    expect(strokes).toHaveLength(0);
  });

  it('[PEN42] the stroke of a mouse ends with the first button, though another one is held', () => {
    const { strokes, say } = makePaper();
    say('pointerdown', at(10, 20));
    say('pointermove', at(20, 20, { button: 2, buttons: 3 }));
    say('pointermove', at(30, 20, { button: 0, buttons: 2 }));
    say('pointermove', at(90, 20, { button: -1, buttons: 2 }));
    say('pointerup', at(90, 20, { button: 2, buttons: 0 }));
    expect(strokes.map(({ state }) => state)).toEqual(['ended']);
    expect(strokes[0]?.points.filter((_, i) => i % 4 === 0)).toEqual([40, 80, 120]);
  });

  it('[PEN7] points stay on the surface', () => {
    const { strokes, say } = makePaper();
    say('pointerdown', at(10, 20));
    say('pointermove', at(-500, 9000));
    expect(strokes[0]?.points.slice(4, 6)).toEqual([0, 2560]);
  });

  it('[PEN8] pressure counts for a stylus only', () => {
    const { strokes, say } = makePaper();
    say('pointerdown', stylus(10, 20, 1));
    say('pointerup', stylus(10, 20, 0));
    say('pointerdown', at(10, 20, { pressure: 0.9 }));
    expect(strokes.map(({ pressure }) => pressure)).toEqual([true, false]);
    expect(strokes[0]?.points[3]).toBe(255);
    expect(strokes[1]?.points[3]).toBe(128);
  });

  it('[PEN41] the point at which a stylus is lifted is as thick as the one before', () => {
    const { strokes, say } = makePaper();
    say('pointerdown', stylus(10, 20, 0.6));
    say('pointermove', stylus(30, 20, 0.8));
    say('pointerup', stylus(31, 20, 0));
    expect(strokes[0]?.points.filter((_, i) => i % 4 === 3)).toEqual([153, 204, 204]);
  });

  it('[PEN9] while a stylus is in use, touches do not draw', () => {
    const { strokes, say, pass } = makePaper();
    say('pointerdown', stylus(10, 20));
    say('pointerup', stylus(10, 20));
    pass(10_000);
    say('pointerdown', finger(2, 300, 300));
    say('pointermove', finger(2, 330, 330));
    say('pointerup', finger(2, 330, 330));
    expect(strokes).toHaveLength(1);
  });

  it('[PEN43] a stylus that only passes over the paper takes nothing from the fingers', () => {
    const { strokes, say, pass } = makePaper();
    say('pointermove', hovering(10, 20));
    pass(1000);
    say('pointerdown', finger(2, 300, 300));
    say('pointerup', finger(2, 330, 330));
    expect(strokes.map(({ state }) => state)).toEqual(['ended']);
  });

  it('[PEN43] a stylus is in use until it was away for half a minute', () => {
    const { strokes, say, pass } = makePaper();
    const tap = () => {
      say('pointerdown', finger(2, 300, 300));
      say('pointerup', finger(2, 300, 300));
    };
    say('pointerdown', stylus(10, 20));
    say('pointerup', stylus(10, 20));
    pass(29_000);
    say('pointermove', hovering(10, 20));
    pass(29_000);
    tap();
    expect(strokes).toHaveLength(1);
    pass(2000);
    tap();
    expect(strokes).toHaveLength(2);
    say('pointermove', hovering(10, 20));
    pass(1000);
    tap();
    expect(strokes).toHaveLength(3);
  });

  it('[PEN44] beside a stylus one finger moves the board, and a palm that rests does not', () => {
    const { strokes, say, view, pass } = makePaper();
    view.zoomAt(512, 320, 2);
    say('pointerdown', stylus(10, 20));
    say('pointerup', stylus(10, 20));
    pass(1000);
    const before = view.at();
    say('pointerdown', finger(2, 400, 300));
    say('pointermove', finger(2, 404, 303));
    expect(view.at()).toEqual(before);
    say('pointermove', finger(2, 380, 300));
    expect(view.at().x).toBeCloseTo(before.x + 20 / before.scale);
    pass(1000);
    say('pointerdown', finger(3, 580, 300));
    say('pointermove', finger(3, 780, 300));
    expect(view.at().scale).toBeCloseTo(before.scale * 2);
    expect(strokes).toHaveLength(1);
  });

  it('[PEN10] a palm that came before the stylus leaves nothing', () => {
    const { strokes, say } = makePaper();
    say('pointerdown', finger(2, 300, 300));
    say('pointermove', finger(2, 302, 300));
    say('pointerdown', stylus(10, 20));
    say('pointermove', finger(2, 305, 300));
    say('pointermove', stylus(50, 20));
    say('pointerup', stylus(50, 20));
    say('pointerup', finger(2, 305, 300));
    expect(strokes.map(({ state }) => state)).toEqual(['cancelled', 'ended']);
  });

  it('[PEN11] two fingers move the board and take back the stroke that the first began', () => {
    const { strokes, say, view } = makePaper();
    const before = view.at();
    say('pointerdown', finger(1, 400, 300));
    say('pointerdown', finger(2, 600, 300));
    expect(strokes.map(({ state }) => state)).toEqual(['cancelled']);
    say('pointermove', finger(1, 300, 300));
    say('pointermove', finger(2, 700, 300));
    say('pointerup', finger(1, 300, 300));
    say('pointermove', finger(2, 720, 320));
    say('pointerup', finger(2, 720, 320));
    expect(view.at().scale).toBeCloseTo(before.scale * 2);
    expect(strokes).toHaveLength(1);
  });

  it('[PEN40] a second touch does not take back a 0 that ends where it began, be it small', () => {
    for (const size of [120, 20]) {
      const { strokes, say, pass } = makePaper();
      say('pointerdown', finger(1, 400, 300));
      say('pointermove', finger(1, 400 + size, 300 + size));
      pass(400);
      say('pointermove', finger(1, 402, 303));
      say('pointerdown', finger(2, 700, 500));
      say('pointerup', finger(2, 700, 500));
      say('pointerup', finger(1, 400, 300));
      expect(strokes.map(({ state }) => state)).toEqual(['ended']);
      undo();
    }
  });

  it('[PEN12] a tile never moves', () => {
    const { strokes, say, view } = makePaper({ surface: 3 });
    const before = view.at();
    say('pointerdown', finger(1, 400, 300));
    say('pointerdown', finger(2, 600, 300));
    say('pointermove', finger(2, 700, 300));
    say('pointermove', finger(1, 420, 300));
    say('pointerup', finger(2, 700, 300));
    say('pointerup', finger(1, 420, 300));
    expect(view.at()).toEqual(before);
    expect(strokes.map(({ state }) => state)).toEqual(['ended']);
  });

  it('[PEN13] the eraser sweeps from point to point, and so does a turned stylus', () => {
    const { strokes, swept, touched, say } = makePaper({ tool: 'eraser' });
    say('pointerdown', at(10, 20));
    say('pointermove', at(20, 20));
    say('pointerup', at(20, 20));
    expect(swept).toEqual([
      [40, 80, 40, 80],
      [40, 80, 80, 80],
    ]);
    expect(touched).toHaveLength(2);
    expect(strokes).toHaveLength(0);
    undo();
    const turned = makePaper();
    turned.say('pointerdown', { ...stylus(10, 20), button: 5, buttons: 32 });
    expect(turned.swept).toHaveLength(1);
  });

  it('[PEN14] a touch never scrolls, zooms or selects the page', () => {
    const { say } = makePaper();
    for (const name of ['touchstart', 'touchmove', 'contextmenu', 'selectstart']) {
      expect(say(name).defaultPrevented).toBe(true);
    }
  });

  it('[PEN45] two fingers on a page that is zoomed are left to the browser, and take back what the first began', () => {
    for (const surface of [0, 3]) {
      const { strokes, say, view, zoomPage } = makePaper({ surface });
      zoomPage();
      const before = view.at();
      say('pointerdown', finger(1, 400, 300));
      expect(say('touchstart').defaultPrevented).toBe(false);
      say('pointerdown', finger(2, 600, 300));
      expect(say('touchmove').defaultPrevented).toBe(false);
      say('pointermove', finger(2, 700, 300));
      say('pointercancel', finger(1, 400, 300));
      say('pointercancel', finger(2, 700, 300));
      expect(view.at()).toEqual(before);
      expect(strokes.map(({ state }) => state)).toEqual(['cancelled']);
      say('pointerdown', finger(1, 400, 300));
      say('pointerup', finger(1, 450, 300));
      expect(strokes.map(({ state }) => state)).toEqual(['cancelled', 'ended']);
      undo();
    }
  });

  it('[PEN15] who only watches moves the board with one finger', () => {
    const { strokes, say, view, disarm } = makePaper();
    disarm();
    view.zoomAt(512, 320, 2);
    const before = view.at();
    say('pointerdown', finger(1, 400, 300));
    say('pointermove', finger(1, 380, 300));
    expect(strokes).toHaveLength(0);
    expect(view.at().x).toBeCloseTo(before.x + 20 / before.scale);
  });
});

import { surfaceSize, TILE } from '@inkling/shared/limits';
import type { Box } from '@inkling/shared/reading';
import { type Accessor, batch, createSignal } from 'solid-js';
import type { PenDown } from '../link/link.ts';

/** Which part of a surface is on the screen: the unit at the element's top left corner, and CSS pixels a unit. */
export interface View {
  readonly x: number;
  readonly y: number;
  readonly scale: number;
}

/** An element's size in CSS pixels. */
export interface Size {
  readonly w: number;
  readonly h: number;
}

/** Where in its element a surface is to lie, in CSS pixels. */
export type Frame = Size & Partial<Pick<Box, 'x' | 'y'>>;

/** A view that can be moved, and the two ways between screen and surface. */
export interface SurfaceView {
  readonly surface: number;
  readonly at: Accessor<View>;
  readonly size: Accessor<Size>;
  /** The part of the element that nothing else lies on; a tile is fitted into it. */
  readonly frame: Accessor<Frame>;
  /** Whether fingers and wheel may move it: the board's may, a tile's never. */
  readonly moves: boolean;
  /** Surface units → CSS pixels inside the element. */
  toScreen(x: number, y: number): { readonly x: number; readonly y: number };
  /** CSS pixels inside the element → surface units, not clamped. */
  toSurface(x: number, y: number): { readonly x: number; readonly y: number };
  panBy(dx: number, dy: number): void;
  /** Zooms by a factor and keeps what is under the given CSS pixel where it is. */
  zoomAt(x: number, y: number, factor: number): void;
  /** Brings a box into view, no closer than the home view. */
  show(box: Box): void;
  /** Back to where it began. */
  home(): void;
  /** Whether it is where it began. */
  isHome(): boolean;
  /** Whether somebody's hand moved it since it was last put somewhere. */
  readonly moved: Accessor<boolean>;
  resize(size: Size): void;
  /** Says which part of the element nothing else lies on; all of it until then. */
  setFrame(frame: Frame): void;
}

/** `cover` fills the element and lets the surface's edges lie outside; `contain` shows all of it. */
export type Fit = 'cover' | 'contain';

const CLOSEST = 4;
const ROOM_AROUND = 0.06;

const clamp = (n: number, low: number, high: number) => Math.min(Math.max(n, low), high);

/** Keeps one axis in sight: a small surface is centred, a large one stops a little beyond its edge. */
function held(start: number, visible: number, whole: number): number {
  const slack = whole * ROOM_AROUND;
  if (visible >= whole) return (whole - visible) / 2;
  return clamp(start, -slack, whole + slack - visible);
}

/** Where a view begins: the surface's middle in the frame's middle. */
export function homeView(surface: number, frame: Frame, fit: Fit): View {
  const { w, h } = surfaceSize(surface);
  const scales = [frame.w / w, frame.h / h] as const;
  const scale = Math.max(fit === 'cover' ? Math.max(...scales) : Math.min(...scales), 1e-4);
  const { x = 0, y = 0 } = frame;
  return { scale, x: (w - (2 * x + frame.w) / scale) / 2, y: (h - (2 * y + frame.h) / scale) / 2 };
}

/** Where a pen comes down: on the board also with what a tile would cover of what is seen, should this turn out to be one. */
export function penOn(view: SurfaceView): Pick<PenDown, 'surface' | 'tile'> {
  const { surface } = view;
  if (surface !== 0) return { surface };
  const tile = homeView(1, view.frame(), 'contain');
  const { x, y } = view.toSurface(-tile.x * tile.scale, -tile.y * tile.scale);
  const across = tile.scale / view.at().scale;
  return { surface, tile: { x, y, w: TILE.w * across, h: TILE.h * across } };
}

/** Goes home, and farther off where some of a box would lie beyond the element's edge. */
export function showAll(view: SurfaceView, box: Box): void {
  view.home();
  const from = view.toScreen(box.x, box.y);
  const to = view.toScreen(box.x + box.w, box.y + box.h);
  const { w, h } = view.size();
  if (from.x < 0 || from.y < 0 || to.x > w || to.y > h) view.show(box);
}

/** A view of a surface. The board's moves unless told otherwise; a tile's never does. */
export function createView(
  surface: number,
  options: { readonly fit?: Fit; readonly moves?: boolean } = {},
): SurfaceView {
  const fit = options.fit ?? (surface === 0 ? 'cover' : 'contain');
  const moves = surface === 0 && (options.moves ?? true);
  const whole = surfaceSize(surface);
  const [size, setSize] = createSignal<Size>({ w: 0, h: 0 });
  const [given, setGiven] = createSignal<Frame | null>(null);
  const frame = () => given() ?? size();
  const [at, setAt] = createSignal<View>({ x: 0, y: 0, scale: 1 });
  const [moved, setMoved] = createSignal(false);
  let home = true;

  const farthest = () => homeView(surface, size(), 'contain').scale * (1 - ROOM_AROUND);
  const place = (view: View) => {
    const scale = clamp(view.scale, farthest(), CLOSEST);
    setAt({
      scale,
      x: held(view.x, size().w / scale, whole.w),
      y: held(view.y, size().h / scale, whole.h),
    });
  };
  const goHome = () => {
    home = true;
    setMoved(false);
    setAt(homeView(surface, fit === 'contain' ? frame() : size(), fit));
  };

  return {
    surface,
    at,
    size,
    frame,
    moves,
    toScreen(x, y) {
      const view = at();
      return { x: (x - view.x) * view.scale, y: (y - view.y) * view.scale };
    },
    toSurface(x, y) {
      const view = at();
      return { x: x / view.scale + view.x, y: y / view.scale + view.y };
    },
    panBy(dx, dy) {
      if (!moves) return;
      home = false;
      setMoved(true);
      const view = at();
      place({ ...view, x: view.x - dx / view.scale, y: view.y - dy / view.scale });
    },
    zoomAt(x, y, factor) {
      if (!moves) return;
      home = false;
      setMoved(true);
      const view = at();
      const scale = clamp(view.scale * factor, farthest(), CLOSEST);
      const keep = 1 / view.scale - 1 / scale;
      place({ scale, x: view.x + x * keep, y: view.y + y * keep });
    },
    show(box) {
      if (!moves || size().w === 0) return;
      home = false;
      setMoved(false);
      const margin = Math.max(box.w, box.h) * 0.1 + 80;
      const fits = Math.min(size().w / (box.w + 2 * margin), size().h / (box.h + 2 * margin));
      const scale = Math.min(fits, homeView(surface, size(), fit).scale);
      const x = box.x + box.w / 2 - size().w / scale / 2;
      place({ scale, x, y: box.y + box.h / 2 - size().h / scale / 2 });
    },
    home: goHome,
    isHome: () => home,
    moved,
    resize(next) {
      if (next.w === size().w && next.h === size().h) return;
      batch(() => {
        const before = size();
        setSize(next);
        if (home || before.w === 0) return goHome();
        const view = at();
        const x = view.x + (before.w - next.w) / 2 / view.scale;
        place({ ...view, x, y: view.y + (before.h - next.h) / 2 / view.scale });
      });
    },
    setFrame(next) {
      batch(() => {
        setGiven(next);
        // The board goes on under whatever lies on it.
        if (home && fit === 'contain') goHome();
      });
    },
  };
}

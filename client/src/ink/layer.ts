import type { Box } from '@inkling/shared/reading';
import { DraftPen } from './draft.ts';
import type { Size, View } from './view.ts';

/** A canvas that shows a part of a surface, in device pixels. */
export interface Layer {
  readonly canvas: HTMLCanvasElement;
  readonly pen: CanvasRenderingContext2D;
  /** Adds plain ink to the pen's path. */
  readonly draft: DraftPen;
  /** What the pixels show. */
  readonly view: View;
  /** Sizes the canvas, empties it, and lets surface units be drawn as seen in a view. */
  begin(view: View, size: Size): void;
  /** A box in units as whole device pixels, cut to the canvas. */
  pixels(box: Box): Box;
  /** Empties some device pixels. */
  wipe(pixels: Box): void;
  /** Draws only inside some device pixels until the returned undo is called. */
  clip(pixels: Box): () => void;
  /** Whether any of a box in units is on the canvas. */
  sees(box: Box): boolean;
  dispose(): void;
}

/** More pixels than this a CSS pixel cost time and show nothing. */
const MOST_PIXELS = 2.5;

/** How many device pixels a CSS pixel gets. */
export function pixelRatio(): number {
  return Math.min(globalThis.devicePixelRatio || 1, MOST_PIXELS);
}

/** Tells that a CSS pixel got more or fewer device pixels: the page went to another screen, or was zoomed. Returns its undo. */
export function makePixelWatch(changed: () => void): () => void {
  let query: MediaQueryList;
  const watch = () => {
    // It only tells that it is not so any more.
    query = matchMedia(`(resolution: ${devicePixelRatio}dppx)`);
    query.addEventListener('change', turned, { once: true });
  };
  const turned = () => {
    watch();
    changed();
  };
  watch();
  return () => query.removeEventListener('change', turned);
}

/** Adds a canvas to an element. `quick` lets the browser show it without waiting for the rest of the page. */
export function makeLayer(host: HTMLElement, options: { readonly quick?: boolean } = {}): Layer {
  const canvas = document.createElement('canvas');
  canvas.setAttribute('aria-hidden', 'true');
  // It can be hit, so that whatever lies over the paper finds the canvas beneath it; events bubble to the paper.
  canvas.style.cssText = 'position:absolute;left:0;top:0;pointer-events:auto;transform-origin:0 0;';
  host.append(canvas);
  const pen = canvas.getContext('2d', { desynchronized: options.quick ?? false });
  if (!pen) throw new Error('this browser has no 2D canvas');
  let view: View = { x: 0, y: 0, scale: 1 };
  let ratio = 1;

  const aim = () => {
    const scale = view.scale * ratio;
    pen.setTransform(scale, 0, 0, scale, -view.x * scale, -view.y * scale);
  };

  return {
    canvas,
    pen,
    draft: new DraftPen(pen),
    get view() {
      return view;
    },
    begin(next, size) {
      view = next;
      ratio = pixelRatio();
      const w = Math.max(1, Math.round(size.w * ratio));
      const h = Math.max(1, Math.round(size.h * ratio));
      if (canvas.width !== w || canvas.height !== h) {
        canvas.width = w;
        canvas.height = h;
        canvas.style.width = `${w / ratio}px`;
        canvas.style.height = `${h / ratio}px`;
      } else {
        pen.setTransform(1, 0, 0, 1, 0, 0);
        pen.clearRect(0, 0, w, h);
      }
      aim();
    },
    pixels(box) {
      const scale = view.scale * ratio;
      const x = Math.max(0, Math.floor((box.x - view.x) * scale) - 1);
      const y = Math.max(0, Math.floor((box.y - view.y) * scale) - 1);
      const right = Math.min(canvas.width, Math.ceil((box.x + box.w - view.x) * scale) + 1);
      const bottom = Math.min(canvas.height, Math.ceil((box.y + box.h - view.y) * scale) + 1);
      return { x, y, w: Math.max(0, right - x), h: Math.max(0, bottom - y) };
    },
    wipe({ x, y, w, h }) {
      if (w === 0 || h === 0) return;
      pen.setTransform(1, 0, 0, 1, 0, 0);
      pen.clearRect(x, y, w, h);
      aim();
    },
    clip({ x, y, w, h }) {
      pen.save();
      pen.setTransform(1, 0, 0, 1, 0, 0);
      pen.beginPath();
      pen.rect(x, y, w, h);
      pen.clip();
      aim();
      return () => pen.restore();
    },
    sees(box) {
      const scale = view.scale * ratio;
      const left = (box.x - view.x) * scale;
      const top = (box.y - view.y) * scale;
      const isLeftOf = left + box.w * scale < 0 || left > canvas.width;
      return !isLeftOf && top + box.h * scale >= 0 && top <= canvas.height;
    },
    dispose: () => canvas.remove(),
  };
}

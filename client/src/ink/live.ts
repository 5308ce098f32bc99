import { boxAround } from '@inkling/shared/brush';
import type { Box } from '@inkling/shared/reading';
import { type Layer, makeLayer } from './layer.ts';
import { pathOf } from './settled.ts';
import type { Drawn, Sheet } from './sheet.ts';
import type { Size, View } from './view.ts';

interface Live {
  drawn: Drawn;
  /** Points that are shown, whole and part. */
  shown: number;
  /** Points a ms at which the rest is shown. */
  rate: number;
  refusedAt: number | null;
  path: Path2D | null;
  pathCount: number;
  /** Frames that it is still shown in once it is painted at rest. */
  stays: number;
}

/** What of the ink is being rewound. */
export interface CutsNow {
  /** The moment up to which a stroke is shown; undefined for one that is not rewound. */
  at(key: string): number | undefined;
  /** Whether the rest of it is shown as a ghost. */
  readonly ghosts: boolean;
}

/** Others' ink comes once a tick; it is drawn over about as long, so that it flows. */
const FLOW_MS = 45;
/** A quick canvas is seen this many frames before the page around it. */
const QUICK_FRAMES = 2;
const FADE_MS = 800;
const GHOST = 0.16;

/** Ink in motion: what is under a pen, what fades, and what is being rewound. Painted anew each frame. */
export class LiveInk {
  readonly #ink = new Map<string, Live>();
  readonly #layer: Layer;
  #painted: Box | null = null;

  constructor(
    host: HTMLElement,
    private readonly sheet: Sheet,
    private readonly colorOf: (author: number) => string,
    private readonly quick: boolean,
  ) {
    this.#layer = makeLayer(host, { quick });
  }

  has(key: string): boolean {
    return this.#ink.has(key);
  }

  keys(): Iterable<string> {
    return this.#ink.keys();
  }

  /** Takes a stroke, or what became of it. `atOnce` shows it as it is. */
  put(drawn: Drawn, atOnce: boolean, now: number): void {
    const live = this.#ink.get(drawn.key);
    const refusedAt = drawn.refused ? (live?.refusedAt ?? now) : null;
    const stays = this.quick ? QUICK_FRAMES : 0;
    if (!live) {
      const shown = atOnce ? drawn.count : Math.min(1, drawn.count);
      const rate = (drawn.count - shown) / FLOW_MS;
      const fresh = { drawn, shown, rate, refusedAt, path: null, pathCount: -1, stays };
      this.#ink.set(drawn.key, fresh);
      return;
    }
    live.drawn = drawn;
    live.refusedAt = refusedAt;
    live.stays = stays;
    if (atOnce) live.shown = drawn.count;
    live.shown = Math.min(live.shown, drawn.count);
    live.rate = (drawn.count - live.shown) / FLOW_MS;
  }

  remove(key: string): void {
    this.#ink.delete(key);
  }

  /** A frame has a stroke at rest, too: it goes as soon as that is to be seen, so that it never blinks. */
  retire(key: string): void {
    const live = this.#ink.get(key);
    if (live && live.stays-- === 0) this.#ink.delete(key);
  }

  /** Whether all that is known of a stroke is shown. */
  isShown(key: string): boolean {
    const live = this.#ink.get(key);
    return !live || live.shown >= live.drawn.count;
  }

  aim(view: View, size: Size): void {
    this.#layer.begin(view, size);
    this.#painted = null;
  }

  /** Paints a frame, `ms` after the one before; returns whether anything moves by itself. */
  paint(now: number, ms: number, cuts: CutsNow): boolean {
    if (this.#painted) this.#layer.wipe(this.#painted);
    this.#painted = null;
    let moves = false;
    let pixels: Box | null = null;
    for (const live of this.#ink.values()) {
      if (live.shown < live.drawn.count) {
        live.shown = Math.min(live.drawn.count, live.shown + live.rate * ms);
        moves = true;
      }
      if (live.refusedAt !== null) moves = true;
      const box = this.sheet.boxOf(live.drawn);
      if (!this.#layer.sees(box)) continue;
      pixels = boxAround(pixels, this.#layer.pixels(box));
      this.#fill(live, now, cuts);
    }
    this.#painted = pixels;
    return moves;
  }

  #fill(live: Live, now: number, cuts: CutsNow): void {
    const { pen } = this.#layer;
    const cut = cuts.at(live.drawn.key);
    pen.fillStyle = this.colorOf(live.drawn.author);
    const faded = live.refusedAt === null ? 0 : Math.min(1, (now - live.refusedAt) / FADE_MS);
    if (cut !== undefined) {
      if (cuts.ghosts) {
        pen.globalAlpha = GHOST;
        pen.fill(this.#path(live, live.drawn.count));
        pen.globalAlpha = 1;
      }
      const count = countAt(live.drawn.points, cut);
      if (count > 0) pen.fill(pathOf(live.drawn, this.sheet.surface, count));
      return;
    }
    pen.globalAlpha = 1 - faded;
    pen.fill(this.#path(live, live.shown));
    pen.globalAlpha = 1;
  }

  #path(live: Live, count: number): Path2D {
    if (!live.path || live.pathCount !== count) {
      live.path = pathOf(live.drawn, this.sheet.surface, count);
      live.pathCount = count;
    }
    return live.path;
  }

  dispose(): void {
    this.#layer.dispose();
  }
}

/** How many points, whole and part, of a stroke there are at a moment of it. */
export function countAt(points: readonly number[], ms: number): number {
  const n = points.length / 4;
  if (n === 0 || ms < 0) return 0;
  let low = 0;
  let high = n;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((points[middle * 4 + 2] as number) <= ms) low = middle + 1;
    else high = middle;
  }
  if (low >= n || low === 0) return low;
  const before = points[(low - 1) * 4 + 2] as number;
  const after = points[low * 4 + 2] as number;
  return low + (after > before ? (ms - before) / (after - before) : 0);
}

import { boxAround, boxesMeet, brushSize, outlineOf, traceRing } from '@inkling/shared/brush';
import type { Box } from '@inkling/shared/reading';
import { type Layer, makeLayer } from './layer.ts';
import type { Drawn, Sheet } from './sheet.ts';
import type { Size, View } from './view.ts';

interface Settled {
  drawn: Drawn;
  readonly box: Box;
  path: Path2D | null;
}

/** More places to repair than this, and everything is painted anew. */
const REPAIRS = 48;
/** A draft is one frame, even where it takes long: everything is to be seen at once. */
const DRAFT: Effort = { ms: 150, strokes: Number.POSITIVE_INFINITY };
/** A pen without pressure writes a little thinner than its size. */
const DRAFT_WIDTH = 0.95;
const STROKES_A_LOOK = 8;

/** What painting may cost in one frame. Strokes count too: what a canvas is told it may only do after we looked at the clock. */
export interface Effort {
  readonly ms: number;
  readonly strokes: number;
}

/** Says after each stroke whether the effort is spent. */
function spend({ ms, strokes }: Effort): () => boolean {
  const until = performance.now() + ms;
  let n = 0;
  return () => ++n >= strokes || (n % STROKES_A_LOOK === 0 && performance.now() > until);
}
/** From so many new strokes on they are drafted first: a newcomer sees all at once, and the fine lines a moment later. */
const MANY = 150;

/** The path of a stroke's first `count` points, in surface units. */
export function pathOf(drawn: Drawn, surface: number, count?: number): Path2D {
  const path = new Path2D();
  const brush = { size: brushSize(surface), pressure: drawn.pressure };
  traceRing(path, outlineOf(drawn.points, brush, count));
  return path;
}

/**
 * Ink at rest, kept as a bitmap. A new stroke is added to it, an erased one is repaired in its box, and a new view or
 * theme is painted on a second canvas over as many frames as it takes, while the first is shown stretched.
 */
export class SettledInk {
  readonly #ink = new Map<string, Settled>();
  #front: Layer;
  #back: Layer;
  #size: Size = { w: 0, h: 0 };
  #wanted: View = { x: 0, y: 0, scale: 1 };
  #repaint: Iterator<Settled> | null = null;
  #stale = false;
  #shown = false;
  readonly #fresh = new Set<Settled>();
  /** Strokes whose fine outline was never made. */
  #rough = 0;
  #drafting = false;
  #drafted = false;
  #holes: Box[] = [];

  constructor(
    host: HTMLElement,
    private readonly sheet: Sheet,
    private readonly colorOf: (author: number) => string,
  ) {
    this.#front = makeLayer(host);
    this.#back = makeLayer(host);
    this.#back.canvas.style.visibility = 'hidden';
  }

  has(key: string): boolean {
    return this.#ink.has(key);
  }

  /** Whether a stroke still waits to be painted. */
  isFresh(key: string): boolean {
    const settled = this.#ink.get(key);
    return settled !== undefined && this.#fresh.has(settled);
  }

  /** Takes a stroke that will not grow. */
  add(drawn: Drawn): void {
    const known = this.#ink.get(drawn.key);
    if (known && known.drawn.count === drawn.count && known.drawn.author === drawn.author) {
      known.drawn = drawn;
      return;
    }
    if (known) this.remove(drawn.key);
    const settled = { drawn, box: this.sheet.boxOf(drawn), path: null };
    this.#ink.set(drawn.key, settled);
    this.#fresh.add(settled);
    this.#rough++;
  }

  /** Takes a stroke away. */
  remove(key: string): void {
    const settled = this.#ink.get(key);
    if (!settled) return;
    this.#ink.delete(key);
    if (!settled.path) this.#rough--;
    if (!this.#fresh.delete(settled)) this.#holes.push(settled.box);
    if (this.#repaint) this.repaint();
  }

  /** Shows another part of the surface. */
  aim(view: View, size: Size): void {
    this.#wanted = view;
    this.#size = size;
    this.#stretch();
    this.#stale = true;
  }

  /** Paints everything anew: colours changed. */
  repaint(): void {
    this.#repaint = null;
    this.#stale = true;
  }

  /** Paints for about a frame's effort; returns whether there is more to do. */
  work(effort: Effort): boolean {
    this.#noteDrafted();
    this.#drafting =
      this.#rough > MANY && (!this.#shown || this.#fresh.size > MANY || this.#drafting);
    const isSpent = spend(this.#drafting ? DRAFT : effort);
    if (this.#holes.length > REPAIRS) this.#stale = true;
    else if (this.#holes.length > 0) this.#repair();
    this.#holes = [];
    // With a new view to come, much fresh ink goes there at once.
    const elsewhere = this.#fresh.size > MANY && (this.#stale || this.#repaint !== null);
    if (!elsewhere) this.#paintFresh(isSpent);
    if (this.#stale && !this.#repaint && this.#size.w > 0) {
      this.#stale = false;
      this.#back.begin(this.#wanted, this.#size);
      this.#repaint = this.#ink.values();
    }
    if (this.#repaint) this.#paintBack(this.#repaint, isSpent);
    if (this.#drafting && !this.#repaint && this.#fresh.size === 0 && this.#shown) {
      this.#drafting = false;
      this.#stale = true;
      this.#drafted = true;
    }
    return this.#size.w > 0 && (this.#repaint !== null || this.#stale || this.#fresh.size > 0);
  }

  /** Tells the page's timeline that much ink was painted: in the frame after, because painting goes on behind our back. */
  #noteDrafted(): void {
    if (this.#drafted) performance.mark('inkling:drafted', { detail: this.#ink.size });
    this.#drafted = false;
  }

  #paintFresh(isSpent: () => boolean): void {
    // Before the first view there is nothing to paint on; the first repaint takes all there is.
    if (!this.#shown) return;
    for (const settled of this.#fresh) {
      this.#fresh.delete(settled);
      this.#fill(this.#front, settled);
      if (isSpent()) return;
    }
  }

  #paintBack(rest: Iterator<Settled>, isSpent: () => boolean): void {
    for (let next = rest.next(); !next.done; next = rest.next()) {
      if (this.#fill(this.#back, next.value) && isSpent()) return;
    }
    this.#repaint = null;
    this.#shown = true;
    this.#fresh.clear();
    const shown = this.#front;
    this.#front = this.#back;
    this.#back = shown;
    this.#stretch();
    this.#front.canvas.style.visibility = '';
    this.#back.canvas.style.visibility = 'hidden';
  }

  /** Shows what is painted where it belongs in the wanted view. */
  #stretch(): void {
    const painted = this.#front.view;
    const { x, y, scale } = this.#wanted;
    const same = painted.x === x && painted.y === y && painted.scale === scale;
    const left = (painted.x - x) * scale;
    const top = (painted.y - y) * scale;
    this.#front.canvas.style.transform = same
      ? ''
      : `translate(${left}px,${top}px) scale(${scale / painted.scale})`;
  }

  #repair(): void {
    const around = this.#holes.reduce<Box | null>(boxAround, null);
    if (!around) return;
    // A sweep of the eraser leaves one hole; a few far apart are cheaper one by one.
    const few = this.#holes.length <= 4 ? this.#holes : [around];
    for (const hole of few) {
      const pixels = this.#front.pixels(hole);
      if (pixels.w === 0 || pixels.h === 0) continue;
      this.#front.wipe(pixels);
      const undo = this.#front.clip(pixels);
      for (const settled of this.#ink.values()) {
        if (!this.#fresh.has(settled) && boxesMeet(hole, settled.box)) {
          this.#fill(this.#front, settled);
        }
      }
      undo();
    }
  }

  /** Paints one stroke; returns whether it is in sight. */
  #fill(layer: Layer, settled: Settled): boolean {
    if (!layer.sees(settled.box)) return false;
    const color = this.colorOf(settled.drawn.author);
    if (this.#drafting && !settled.path) {
      layer.pen.fillStyle = color;
      layer.pen.beginPath();
      layer.draft.trace(settled.drawn.points, brushSize(this.sheet.surface) * DRAFT_WIDTH);
      layer.pen.fill();
      return true;
    }
    if (!settled.path) this.#rough--;
    settled.path ??= pathOf(settled.drawn, this.sheet.surface);
    layer.pen.fillStyle = color;
    layer.pen.fill(settled.path);
    return true;
  }

  dispose(): void {
    this.#front.dispose();
    this.#back.dispose();
  }
}

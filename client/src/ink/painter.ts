import type { Box } from '@inkling/shared/reading';
import { inkColor } from './colors.ts';
import { LiveInk } from './live.ts';
import { type Cuts, inkMs } from './rewind.ts';
import { type Effort, SettledInk } from './settled.ts';
import { type Drawn, Sheet, type SheetLink, type Sweep } from './sheet.ts';
import type { Size, View } from './view.ts';

/** Asks for the next frame; returns its undo. */
export type NextFrame = (paint: (now: number) => void) => () => void;

const browserFrame: NextFrame = (paint) => {
  const id = requestAnimationFrame(paint);
  return () => cancelAnimationFrame(id);
};

interface PainterParts {
  /** Where the canvases go. */
  readonly host: HTMLElement;
  readonly link: SheetLink;
  readonly surface: number;
  /** Whether canvases may bypass the page's own rhythm: worth it under a finger or a stylus. */
  readonly quick?: boolean;
  readonly nextFrame?: NextFrame;
}

/** What settling may cost in a frame while a pen is down or the view moves, and while neither is so. */
const BUSY: Effort = { ms: 4, strokes: 40 };
const IDLE: Effort = { ms: 24, strokes: 250 };
/** The view counts as moving for so long after it moved. */
const MOVING_MS = 120;

/** Paints a surface: ink at rest below, ink in motion above; nothing happens while nothing changes. */
export class Painter {
  readonly #sheet: Sheet;
  readonly #settled: SettledInk;
  readonly #live: LiveInk;
  readonly #nextFrame: NextFrame;
  #cancel: (() => void) | null = null;
  /** Each author's colour on this paper, until somebody's changes. */
  readonly #colors = new Map<number, string>();
  #cuts: Cuts | null = null;
  #ghosts = true;
  #dark = false;
  #last = 0;
  #starting = true;
  #aimed = false;
  #moved = Number.NEGATIVE_INFINITY;

  constructor(parts: PainterParts) {
    const { host, link, surface } = parts;
    this.#nextFrame = parts.nextFrame ?? browserFrame;
    const colorOf = (author: number) => {
      const known = this.#colors.get(author);
      if (known !== undefined) return known;
      const color = inkColor(link.colorOf(author), this.#dark);
      this.#colors.set(author, color);
      return color;
    };
    const first: [Drawn | undefined, Drawn | undefined][] = [];
    this.#sheet = new Sheet(link, surface, (before, now) => {
      if (this.#starting) first.push([before, now]);
      else this.#changed(before, now);
    });
    this.#settled = new SettledInk(host, this.#sheet, colorOf);
    this.#live = new LiveInk(host, this.#sheet, colorOf, parts.quick ?? false);
    for (const [before, now] of first) this.#changed(before, now);
    this.#starting = false;
  }

  /** Shows a part of the surface in an element of that size. */
  aim(view: View, size: Size): void {
    if (size.w === 0 || size.h === 0) return;
    const now = performance.now();
    // The first view is no move: a newcomer waits for it.
    this.#moved = this.#aimed ? now : Number.NEGATIVE_INFINITY;
    this.#aimed = true;
    this.#settled.aim(view, size);
    this.#live.aim(view, size);
    this.#wake();
  }

  /** Paints for light or for dark paper. */
  setDark(dark: boolean): void {
    if (dark !== this.#dark) this.recolor(dark);
  }

  /** Somebody's colour changed. */
  recolor(dark = this.#dark): void {
    this.#dark = dark;
    this.#colors.clear();
    this.#settled.repaint();
    this.#wake();
  }

  /** Shows some strokes only up to a moment, the rest of them as a ghost or not at all; null shows all there is. */
  setCuts(cuts: Cuts | null, ghosts = true): void {
    const before = this.#cuts;
    this.#cuts = cuts;
    this.#ghosts = ghosts;
    const keys = new Set([...(before?.keys() ?? []), ...(cuts?.keys() ?? [])]);
    for (const key of keys) {
      const drawn = this.#sheet.get(key);
      if (drawn) this.#changed(drawn, drawn);
    }
    this.#wake();
  }

  /** The strokes that a sweep of the eraser touches, of those let through. */
  touched(sweep: Sweep, lets: (drawn: Drawn) => boolean) {
    return this.#sheet.touched(sweep, lets);
  }

  /** The ink of this surface. */
  strokes(): Iterable<Drawn> {
    return this.#sheet.strokes();
  }

  /** The box around the ink of this surface; null where there is none. */
  bounds(): Box | null {
    return this.#sheet.bounds();
  }

  dispose(): void {
    this.#cancel?.();
    this.#sheet.close();
    this.#settled.dispose();
    this.#live.dispose();
  }

  #changed(before: Drawn | undefined, now: Drawn | undefined): void {
    this.#wake();
    if (!now) {
      if (!before) return;
      this.#live.remove(before.key);
      this.#settled.remove(before.key);
      return;
    }
    const { key } = now;
    const at = this.#cuts?.get(key);
    if (at !== undefined && at < 0 && !this.#ghosts) {
      this.#live.remove(key);
      this.#settled.remove(key);
      return;
    }
    const cut = this.#isCut(now);
    const flows = this.#live.has(key) && !now.own && before?.own === false && now.count > 0;
    if (!now.done || now.refused || cut || (flows && !this.#isWhole(now))) {
      this.#live.put(now, now.own || this.#starting || cut, performance.now());
      this.#settled.remove(key);
    } else {
      this.#settled.add(now);
      // It stays in motion until it is painted at rest, so that it never blinks.
      if (this.#live.has(key)) this.#live.put(now, true, performance.now());
    }
  }

  /** Whether a stroke is shown only in part. */
  #isCut(drawn: Drawn): boolean {
    const at = this.#cuts?.get(drawn.key);
    return at !== undefined && at < inkMs(drawn.points);
  }

  /** Whether the screen already shows all of a stroke that ended. */
  #isWhole(drawn: Drawn): boolean {
    this.#live.put(drawn, false, performance.now());
    return this.#live.isShown(drawn.key);
  }

  #wake(): void {
    this.#cancel ??= this.#nextFrame((now) => this.#frame(now));
  }

  #frame(now: number): void {
    this.#cancel = null;
    // A frame after a rest counts as one frame, however long the rest was.
    const ms = now - this.#last > 100 ? 16 : now - this.#last;
    this.#last = now;
    const busy = this.#rest() || performance.now() - this.#moved < MOVING_MS;
    const more = this.#settled.work(busy ? BUSY : IDLE);
    for (const key of this.#live.keys()) {
      if (this.#settled.has(key) && !this.#settled.isFresh(key)) this.#live.retire(key);
    }
    const moves = this.#live.paint(performance.now(), ms, this.#cutsNow());
    if (more || moves || this.#anyToRest()) this.#wake();
  }

  #cutsNow() {
    const cuts = this.#cuts;
    return { at: (key: string) => cuts?.get(key), ghosts: this.#ghosts };
  }

  /** Lets strokes rest that have flowed to their end; returns whether a pen is still at work. */
  #rest(): boolean {
    let busy = false;
    for (const key of this.#live.keys()) {
      const drawn = this.#sheet.get(key);
      if (!drawn) this.#live.remove(key);
      else if (!drawn.done) busy = true;
      else if (this.#canRest(drawn)) this.#settled.add(drawn);
    }
    return busy;
  }

  #canRest(drawn: Drawn): boolean {
    return drawn.done && !drawn.refused && !this.#isCut(drawn) && this.#live.isShown(drawn.key);
  }

  #anyToRest(): boolean {
    for (const key of this.#live.keys()) {
      const drawn = this.#sheet.get(key);
      if (drawn && this.#canRest(drawn)) return true;
    }
    return false;
  }
}

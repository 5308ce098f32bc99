import { POINT_STRIDE } from '@inkling/shared/ink';

/** Where a draft is traced. */
export interface DraftPath {
  moveTo(x: number, y: number): void;
  lineTo(x: number, y: number): void;
  closePath(): void;
}

/** Points nearer together than this share of the pen's width are one. */
const COARSE = 0.45;
/** A blunt end is full to here and this narrow at its tip, in half widths. */
const SHOULDER = 0.4;
const TIP = 0.95;
const NARROW = 0.5;

/**
 * Draws ink in straight pieces with blunt ends: hardly to be told from fine outlines, and a quarter of the work of
 * stroked lines, whose outline a browser has to find first. It is kept from stroke to stroke, and makes no objects: a newcomer
 * waits for 2,000 of them.
 */
export class DraftPen {
  /** The edge that is traced on the way back. */
  readonly #back: number[] = [];
  #n = 0;
  /** Where the pen is, and its way, as long as half its width. */
  #x = 0;
  #y = 0;
  #ux = 0;
  #uy = 0;

  constructor(private readonly path: DraftPath) {}

  /** Traces points with a pen of that size. */
  trace(points: readonly number[], size: number): void {
    const near = (size * COARSE) ** 2;
    const last = points.length - POINT_STRIDE;
    this.#n = 0;
    this.#x = points[0] as number;
    this.#y = points[1] as number;
    for (let i = POINT_STRIDE; i <= last; i += POINT_STRIDE) {
      const dx = (points[i] as number) - this.#x;
      const dy = (points[i + 1] as number) - this.#y;
      const far = dx * dx + dy * dy;
      if (far === 0 || (far < near && i < last)) continue;
      const scale = size / 2 / Math.sqrt(far);
      this.#turn(dx * scale, dy * scale);
      this.#x += dx;
      this.#y += dy;
    }
    // A dot is a stroke.
    if (this.#n === 0) this.#turn(size / 2, 0);
    this.#end();
  }

  /** Goes on in another direction. */
  #turn(ux: number, uy: number): void {
    const [wasX, wasY] = [this.#ux, this.#uy];
    this.#ux = ux;
    this.#uy = uy;
    if (this.#n === 0) this.#begin();
    // A sharp turn has both widths, any other one what lies between them.
    else if (wasX * ux + wasY * uy < 0) {
      this.#edge(wasX, wasY, 0);
      this.#edge(ux, uy, 0);
    } else this.#edge((wasX + ux) / 2, (wasY + uy) / 2, 0);
  }

  #begin(): void {
    const tx = this.#x - this.#ux * TIP;
    const ty = this.#y - this.#uy * TIP;
    this.path.moveTo(tx - this.#uy * NARROW, ty + this.#ux * NARROW);
    this.#keep(tx + this.#uy * NARROW, ty - this.#ux * NARROW);
    this.#edge(this.#ux, this.#uy, -SHOULDER);
  }

  #end(): void {
    const { path } = this;
    this.#edge(this.#ux, this.#uy, SHOULDER);
    const tx = this.#x + this.#ux * TIP;
    const ty = this.#y + this.#uy * TIP;
    path.lineTo(tx - this.#uy * NARROW, ty + this.#ux * NARROW);
    path.lineTo(tx + this.#uy * NARROW, ty - this.#ux * NARROW);
    for (let i = this.#n - 2; i >= 0; i -= 2) {
      path.lineTo(this.#back[i] as number, this.#back[i + 1] as number);
    }
    path.closePath();
  }

  /** Both edges where the pen is, or so far along its way. */
  #edge(ux: number, uy: number, along: number): void {
    const x = this.#x + ux * along;
    const y = this.#y + uy * along;
    this.path.lineTo(x - uy, y + ux);
    this.#keep(x + uy, y - ux);
  }

  #keep(x: number, y: number): void {
    this.#back[this.#n] = x;
    this.#back[this.#n + 1] = y;
    this.#n += 2;
  }
}

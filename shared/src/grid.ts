import type { Bounds } from './geometry.ts';

const CELL = 192;
const ROW = 1 << 15;

interface Cells {
  x0: number;
  y0: number;
  x1: number;
  y1: number;
}

function cellsOf(bounds: Readonly<Bounds>, reach: number): Cells {
  return {
    x0: Math.floor((bounds.left - reach) / CELL),
    y0: Math.floor((bounds.top - reach) / CELL),
    x1: Math.floor((bounds.right + reach) / CELL),
    y1: Math.floor((bounds.bottom + reach) / CELL),
  };
}

/** Things that only grow, by the cells they reach into: a spatial hash, so that looking around costs what is near. */
export class Grid<Thing> {
  /** Short lists: a cell has few things, and there are many cells. */
  readonly #cells = new Map<number, Thing[]>();
  readonly #placed = new Map<Thing, Cells>();

  /** Enters a thing into every cell within `reach` of its bounds; called again as it grows. */
  place(thing: Thing, bounds: Readonly<Bounds>, reach: number): void {
    const to = cellsOf(bounds, reach);
    const from = this.#placed.get(thing);
    if (from && from.x0 <= to.x0 && from.y0 <= to.y0 && from.x1 >= to.x1 && from.y1 >= to.y1) {
      return;
    }
    for (let y = to.y0; y <= to.y1; y++) {
      for (let x = to.x0; x <= to.x1; x++) {
        if (from && x >= from.x0 && x <= from.x1 && y >= from.y0 && y <= from.y1) continue;
        const cell = this.#cells.get(y * ROW + x);
        // A list that grows by itself would make room for seventeen at once.
        this.#cells.set(y * ROW + x, cell ? cell.concat([thing]) : [thing]);
      }
    }
    if (from) {
      to.x0 = Math.min(to.x0, from.x0);
      to.y0 = Math.min(to.y0, from.y0);
      to.x1 = Math.max(to.x1, from.x1);
      to.y1 = Math.max(to.y1, from.y1);
    }
    this.#placed.set(thing, to);
  }

  /** Everything entered in a cell within `reach` of some bounds. */
  near(bounds: Readonly<Bounds>, reach: number): Set<Thing> {
    const { x0, y0, x1, y1 } = cellsOf(bounds, reach);
    const found = new Set<Thing>();
    for (let y = y0; y <= y1; y++) {
      for (let x = x0; x <= x1; x++) {
        const cell = this.#cells.get(y * ROW + x);
        if (cell) for (const thing of cell) found.add(thing);
      }
    }
    return found;
  }

  /** Takes a thing out. */
  remove(thing: Thing): void {
    const cells = this.#placed.get(thing);
    if (!cells) return;
    this.#placed.delete(thing);
    for (let y = cells.y0; y <= cells.y1; y++) {
      for (let x = cells.x0; x <= cells.x1; x++) {
        const cell = this.#cells.get(y * ROW + x);
        const i = cell?.indexOf(thing) ?? -1;
        if (!cell || i < 0) continue;
        if (cell.length === 1) this.#cells.delete(y * ROW + x);
        else cell.splice(i, 1);
      }
    }
  }
}

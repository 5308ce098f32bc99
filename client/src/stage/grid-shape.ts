/** How tiles lie on the stage. */
export interface GridShape {
  readonly columns: number;
  readonly rows: number;
  /** A tile's paper, in CSS pixels. */
  readonly w: number;
  readonly h: number;
}

/** Where tiles lie, in CSS pixels. */
export interface GridSpace {
  readonly w: number;
  readonly h: number;
  /** Below a tile, for its name. */
  readonly caption: number;
}

/** Between tiles across, as a share of a tile's width. */
const GAP = 0.055;
const TALLEST = 1.29;
const FLATTEST = 0.8;

/** The arrangement of `count` tiles that shows them largest in the given space. */
export function gridShape(count: number, space: GridSpace): GridShape {
  let best: GridShape = { columns: 1, rows: 1, w: 0, h: 0 };
  let largest = -1;
  for (let columns = 1; columns <= Math.max(1, count); columns++) {
    const rows = Math.ceil(Math.max(1, count) / columns);
    const across = space.w / (columns + (columns - 1) * GAP);
    const down = space.h / rows - space.caption;
    if (across <= 0 || down <= 0) continue;
    const w = Math.min(across, down / FLATTEST);
    const h = Math.min(down, w * TALLEST);
    // A digit is taller than it is wide, so height counts for a little less.
    const size = Math.min(w, h * 0.85);
    if (size > largest + 0.5) {
      largest = size;
      best = { columns, rows, w: Math.floor(w), h: Math.floor(h) };
    }
  }
  return best;
}

/** How high a name below a tile stands on a screen, to be read from the back row. */
export function captionOf(screen: { readonly w: number; readonly h: number }): number {
  return Math.round(0.029 * Math.min(screen.h, 0.5625 * screen.w));
}

/**
 * A glyph as the network sees it, drawn from its points: MNIST's frame (LeCun, Cortes and Burges, 1998).
 *
 * `model/prepare.py` holds the same arithmetic, operation for operation in IEEE doubles, so that training data and
 * live ink are byte for byte the same picture. Change both or neither; `model/golden.json` notices.
 */

/** Side of a raster in pixels. */
export const RASTER_SIDE = 28;

/** Bytes of one raster, row by row from the top left. */
export const RASTER_LENGTH = RASTER_SIDE * RASTER_SIDE;

const INK_BOX = 20;
const PEN = 2.5;
const RAMP = 1.2;
const REACH = (PEN + RAMP) / 2;
const REACH_SQUARED = REACH * REACH;
/** The ink is drawn on a sheet just large enough for it, then moved by whole pixels, as MNIST was. */
const SHEET = 22;
/** Points nearer than this (px, squared) to the last one drawn add nothing that can be seen. */
const STEP_SQUARED = 0.36;
/** Below this size in source units there is nothing to enlarge: a dot is a dot. */
const DOT = 1e-9;

// Scratch for one call; rasterise is synchronous, so nobody else sees it half-used.
const nearest = new Float64Array(SHEET * SHEET);
const sheet = new Uint8Array(SHEET * SHEET);

/**
 * Draws strokes (each x0, y0, x1, y1, … in any one unit, y downwards) as 784 bytes of ink, 0 blank to 255 full, with the
 * longer side of the ink 20 px, the pen 2.5 px and the centre of mass on pixel 14 (MNIST's frame: LeCun et al., 1998);
 * writes into `out` at `offset` when given; no ink, or ink that is not finite, gives a blank; throws RangeError when
 * `out` is too short.
 */
export function rasterise(
  strokes: readonly ArrayLike<number>[],
  out: Uint8Array = new Uint8Array(RASTER_LENGTH),
  offset = 0,
): Uint8Array {
  if (offset < 0 || offset + RASTER_LENGTH > out.length) {
    throw new RangeError(
      `a raster needs ${RASTER_LENGTH} bytes from ${offset}, out has ${out.length}`,
    );
  }
  out.fill(0, offset, offset + RASTER_LENGTH);
  let left = Infinity;
  let top = Infinity;
  let right = -Infinity;
  let bottom = -Infinity;
  for (let s = 0; s < strokes.length; s++) {
    const stroke = strokes[s] as ArrayLike<number>;
    for (let i = 0; i + 1 < stroke.length; i += 2) {
      const x = stroke[i] as number;
      const y = stroke[i + 1] as number;
      if (x < left) left = x;
      if (x > right) right = x;
      if (y < top) top = y;
      if (y > bottom) bottom = y;
    }
  }
  const width = right - left;
  const height = bottom - top;
  const longer = Math.max(width, height);
  if (!(longer >= 0 && longer < Infinity && width >= 0 && height >= 0)) return out;
  const scale = longer > DOT ? (INK_BOX - PEN) / longer : 0;
  const middle = SHEET / 2;
  nearest.fill(REACH_SQUARED);
  for (let s = 0; s < strokes.length; s++) {
    const stroke = strokes[s] as ArrayLike<number>;
    const last = (stroke.length >> 1) * 2 - 2;
    if (last < 0) continue;
    let x0 = ((stroke[0] as number) - left - width / 2) * scale + middle;
    let y0 = ((stroke[1] as number) - top - height / 2) * scale + middle;
    if (last === 0) drawSegment(x0, y0, x0, y0);
    for (let i = 2; i <= last; i += 2) {
      const x1 = ((stroke[i] as number) - left - width / 2) * scale + middle;
      const y1 = ((stroke[i + 1] as number) - top - height / 2) * scale + middle;
      if (i < last && (x1 - x0) * (x1 - x0) + (y1 - y0) * (y1 - y0) < STEP_SQUARED) continue;
      drawSegment(x0, y0, x1, y1);
      x0 = x1;
      y0 = y1;
    }
  }
  placeSheet(out, offset);
  return out;
}

/** Lowers `nearest` to the squared distance from each pixel's centre to the segment, where the pen reaches. */
function drawSegment(x0: number, y0: number, x1: number, y1: number): void {
  const dx = x1 - x0;
  const dy = y1 - y0;
  const squared = dx * dx + dy * dy;
  const inverse = squared > 0 ? 1 / squared : 0;
  const fromColumn = Math.max(0, Math.floor(Math.min(x0, x1) - REACH));
  const toColumn = Math.min(SHEET - 1, Math.floor(Math.max(x0, x1) + REACH));
  const fromRow = Math.max(0, Math.floor(Math.min(y0, y1) - REACH));
  const toRow = Math.min(SHEET - 1, Math.floor(Math.max(y0, y1) + REACH));
  for (let row = fromRow; row <= toRow; row++) {
    const py = row + 0.5 - y0;
    for (let column = fromColumn; column <= toColumn; column++) {
      const px = column + 0.5 - x0;
      let along = (px * dx + py * dy) * inverse;
      along = along < 0 ? 0 : Math.min(along, 1);
      const ex = px - along * dx;
      const ey = py - along * dy;
      const distance = ex * ex + ey * ey;
      const at = row * SHEET + column;
      if (distance < (nearest[at] as number)) nearest[at] = distance;
    }
  }
}

/** Turns distances into ink and copies the sheet to `out`, its centre of mass on pixel 14 as far as all ink fits. */
function placeSheet(out: Uint8Array, offset: number): void {
  let total = 0;
  let sumX = 0;
  let sumY = 0;
  let left = SHEET;
  let right = -1;
  let top = SHEET;
  let bottom = -1;
  for (let row = 0; row < SHEET; row++) {
    for (let column = 0; column < SHEET; column++) {
      const at = row * SHEET + column;
      const squared = nearest[at] as number;
      sheet[at] = 0;
      if (squared >= REACH_SQUARED) continue;
      const depth = (REACH - Math.sqrt(squared)) / RAMP;
      const ink = depth >= 1 ? 255 : Math.floor(depth * 255 + 0.5);
      sheet[at] = ink;
      if (ink === 0) continue;
      total += ink;
      sumX += ink * column;
      sumY += ink * row;
      if (column < left) left = column;
      if (column > right) right = column;
      if (row < top) top = row;
      if (row > bottom) bottom = row;
    }
  }
  if (total === 0) return;
  const centre = RASTER_SIDE / 2;
  const wantX = centre - Math.floor(sumX / total + 0.5);
  const wantY = centre - Math.floor(sumY / total + 0.5);
  const shiftX = Math.max(-left, Math.min(RASTER_SIDE - 1 - right, wantX));
  const shiftY = Math.max(-top, Math.min(RASTER_SIDE - 1 - bottom, wantY));
  for (let row = top; row <= bottom; row++) {
    const to = offset + (row + shiftY) * RASTER_SIDE + shiftX;
    for (let column = left; column <= right; column++) {
      out[to + column] = sheet[row * SHEET + column] as number;
    }
  }
}

/**
 * The way the pen took, as the network sees it beside the picture: a picture does not say what was drawn last.
 *
 * `model/ink.py` holds the same arithmetic, operation for operation in IEEE doubles, so that training data and live ink
 * are byte for byte the same path. Change both or neither; `model/golden.json` notices.
 */

/** Places on a path, from where the pen first went down to its tip, equally far apart along the ink. */
export const PATH_STEPS = 32;

/** Bytes of one path: each place's x, then each place's y, then which of them begin a stroke. */
export const PATH_LENGTH = 3 * PATH_STEPS;

/** Below this size in source units there is no way to speak of: a dot is a dot. */
const DOT = 1e-9;
const BEGINS = 255;

/** 0 … 1 as a byte. */
const toByte = (share: number) => Math.floor(share * 255 + 0.5);

/**
 * Follows strokes (each x0, y0, x1, y1, … in any one unit, y downwards, in the order they were drawn) in 96 bytes: 32
 * places equally far apart along the ink, pen-ups left out, in a frame whose side is the ink's longer side and whose
 * middle is the ink's; writes into `out` at `offset` when given. No ink, or ink that is not finite, gives zeros, which
 * to the network is a picture without a path; throws RangeError when `out` is too short.
 */
export function followPath(
  strokes: readonly ArrayLike<number>[],
  out: Uint8Array = new Uint8Array(PATH_LENGTH),
  offset = 0,
): Uint8Array {
  if (offset < 0 || offset + PATH_LENGTH > out.length) {
    throw new RangeError(`a path needs ${PATH_LENGTH} bytes from ${offset}, out has ${out.length}`);
  }
  out.fill(0, offset, offset + PATH_LENGTH);
  let left = Infinity;
  let top = Infinity;
  let right = -Infinity;
  let bottom = -Infinity;
  let total = 0;
  let lastX = 0;
  let lastY = 0;
  for (const stroke of strokes) {
    for (let i = 0; i + 1 < stroke.length; i += 2) {
      const x = stroke[i] as number;
      const y = stroke[i + 1] as number;
      if (x < left) left = x;
      if (x > right) right = x;
      if (y < top) top = y;
      if (y > bottom) bottom = y;
      if (i > 0) total += Math.sqrt((x - lastX) * (x - lastX) + (y - lastY) * (y - lastY));
      lastX = x;
      lastY = y;
    }
  }
  const longer = Math.max(right - left, bottom - top);
  if (!(longer >= 0 && total < Infinity)) return out;
  const scale = longer > DOT ? 1 / longer : 0;
  const middleX = (left + right) / 2;
  const middleY = (top + bottom) / 2;
  const step = total / (PATH_STEPS - 1);
  let place = 0;
  let done = 0;
  let begins = BEGINS;
  const put = (x: number, y: number) => {
    out[offset + place] = toByte((x - middleX) * scale + 0.5);
    out[offset + PATH_STEPS + place] = toByte((y - middleY) * scale + 0.5);
    out[offset + 2 * PATH_STEPS + place] = begins;
    begins = 0;
    place++;
  };
  for (const stroke of strokes) {
    if (stroke.length >= 2) begins = BEGINS;
    for (let i = 2; i + 1 < stroke.length; i += 2) {
      const x = stroke[i - 2] as number;
      const y = stroke[i - 1] as number;
      const dx = (stroke[i] as number) - x;
      const dy = (stroke[i + 1] as number) - y;
      const length = Math.sqrt(dx * dx + dy * dy);
      while (length > 0 && place < PATH_STEPS - 1 && place * step <= done + length) {
        const along = Math.max(0, (place * step - done) / length);
        put(x + along * dx, y + along * dy);
      }
      done += length;
    }
  }
  while (place < PATH_STEPS) put(lastX, lastY);
  return out;
}

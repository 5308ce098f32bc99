import { spanOverlap } from '@inkling/shared/geometry';
import type { Box } from '@inkling/shared/reading';
import type { Grey } from './pixels.ts';

/** Pixels that hang together, or several such that make one glyph. */
export interface Blob {
  readonly box: Box;
  /** How many pixels of ink. */
  readonly area: number;
  /** The numbers of its connected parts in `Blobs.parts`. */
  readonly parts: readonly number[];
}

/** The glyphs of an image, and for each pixel the number of the connected part that it belongs to (0 for ground). */
export interface Blobs {
  readonly blobs: readonly Blob[];
  readonly parts: Int32Array;
}

/** Parts lower than this share of the largest are dust, unless they join a glyph. */
const DUST = 0.2;
/** Parts no farther apart than this share of the larger one's height, one above the other, are one glyph. */
const NEAR = 0.15;
const STACKED = 0.3;
/** Parts that are looked at: each is held against each. */
const MOST_PARTS = 500;

function connect(ink: Grey, threshold: number): { parts: Int32Array; found: Blob[] } {
  const { w, h, values } = ink;
  const parts = new Int32Array(w * h);
  const stack = new Int32Array(w * h);
  const found: Blob[] = [];
  for (let start = 0; start < values.length; start++) {
    if ((values[start] as number) < threshold || parts[start] !== 0) continue;
    const number = found.length + 1;
    let [left, top, right, bottom, area] = [w, h, 0, 0, 0];
    let waiting = 0;
    stack[waiting++] = start;
    parts[start] = number;
    while (waiting > 0) {
      const at = stack[--waiting] as number;
      const x = at % w;
      const y = (at - x) / w;
      area++;
      if (x < left) left = x;
      if (x > right) right = x;
      if (y < top) top = y;
      if (y > bottom) bottom = y;
      for (let ny = Math.max(0, y - 1); ny <= Math.min(h - 1, y + 1); ny++) {
        for (let nx = Math.max(0, x - 1); nx <= Math.min(w - 1, x + 1); nx++) {
          const to = ny * w + nx;
          if (parts[to] !== 0 || (values[to] as number) < threshold) continue;
          parts[to] = number;
          stack[waiting++] = to;
        }
      }
    }
    const box = { x: left, y: top, w: right - left + 1, h: bottom - top + 1 };
    found.push({ box, area, parts: [number] });
  }
  return { parts, found };
}

const extent = ({ box }: Blob) => Math.max(box.w, box.h);

export function join(a: Blob, b: Blob): Blob {
  const x = Math.min(a.box.x, b.box.x);
  const y = Math.min(a.box.y, b.box.y);
  const w = Math.max(a.box.x + a.box.w, b.box.x + b.box.w) - x;
  const h = Math.max(a.box.y + a.box.h, b.box.y + b.box.h) - y;
  return { box: { x, y, w, h }, area: a.area + b.area, parts: [...a.parts, ...b.parts] };
}

/** Whether two parts are one glyph: one within or above the other, and near. */
export function belong(a: Blob, b: Blob): boolean {
  const across = spanOverlap(a.box.x, a.box.x + a.box.w, b.box.x, b.box.x + b.box.w);
  const down = spanOverlap(a.box.y, a.box.y + a.box.h, b.box.y, b.box.y + b.box.h);
  const narrow = Math.min(a.box.w, b.box.w);
  const near = NEAR * Math.max(extent(a), extent(b));
  return across >= STACKED * narrow && down >= -near;
}

/** Joins parts that are one glyph, always the first two in order, until none are. No two are looked at twice. */
export function joinParts(parts: readonly Blob[]): Blob[] {
  const blobs = [...parts];
  const joinAt = (i: number, j: number) => {
    const joined = join(blobs[i] as Blob, blobs[j] as Blob);
    blobs.splice(j, 1);
    blobs.splice(i, 1);
    blobs.push(joined);
  };
  // Those before `at` belong to nobody: only to what was joined since then, which is last, may they.
  for (let at = 0; at < blobs.length; ) {
    const first = blobs[at] as Blob;
    const other = blobs.findIndex((blob, j) => j > at && belong(first, blob));
    if (other < 0) {
      at++;
      continue;
    }
    joinAt(at, other);
    for (;;) {
      const joined = blobs.at(-1) as Blob;
      const earlier = blobs.findIndex((blob, i) => i < at && belong(blob, joined));
      if (earlier < 0) break;
      joinAt(earlier, blobs.length - 1);
      at--;
    }
  }
  return blobs;
}

/** The largest of too many parts, in their order. */
function largestOf(parts: readonly Blob[]): readonly Blob[] {
  if (parts.length <= MOST_PARTS) return parts;
  const largest = new Set([...parts].sort((a, b) => extent(b) - extent(a)).slice(0, MOST_PARTS));
  return parts.filter((part) => largest.has(part));
}

/** Finds the glyphs of an image: connected ink, parts of one digit joined, dust left out. */
export function findBlobs(ink: Grey, threshold: number): Blobs {
  const { parts, found } = connect(ink, threshold);
  const largest = found.reduce((most, blob) => Math.max(most, extent(blob)), 0);
  const least = Math.max(2, largest * 0.02);
  const blobs = joinParts(largestOf(found.filter((blob) => extent(blob) >= least)));
  return { blobs: blobs.filter((blob) => extent(blob) >= DUST * largest), parts };
}

import { spanOverlap } from '@inkling/shared/geometry';
import type { Box } from '@inkling/shared/reading';
import type { Grey } from './pixels.ts';

/** Pixels that hang together, or several such that make one mark. */
export interface Blob {
  readonly box: Box;
  /** How many pixels of ink. */
  readonly area: number;
  /** The numbers of its connected parts in `Blobs.parts`. */
  readonly parts: readonly number[];
}

/** The marks of an image, and for each pixel the number of the connected part that it belongs to (0 for ground). */
export interface Blobs {
  readonly blobs: readonly Blob[];
  readonly parts: Int32Array;
}

/** Parts lower than this share of the largest are dust, unless they join a mark. */
const DUST = 0.2;
/** Parts no farther apart than this share of the larger one's height, one above the other, are one mark. */
const NEAR = 0.15;
const STACKED = 0.3;

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

function join(a: Blob, b: Blob): Blob {
  const x = Math.min(a.box.x, b.box.x);
  const y = Math.min(a.box.y, b.box.y);
  const w = Math.max(a.box.x + a.box.w, b.box.x + b.box.w) - x;
  const h = Math.max(a.box.y + a.box.h, b.box.y + b.box.h) - y;
  return { box: { x, y, w, h }, area: a.area + b.area, parts: [...a.parts, ...b.parts] };
}

/** Whether two parts are one mark: one within or above the other, and near. */
function belong(a: Blob, b: Blob): boolean {
  const across = spanOverlap(a.box.x, a.box.x + a.box.w, b.box.x, b.box.x + b.box.w);
  const down = spanOverlap(a.box.y, a.box.y + a.box.h, b.box.y, b.box.y + b.box.h);
  const narrow = Math.min(a.box.w, b.box.w);
  const near = NEAR * Math.max(extent(a), extent(b));
  return across >= STACKED * narrow && down >= -near;
}

/** Finds the marks of an image: connected ink, parts of one digit joined, dust left out. */
export function findBlobs(ink: Grey, threshold: number): Blobs {
  const { parts, found } = connect(ink, threshold);
  const largest = found.reduce((most, blob) => Math.max(most, extent(blob)), 0);
  const least = Math.max(2, largest * 0.02);
  let blobs = found.filter((blob) => extent(blob) >= least);
  for (let joined = true; joined; ) {
    joined = false;
    search: for (let i = 0; i < blobs.length; i++) {
      for (let j = i + 1; j < blobs.length; j++) {
        const [a, b] = [blobs[i] as Blob, blobs[j] as Blob];
        if (!belong(a, b)) continue;
        blobs = [...blobs.filter((blob) => blob !== a && blob !== b), join(a, b)];
        joined = true;
        break search;
      }
    }
  }
  return { blobs: blobs.filter((blob) => extent(blob) >= DUST * largest), parts };
}

import { RASTER_LENGTH, RASTER_SIDE } from '@inkling/shared/rasterise';
import type { Blob, Blobs } from './blobs.ts';
import type { Grey } from './pixels.ts';

/** Longer side of the ink in MNIST's frame, and the pen that draws it (LeCun et al., 1998), in pixels. */
const INK_BOX = 20;
const PEN = 2.5;
const RAMP = 1.2;
/** Pens between these widths are left as they are: MNIST's own vary as much. */
const THIN = 1.7;
const THICK = 3.6;
/** Distances are measured at this many steps a pixel. */
const FINE = 4;

/** One glyph's ink 0–1 on a sheet of its own, with a blank margin. */
interface Sheet {
  readonly w: number;
  readonly h: number;
  readonly values: Float32Array;
}

/** Averages a glyph's pixels over areas of `step` image pixels each. */
function sample(
  source: { ink: Grey; blobs: Blobs; blob: Blob },
  step: number,
  margin: number,
): Sheet {
  const { ink, blobs, blob } = source;
  const { box } = blob;
  const w = Math.ceil(box.w / step - 1e-9) + 2 * margin;
  const h = Math.ceil(box.h / step - 1e-9) + 2 * margin;
  const values = new Float32Array(w * h);
  const { parts } = blobs;
  // Ink's soft edge lies just outside the pixels that were counted as ink; dust and neighbours do not belong.
  const [one = 0] = blob.parts;
  const others = blob.parts.length > 1 ? new Set(blob.parts) : null;
  for (let row = margin; row < h - margin; row++) {
    const y0 = box.y + (row - margin) * step;
    for (let column = margin; column < w - margin; column++) {
      const x0 = box.x + (column - margin) * step;
      let sum = 0;
      let weight = 0;
      for (let y = Math.floor(y0); y < y0 + step; y++) {
        const high = Math.min(y + 1, y0 + step) - Math.max(y, y0);
        if (high <= 0) continue;
        for (let x = Math.floor(x0); x < x0 + step; x++) {
          const wide = Math.min(x + 1, x0 + step) - Math.max(x, x0);
          if (wide <= 0) continue;
          weight += wide * high;
          if (x >= ink.w || y >= ink.h) continue;
          const part = parts[y * ink.w + x] as number;
          if (part !== 0 && part !== one && !others?.has(part)) continue;
          sum += ((ink.values[y * ink.w + x] as number) / 255) * wide * high;
        }
      }
      values[row * w + column] = weight > 0 ? sum / weight : 0;
    }
  }
  return { w, h, values };
}

/** How wide the pen was: ink over half its outline, both in the sheet's pixels. */
function penWidth({ w, h, values }: Sheet): number {
  let area = 0;
  let outline = 0;
  for (let y = 0; y < h; y++) {
    for (let x = 0; x < w; x++) {
      const here = values[y * w + x] as number;
      area += here;
      const right = x + 1 < w ? (values[y * w + x + 1] as number) : 0;
      const below = y + 1 < h ? (values[(y + 1) * w + x] as number) : 0;
      outline += Math.sqrt((here - right) * (here - right) + (here - below) * (here - below));
    }
  }
  return outline > 0 ? (2 * area) / outline : 0;
}

/** Distance from each pixel to the nearest edge of the ink, outside positive (two passes, 3 × 3 chamfer). */
function distances({ w, h, values }: Sheet): Float32Array {
  const found = new Float32Array(w * h);
  for (const outside of [true, false]) {
    const far = new Float32Array(w * h);
    for (let i = 0; i < far.length; i++) {
      far[i] = (values[i] as number) >= 0.5 === outside ? 0 : Infinity;
    }
    const pull = (i: number, x: number, y: number, cost: number) => {
      if (x < 0 || y < 0 || x >= w || y >= h) return;
      const through = (far[y * w + x] as number) + cost;
      if (through < (far[i] as number)) far[i] = through;
    };
    for (const back of [false, true]) {
      const d = back ? 1 : -1;
      for (let n = 0; n < far.length; n++) {
        const i = back ? far.length - 1 - n : n;
        const x = i % w;
        const y = (i - x) / w;
        pull(i, x + d, y, 1);
        pull(i, x, y + d, 1);
        pull(i, x + d, y + d, Math.SQRT2);
        pull(i, x - d, y + d, Math.SQRT2);
      }
    }
    for (let i = 0; i < far.length; i++) {
      if ((far[i] as number) > 0) found[i] = ((far[i] as number) - 0.5) * (outside ? 1 : -1);
    }
  }
  return found;
}

/** Copies 28 × 28 of a sheet, its centre of mass on pixel 14 as far as all ink fits. */
function centre(sheet: Sheet): Uint8Array {
  const { w, h, values } = sheet;
  let [total, sumX, sumY] = [0, 0, 0];
  let [left, top, right, bottom] = [w, h, -1, -1];
  for (let y = 0; y < h; y++) {
    for (let x = 0; x < w; x++) {
      const value = values[y * w + x] as number;
      if (value < 0.5 / 255) continue;
      total += value;
      sumX += value * x;
      sumY += value * y;
      left = Math.min(left, x);
      right = Math.max(right, x);
      top = Math.min(top, y);
      bottom = Math.max(bottom, y);
    }
  }
  const out = new Uint8Array(RASTER_LENGTH);
  if (total === 0) return out;
  const fit = (want: number, low: number, high: number) =>
    Math.max(-low, Math.min(RASTER_SIDE - 1 - high, want));
  const dx = fit(RASTER_SIDE / 2 - Math.floor(sumX / total + 0.5), left, right);
  const dy = fit(RASTER_SIDE / 2 - Math.floor(sumY / total + 0.5), top, bottom);
  for (let y = top; y <= bottom; y++) {
    for (let x = left; x <= right; x++) {
      const to = (y + dy) * RASTER_SIDE + x + dx;
      if (to >= 0 && to < RASTER_LENGTH) out[to] = Math.round((values[y * w + x] as number) * 255);
    }
  }
  return out;
}

/** Draws a glyph anew with MNIST's pen: the middle of its ink stays, the pen's width does not. */
function redraw(source: { ink: Grey; blobs: Blobs; blob: Blob }, width: number): Sheet {
  const { w: bw, h: bh } = source.blob.box;
  const step = Math.max(bw, bh) / (INK_BOX * FINE);
  const middle = Math.max(INK_BOX - width, 2);
  // The sheet's pixels a frame's pixel, so that the middle of the pen spans what MNIST's does.
  const unit = (middle * FINE) / (INK_BOX - PEN);
  const fine = sample(source, step, 3 * FINE);
  const apart = distances(fine);
  const grow = (PEN * unit - width * FINE) / 2;
  const w = Math.ceil(fine.w / unit);
  const h = Math.ceil(fine.h / unit);
  const values = new Float32Array(w * h);
  for (let y = 0; y < h; y++) {
    for (let x = 0; x < w; x++) {
      const u = Math.min(fine.w - 1, Math.round((x + 0.5) * unit - 0.5));
      const v = Math.min(fine.h - 1, Math.round((y + 0.5) * unit - 0.5));
      const outside = ((apart[v * fine.w + u] as number) - grow) / unit;
      values[y * w + x] = Math.max(0, Math.min(1, 0.5 - outside / RAMP));
    }
  }
  return { w, h, values };
}

/** A glyph of an image as the network sees it: MNIST's frame, its pen about as wide as MNIST's. */
export function frameBlob(source: { ink: Grey; blobs: Blobs; blob: Blob }): Uint8Array {
  const { box } = source.blob;
  const plain = sample(source, Math.max(box.w, box.h) / INK_BOX, 0);
  const width = penWidth(sample(source, Math.max(box.w, box.h) / (INK_BOX * FINE), 1)) / FINE;
  return centre(width < THIN || width > THICK ? redraw(source, width) : plain);
}

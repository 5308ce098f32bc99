import type { Maps } from './look.ts';

/** A colour as red, green, blue, 0–255 each. */
export type Rgb = readonly [number, number, number];

/** How a stack of maps lies in one picture. */
export interface Sheet {
  readonly columns: number;
  readonly rows: number;
  readonly width: number;
  readonly height: number;
  /** RGBA, row by row. */
  readonly pixels: Uint8ClampedArray<ArrayBuffer>;
}

/** Draws every map of a layer beside the others, one blank pixel apart, from `back` (silent) to `front` (loud). */
export function sheetOf(
  maps: Maps,
  look: { readonly columns: number; readonly front: Rgb },
): Sheet {
  const columns = Math.min(look.columns, maps.count);
  const rows = Math.ceil(maps.count / columns);
  const width = columns * (maps.width + 1) - 1;
  const height = rows * (maps.height + 1) - 1;
  const pixels = new Uint8ClampedArray(width * height * 4);
  const size = maps.width * maps.height;
  for (let m = 0; m < maps.count; m++) {
    const left = (m % columns) * (maps.width + 1);
    const top = Math.floor(m / columns) * (maps.height + 1);
    for (let i = 0; i < size; i++) {
      const at = ((top + Math.floor(i / maps.width)) * width + left + (i % maps.width)) * 4;
      const value = maps.values[m * size + i] as number;
      pixels[at] = look.front[0];
      pixels[at + 1] = look.front[1];
      pixels[at + 2] = look.front[2];
      // Even a silent map is to be seen as a map.
      pixels[at + 3] = 14 + value * (241 / 255);
    }
  }
  return { columns, rows, width, height, pixels };
}

/** One map's values between −1 (against) and 1 (for), smoothly enlarged to `side` × `side`. */
export function enlarge(maps: Maps, index: number, side: number): Float32Array {
  const { width, height, low, high } = maps;
  const most = Math.max(Math.abs(low), Math.abs(high)) || 1;
  const offset = index * width * height;
  const value = (x: number, y: number) => {
    const byte = maps.values[offset + y * width + x] as number;
    return (low + (byte / 255) * (high - low)) / most;
  };
  const out = new Float32Array(side * side);
  for (let y = 0; y < side; y++) {
    const fy = Math.min(height - 1, Math.max(0, ((y + 0.5) / side) * height - 0.5));
    const y0 = Math.floor(fy);
    const y1 = Math.min(height - 1, y0 + 1);
    for (let x = 0; x < side; x++) {
      const fx = Math.min(width - 1, Math.max(0, ((x + 0.5) / side) * width - 0.5));
      const x0 = Math.floor(fx);
      const x1 = Math.min(width - 1, x0 + 1);
      const a = value(x0, y0) + (value(x1, y0) - value(x0, y0)) * (fx - x0);
      const b = value(x0, y1) + (value(x1, y1) - value(x0, y1)) * (fx - x0);
      out[y * side + x] = a + (b - a) * (fy - y0);
    }
  }
  return out;
}

/** The ink with the activation map laid over it: white ink, in the network's colour where it speaks for the digit. */
export function overlay(
  input: Uint8Array,
  heat: Float32Array,
  net: Rgb,
): Uint8ClampedArray<ArrayBuffer> {
  const pixels = new Uint8ClampedArray(input.length * 4);
  input.forEach((ink, i) => {
    const warm = Math.max(0, Math.min(1, heat[i] as number));
    const glow = warm * 0.55;
    for (let c = 0; c < 3; c++) {
      const inked = ink + ((net[c] as number) - 255) * (ink / 255) * warm;
      pixels[i * 4 + c] = Math.max(inked, (net[c] as number) * glow);
    }
    pixels[i * 4 + 3] = 255;
  });
  return pixels;
}

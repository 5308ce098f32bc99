/** An image as grey values 0–255, row by row. */
export interface Grey {
  readonly w: number;
  readonly h: number;
  readonly values: Uint8Array;
}

/** What lies beneath the ink, and how it differs from it. */
interface Ground {
  /** The ground's grey: everywhere, or at a pixel. */
  readonly grey: number | ((x: number, y: number) => number);
  /** Ink is darker than the ground. */
  readonly darkInk: boolean;
}

/** Contrast below this is noise, on a scale of 255. */
const LEAST_CONTRAST = 24;
/** A frame of the image whose greys differ by no more than this is one flat ground. */
const FLAT = 16;
const BLOCKS = 5;
const LEAST_BLOCK = 16;
/** This share of a block may be ink and its ground is still seen. */
const PAPER = 0.88;
/** Greys that differ by no more than this are one. */
const SAME = 8;
/** A drawing's ground has one grey to this share of all pixels, and about it to that share of all and of the frame. */
const EXACTLY_GROUND = 0.2;
const ABOUT_GROUND = 0.35;
/** A line around an image is no thicker than this share of the shorter side, and of greys no farther apart than that. */
const BORDER = 0.05;
const BORDER_GREYS = 40;

function quantile(histogram: ArrayLike<number>, share: number): number {
  let total = 0;
  for (let i = 0; i < 256; i++) total += histogram[i] as number;
  let sum = 0;
  for (let i = 0; i < 256; i++) {
    sum += histogram[i] as number;
    if (sum > share * total) return i;
  }
  return 255;
}

function histogramOf(grey: Grey, area: { x0: number; y0: number; x1: number; y1: number }) {
  const { w, values } = grey;
  const { x0, y0, x1, y1 } = area;
  const counts = new Uint32Array(256);
  for (let y = y0; y < y1; y++) {
    for (let i = y * w + x0; i < y * w + x1; i++) {
      const value = values[i] as number;
      counts[value] = (counts[value] as number) + 1;
    }
  }
  return counts;
}

/** Whether most of what differs from the median is darker than it. */
function leansDark(histogram: ArrayLike<number>): number {
  const median = quantile(histogram, 0.5);
  let lean = 0;
  for (let i = 0; i < 256; i++) lean += (median - i) * (histogram[i] as number);
  return lean;
}

/** The greys of the pixels so many steps from the edge. */
function frameOf(grey: Grey, inset = 0): Uint32Array {
  const { w, h } = grey;
  const counts = new Uint32Array(256);
  const [x0, y0, x1, y1] = [inset, inset, w - inset, h - inset];
  const areas = [
    { x0, y0, x1, y1: y0 + 1 },
    { x0, y0: y1 - 1, x1, y1 },
    { x0, y0, x1: x0 + 1, y1 },
    { x0: x1 - 1, y0, x1, y1 },
  ];
  for (const area of areas) {
    const part = histogramOf(grey, area);
    for (let i = 0; i < 256; i++) counts[i] = (counts[i] as number) + (part[i] as number);
  }
  return counts;
}

function wholeOf(grey: Grey): Uint32Array {
  return histogramOf(grey, { x0: 0, y0: 0, x1: grey.w, y1: grey.h });
}

/** The share of pixels whose grey is about that. */
function shareAbout(histogram: ArrayLike<number>, grey: number): number {
  let total = 0;
  let about = 0;
  for (let i = 0; i < 256; i++) {
    total += histogram[i] as number;
    if (Math.abs(i - grey) <= SAME) about += histogram[i] as number;
  }
  return about / total;
}

/** The grey of a flat ground, even where ink reaches the frame; null for a photograph, whose ground has many greys. */
function flatGround(frame: Uint32Array, whole: Uint32Array, pixels: number): number | null {
  if (quantile(frame, 0.9) - quantile(frame, 0.1) <= FLAT) return quantile(frame, 0.5);
  let common = 0;
  for (let i = 1; i < 256; i++) if ((whole[i] as number) > (whole[common] as number)) common = i;
  const isFlat =
    (whole[common] as number) > EXACTLY_GROUND * pixels &&
    shareAbout(whole, common) > ABOUT_GROUND &&
    shareAbout(frame, common) > ABOUT_GROUND;
  return isFlat ? common : null;
}

/** The image without a line around it: what lies within reaches to the edge instead. */
function withoutBorder(grey: Grey): Grey {
  const { w, h, values } = grey;
  const median = quantile(wholeOf(grey), 0.5);
  const most = Math.ceil(BORDER * Math.min(w, h));
  let inset = 0;
  for (; ; inset++) {
    const frame = frameOf(grey, inset);
    const even = quantile(frame, 0.8) - quantile(frame, 0.2) <= BORDER_GREYS;
    if (!even || Math.abs(quantile(frame, 0.5) - median) <= SAME) break;
    // So thick it is no line: a margin around ink that fills the picture.
    if (inset >= most) return grey;
  }
  if (inset === 0) return grey;
  const clamp = (n: number, end: number) => Math.min(Math.max(n, inset), end - 1 - inset);
  const within = new Uint8Array(values.length);
  for (let y = 0, i = 0; y < h; y++) {
    const row = clamp(y, h) * w;
    for (let x = 0; x < w; x++, i++) within[i] = values[row + clamp(x, w)] as number;
  }
  return { w, h, values: within };
}

/** A drawing has one flat ground; a photograph has light and shade, so its ground is estimated block by block. */
function groundOf(grey: Grey): Ground {
  const { w, h } = grey;
  const whole = wholeOf(grey);
  const flat = flatGround(frameOf(grey), whole, w * h);
  if (flat !== null) {
    let lean = 0;
    for (let i = 0; i < 256; i++) lean += (flat - i) * (whole[i] as number);
    return { grey: flat, darkInk: lean > 0 };
  }
  const block = Math.max(LEAST_BLOCK, Math.ceil(Math.max(w, h) / BLOCKS));
  const columns = Math.ceil(w / block);
  const rows = Math.ceil(h / block);
  const histograms: Uint32Array[] = [];
  for (let r = 0; r < rows; r++) {
    for (let c = 0; c < columns; c++) {
      const x0 = c * block;
      const y0 = r * block;
      const area = { x0, y0, x1: Math.min(w, x0 + block), y1: Math.min(h, y0 + block) };
      histograms.push(histogramOf(grey, area));
    }
  }
  const darkInk = histograms.reduce((sum, histogram) => sum + leansDark(histogram), 0) > 0;
  const greys = histograms.map((histogram) => quantile(histogram, darkInk ? PAPER : 1 - PAPER));
  const clamp = (n: number, most: number) => Math.max(0, Math.min(most, n));
  return {
    darkInk,
    grey: (x, y) => {
      const u = clamp((x + 0.5) / block - 0.5, columns - 1);
      const v = clamp((y + 0.5) / block - 0.5, rows - 1);
      const c = Math.min(Math.floor(u), Math.max(columns - 2, 0));
      const r = Math.min(Math.floor(v), Math.max(rows - 2, 0));
      const value = (dr: number, dc: number) =>
        greys[Math.min(r + dr, rows - 1) * columns + Math.min(c + dc, columns - 1)] as number;
      const top = value(0, 0) + (value(0, 1) - value(0, 0)) * (u - c);
      const bottom = value(1, 0) + (value(1, 1) - value(1, 0)) * (u - c);
      return top + (bottom - top) * (v - r);
    },
  };
}

/** The contrast that parts ink from ground best (Otsu, 1979). */
function otsu(histogram: ArrayLike<number>): number {
  let total = 0;
  let sum = 0;
  for (let i = 0; i < 256; i++) {
    total += histogram[i] as number;
    sum += i * (histogram[i] as number);
  }
  let best = 0;
  let bestAt = 0;
  let below = 0;
  let sumBelow = 0;
  for (let i = 0; i < 256; i++) {
    below += histogram[i] as number;
    sumBelow += i * (histogram[i] as number);
    if (below === 0 || below === total) continue;
    const apart = sumBelow / below - (sum - sumBelow) / (total - below);
    const between = below * (total - below) * apart * apart;
    if (between <= best) continue;
    best = between;
    bestAt = i;
  }
  return bestAt;
}

/** How far each pixel is from the ground, towards ink. */
function contrastsTo({ grey: ground, darkInk }: Ground, { w, h, values }: Grey): Uint8Array {
  const towards = darkInk ? 1 : -1;
  const contrast = (under: number, value: number) =>
    Math.max(0, Math.round(towards * (under - value)));
  if (typeof ground === 'number') {
    return mapped(
      values,
      Uint8Array.from({ length: 256 }, (_, value) => contrast(ground, value)),
    );
  }
  const contrasts = new Uint8Array(w * h);
  for (let y = 0, i = 0; y < h; y++) {
    for (let x = 0; x < w; x++, i++) contrasts[i] = contrast(ground(x, y), values[i] as number);
  }
  return contrasts;
}

/** Greys as a table of 256 says. */
function mapped(greys: Uint8Array, table: Uint8Array): Uint8Array {
  const others = new Uint8Array(greys.length);
  for (let i = 0; i < greys.length; i++) others[i] = table[greys[i] as number] as number;
  return others;
}

/** Ink 0–255 on a blank ground, whatever the image's light, and from which value on a pixel is ink; null for a blank. */
export function inkOf(given: Grey): { readonly ink: Grey; readonly threshold: number } | null {
  const grey = withoutBorder(given);
  const { w, h } = grey;
  const contrasts = contrastsTo(groundOf(grey), grey);
  const histogram = wholeOf({ w, h, values: contrasts });
  const cut = Math.max(otsu(histogram), LEAST_CONTRAST / 2);
  histogram.fill(0, 0, cut + 1);
  const full = quantile(histogram, 0.5);
  if (full < LEAST_CONTRAST || histogram.every((count) => count === 0)) return null;
  const inks = Uint8Array.from({ length: 256 }, (_, contrast) =>
    Math.min(255, Math.round((contrast * 255) / full)),
  );
  const threshold = Math.min(128, Math.round((cut * 255) / full) + 1);
  return { ink: { w, h, values: mapped(contrasts, inks) }, threshold };
}

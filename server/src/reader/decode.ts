import { Transformer } from '@napi-rs/image';
import { Turns } from '../turns.ts';
import { bareImage } from './bare-image.ts';
import { BadImage, ReaderBusy } from './faults.ts';
import { type ImageHead, imageHead } from './image-size.ts';
import type { Grey } from './pixels.ts';

const LONGEST_SIDE = 4096;
const MOST_PIXELS = 16_000_000;
/** Larger images than this are decoded one after the other: a few bytes may become a hundred megabytes. */
const LARGE_PIXELS = 1_000_000;
const LARGE_WAITING = 16;
const large = new Turns(1, LARGE_WAITING);
/** Larger images are made this large before anybody looks at their pixels. */
const WORKING_SIDE = 640;
/** From this side on an image is looked at in half its size. */
const WORTH_HALVING = 200;

/** What an image is of and how large it was before it was made smaller. */
export interface Decoded {
  readonly grey: Grey;
  /** The image's own pixels for one of these. */
  readonly scale: number;
}

interface Size {
  readonly w: number;
  readonly h: number;
}

/** The grey of a colour, 0–255: luma of Rec. 601 in whole numbers. */
function luma(r: number, g: number, b: number): number {
  return (77 * r + 150 * g + 29 * b) >> 8;
}

interface Split {
  readonly greys: Uint8Array;
  /** Null when nothing is see-through. */
  readonly alphas: Uint8Array | null;
}

/** Whether the lowest byte of a number comes first in memory, as nearly everywhere. */
const LOWEST_FIRST = new Uint8Array(Uint32Array.of(1).buffer)[0] === 1;

/** The commonest pixels by far, red, green, blue and alpha in a byte each, four at a time. */
function splitColours(pixels: Uint32Array): Split {
  const greys = new Uint8Array(pixels.length);
  let every = 0xffffffff;
  for (let i = 0; i < pixels.length; i++) {
    const pixel = pixels[i] as number;
    greys[i] = luma(pixel & 255, (pixel >>> 8) & 255, (pixel >>> 16) & 255);
    every &= pixel;
  }
  if (every >>> 24 === 255) return { greys, alphas: null };
  const alphas = new Uint8Array(pixels.length);
  for (let i = 0; i < pixels.length; i++) alphas[i] = (pixels[i] as number) >>> 24;
  return { greys, alphas };
}

/** Grey and alpha of every pixel of one to four channels, one or two bytes each. */
function split(pixels: Uint8Array, size: Size, depth: 1 | 2): Split {
  const count = size.w * size.h;
  const step = pixels.length / count;
  const channels = step / depth;
  if (!Number.isInteger(channels) || channels < 1 || channels > 4) {
    throw new BadImage('That image has a kind of pixels that cannot be read.');
  }
  if (step === 4 && depth === 1 && LOWEST_FIRST && pixels.byteOffset % 4 === 0) {
    return splitColours(new Uint32Array(pixels.buffer, pixels.byteOffset, count));
  }
  const greys = new Uint8Array(count);
  // Two-byte samples come lowest byte first: the highest tells enough.
  const first = depth - 1;
  if (channels < 3) {
    for (let i = 0, at = first; i < count; i++, at += step) greys[i] = pixels[at] as number;
  } else {
    for (let i = 0, at = first; i < count; i++, at += step) {
      const r = pixels[at] as number;
      const g = pixels[at + depth] as number;
      const b = pixels[at + 2 * depth] as number;
      greys[i] = luma(r, g, b);
    }
  }
  if (channels % 2 === 1) return { greys, alphas: null };
  const alphas = new Uint8Array(count);
  let least = 255;
  for (let i = 0, at = first + step - depth; i < count; i++, at += step) {
    const alpha = pixels[at] as number;
    alphas[i] = alpha;
    if (alpha < least) least = alpha;
  }
  return { greys, alphas: least < 255 ? alphas : null };
}

/** Lays what is see-through on paper when the ink is dark, and on slate when it is light. */
function layDown(greys: Uint8Array, alphas: Uint8Array): void {
  let seen = 0;
  let light = 0;
  for (let i = 0; i < greys.length; i++) {
    const alpha = alphas[i] as number;
    seen += alpha;
    light += alpha * (greys[i] as number);
  }
  const behind = light < 128 * seen ? 255 : 0;
  for (let i = 0; i < greys.length; i++) {
    const alpha = (alphas[i] as number) / 255;
    greys[i] = behind + ((greys[i] as number) - behind) * alpha;
  }
}

/** Every two by two pixels as their mean: a quarter of the work, and still far finer than what the network sees. */
function halve({ w, h, values }: Grey): Grey {
  const half = { w: w >> 1, h: h >> 1 };
  const means = new Uint8Array(half.w * half.h);
  for (let y = 0, i = 0; y < half.h; y++) {
    for (let x = 0, at = 2 * y * w; x < half.w; x++, at += 2, i++) {
      const top = (values[at] as number) + (values[at + 1] as number);
      means[i] = (top + (values[at + w] as number) + (values[at + w + 1] as number) + 2) >> 2;
    }
  }
  return { ...half, values: means };
}

function toGrey(pixels: Uint8Array, size: Size & { readonly depth: 1 | 2 }): Grey {
  const { w, h, depth } = size;
  const { greys, alphas } = split(pixels, size, depth);
  if (alphas) layDown(greys, alphas);
  return { w, h, values: greys };
}

async function upright(transformer: Transformer, size: { w: number; h: number }) {
  const { orientation = 1 } = await transformer.metadata(true);
  if (orientation <= 1) return size;
  transformer.rotate(orientation as never);
  return orientation >= 5 ? { w: size.h, h: size.w } : size;
}

/** Decodes a PNG, JPEG or WebP off this thread; throws `BadImage`, before decoding when it is too large, or `ReaderBusy`. */
export async function decodeImage(bytes: Uint8Array): Promise<Decoded> {
  const head = imageHead(bytes);
  if (!head) throw new BadImage('That is not a PNG, JPEG or WebP image.');
  if (head.w < 1 || head.h < 1) throw new BadImage('That image has no pixels.');
  if (Math.max(head.w, head.h) > LONGEST_SIDE || head.w * head.h > MOST_PIXELS) {
    const size = `${head.w} × ${head.h}`;
    throw new BadImage(
      `That image is too large: ${size} pixels, and ${LONGEST_SIDE} a side is the most.`,
    );
  }
  if (head.w * head.h <= LARGE_PIXELS) return decode(bytes, head);
  const decoded = await large.take(() => decode(bytes, head));
  if (!decoded) throw new ReaderBusy();
  return decoded;
}

async function decode(bytes: Uint8Array, head: ImageHead): Promise<Decoded> {
  try {
    const transformer = new Transformer(bareImage(bytes, head));
    const full = head.format === 'jpeg' ? await upright(transformer, head) : head;
    const scale = Math.max(1, Math.max(full.w, full.h) / WORKING_SIDE);
    const w = Math.max(1, Math.round(full.w / scale));
    const h = Math.max(1, Math.round(full.h / scale));
    if (scale > 1) transformer.fastResize({ width: w, height: h });
    const pixels = await transformer.rawPixels();
    const grey = toGrey(pixels, { w, h, depth: head.depth });
    if (Math.max(w, h) < WORTH_HALVING || Math.min(w, h) < 2) return { grey, scale };
    return { grey: halve(grey), scale: scale * 2 };
  } catch (error) {
    if (error instanceof BadImage) throw error;
    throw new BadImage('That image is damaged and cannot be read.');
  }
}

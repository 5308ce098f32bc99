import { Transformer } from '@napi-rs/image';
import { BadImage } from './faults.ts';
import { imageHead } from './image-size.ts';
import type { Grey } from './pixels.ts';

const LONGEST_SIDE = 4096;
const MOST_PIXELS = 16_000_000;
/** Larger images are made this large before anybody looks at their pixels. */
const WORKING_SIDE = 640;

/** What an image is of and how large it was before it was made smaller. */
export interface Decoded {
  readonly grey: Grey;
  /** The image's own pixels for one of these. */
  readonly scale: number;
}

/** Grey values of pixels of one to four channels; what is see-through is paper behind dark ink, and slate behind light ink. */
function toGrey(pixels: Uint8Array, size: { w: number; h: number; depth: 1 | 2 }): Grey {
  const { w, h, depth } = size;
  const step = pixels.length / (w * h);
  const channels = step / depth;
  if (!Number.isInteger(channels) || channels < 1 || channels > 4) {
    throw new BadImage('That image has a kind of pixels that cannot be read.');
  }
  const hasAlpha = channels === 2 || channels === 4;
  const high = depth - 1;
  const values = new Uint8Array(w * h);
  const alphas = hasAlpha ? new Uint8Array(w * h) : null;
  let seen = 0;
  let light = 0;
  for (let i = 0; i < values.length; i++) {
    const at = i * step + high;
    const r = pixels[at] as number;
    const luma =
      channels < 3
        ? r
        : 0.299 * r +
          0.587 * (pixels[at + depth] as number) +
          0.114 * (pixels[at + 2 * depth] as number);
    values[i] = luma;
    if (!alphas) continue;
    const alpha = pixels[at + (channels - 1) * depth] as number;
    alphas[i] = alpha;
    seen += alpha;
    light += alpha * luma;
  }
  if (!alphas || seen === 255 * values.length) return { w, h, values };
  const behind = light < 128 * seen ? 255 : 0;
  for (let i = 0; i < values.length; i++) {
    const alpha = (alphas[i] as number) / 255;
    values[i] = behind + ((values[i] as number) - behind) * alpha;
  }
  return { w, h, values };
}

async function upright(transformer: Transformer, size: { w: number; h: number }) {
  const { orientation = 1 } = await transformer.metadata(true);
  if (orientation <= 1) return size;
  transformer.rotate(orientation as never);
  return orientation >= 5 ? { w: size.h, h: size.w } : size;
}

/** Decodes a PNG, JPEG or WebP off this thread; throws `BadImage`, and before decoding when it is too large. */
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
  try {
    const transformer = new Transformer(bytes);
    const full = head.format === 'jpeg' ? await upright(transformer, head) : head;
    const scale = Math.max(1, Math.max(full.w, full.h) / WORKING_SIDE);
    const w = Math.max(1, Math.round(full.w / scale));
    const h = Math.max(1, Math.round(full.h / scale));
    if (scale > 1) transformer.fastResize({ width: w, height: h });
    const pixels = await transformer.rawPixels();
    return { grey: toGrey(pixels, { w, h, depth: head.depth }), scale };
  } catch (error) {
    if (error instanceof BadImage) throw error;
    throw new BadImage('That image is damaged and cannot be read.');
  }
}

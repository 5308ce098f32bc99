import { Transformer } from '@napi-rs/image';
import { expect, it } from 'vitest';
import { findBlobs } from './blobs.ts';
import { decodeImage } from './decode.ts';
import { ReaderBusy } from './faults.ts';
import { imageHead } from './image-size.ts';
import { frameBlob } from './mnist-frame.ts';
import { type Grey, inkOf } from './pixels.ts';

type Paint = (x: number, y: number) => number;

function picture(w: number, h: number, paint: Paint): Grey {
  const values = Uint8Array.from({ length: w * h }, (_, i) => paint(i % w, Math.floor(i / w)));
  return { w, h, values };
}

/** Bars of a pen: each stands at x, from y 60 to 200. */
const bars =
  (width: number, ...xs: number[]) =>
  (x: number, y: number) =>
    y >= 60 && y < 200 && xs.some((left) => x >= left && x < left + width);

function glyphsOf(grey: Grey) {
  const found = inkOf(grey);
  if (!found) return [];
  const blobs = findBlobs(found.ink, found.threshold);
  return blobs.blobs.map((blob) => ({
    box: blob.box,
    input: frameBlob({ ink: found.ink, blobs, blob }),
  }));
}

it('[READ20] dark on light and light on dark are the same ink', () => {
  const ink = bars(14, 100);
  const dark = glyphsOf(picture(280, 280, (x, y) => (ink(x, y) ? 20 : 240)));
  const light = glyphsOf(picture(280, 280, (x, y) => (ink(x, y) ? 240 : 20)));
  expect(dark).toHaveLength(1);
  expect(dark[0]?.box).toEqual({ x: 100, y: 60, w: 14, h: 140 });
  expect(light).toEqual(dark);
});

it('[READ20] a shadow across the page is no ink', () => {
  const ink = bars(12, 60, 180);
  const glyphs = glyphsOf(picture(280, 280, (x, y) => (90 + x / 2) * (ink(x, y) ? 0.3 : 1)));
  expect(glyphs.map(({ box }) => box.x)).toEqual([60, 180]);
});

it('[READ27] a line around the picture is no ink, however thin, and light or dark', () => {
  const ink = bars(14, 100);
  for (const line of [1, 3, 9]) {
    const isLine = (x: number, y: number) => Math.min(x, y) < line || Math.max(x, y) >= 280 - line;
    for (const [paper, pen, border] of [
      [250, 20, 20],
      [20, 240, 240],
      [250, 20, 150],
    ] as const) {
      const grey = (x: number, y: number) => (ink(x, y) ? pen : isLine(x, y) ? border : paper);
      const glyphs = glyphsOf(picture(280, 280, grey));
      expect(glyphs.map(({ box }) => box)).toEqual([{ x: 100, y: 60, w: 14, h: 140 }]);
    }
  }
});

it('[READ28] a drawing that was cut down to its ink has the ground it had', () => {
  // A 7 that reaches all four sides of so many pixels.
  for (const size of [14, 28, 120]) {
    const pen = size / 5;
    const seven = (x: number, y: number) => y < pen || Math.abs(x - 0.8 * size + y / 2) < pen / 2;
    for (const [paper, ink] of [
      [240, 20],
      [20, 240],
    ] as const) {
      const high = Math.round(1.5 * size);
      const found = inkOf(picture(size, high, (x, y) => (seven(x, y) ? ink : paper)));
      const isInk = [...(found?.ink.values ?? [])].map((value) => value > 128);
      expect(isInk).toEqual(isInk.map((_, i) => seven(i % size, Math.floor(i / size))));
    }
  }
});

it('[READ21] a blank page has no glyphs', () => {
  expect(glyphsOf(picture(280, 280, () => 255))).toEqual([]);
  expect(glyphsOf(picture(280, 280, (x, y) => 200 + ((x * 7 + y * 13) % 5)))).toEqual([]);
});

it('[READ22] thick and thin pens come out about as wide as MNIST’s', () => {
  for (const width of [3, 14, 40]) {
    const ink = bars(width, 100);
    const [glyph] = glyphsOf(picture(280, 280, (x, y) => (ink(x, y) ? 0 : 255)));
    const row = glyph?.input.subarray(14 * 28, 15 * 28) ?? [];
    const across = [...row].reduce((sum, value) => sum + value / 255, 0);
    expect(across).toBeGreaterThan(1.5);
    expect(across).toBeLessThan(4);
  }
});

it('[READ23] sizes are known before anything is decoded, in all three formats', async () => {
  const pixels = Transformer.fromRgbaPixels(new Uint8Array(30 * 20 * 4).fill(255), 30, 20);
  for (const bytes of [await pixels.png(), await pixels.jpeg(), await pixels.webp(80)]) {
    expect(imageHead(bytes)).toMatchObject({ w: 30, h: 20 });
  }
  expect(imageHead(await pixels.webpLossless())).toMatchObject({ w: 30, h: 20 });
  expect(imageHead(Uint8Array.of(1, 2, 3))).toBeNull();
});

it('[READ23] what is no image, damaged or too large is refused with a sentence', async () => {
  const whole = await Transformer.fromRgbaPixels(new Uint8Array(40 * 40 * 4), 40, 40).png();
  const huge = Uint8Array.from(whole);
  new DataView(huge.buffer).setUint32(16, 10_000);
  for (const bytes of [new Uint8Array(0), Uint8Array.of(1, 2, 3), whole.subarray(0, 60), huge]) {
    await expect(decodeImage(bytes)).rejects.toMatchObject({
      name: 'BadImage',
      message: expect.stringMatching(/^[A-Z].*\.$/),
    });
  }
});

it('[PREDICT4] large images are decoded one after the other, and a line that is too long is refused', async () => {
  const paper = `<svg xmlns="http://www.w3.org/2000/svg" width="300" height="300"><rect width="300" height="300" fill="#fff"/></svg>`;
  const png = await Transformer.fromSvg(paper).png();
  expect(imageHead(png)).toMatchObject({ w: 1200, h: 1200 });
  const all = await Promise.allSettled(Array.from({ length: 40 }, () => decodeImage(png)));
  const refused = all.flatMap((one) => (one.status === 'rejected' ? [one.reason] : []));
  expect(refused.length).toBe(40 - 17);
  expect(refused.every((error) => error instanceof ReaderBusy)).toBe(true);
});

it('[READ21] an image that is one pixel wide is looked at as it is', async () => {
  const png = await Transformer.fromRgbaPixels(new Uint8Array(300 * 4).fill(255), 1, 300).png();
  expect((await decodeImage(png)).grey).toMatchObject({ w: 1, h: 300 });
});

import { crc32, deflateSync } from 'node:zlib';
import { Transformer } from '@napi-rs/image';
import { expect, it } from 'vitest';
import { bareImage } from './bare-image.ts';
import { decodeImage } from './decode.ts';
import { type ImageHead, imageHead } from './image-size.ts';

/** A slope from black to white, left to right. */
const slope = Uint8Array.from({ length: 30 * 20 * 4 }, (_, i) =>
  i % 4 === 3 ? 255 : (((i >> 2) % 30) * 255) / 29,
);
const pixels = Transformer.fromRgbaPixels(slope, 30, 20);
const PROFILE = 100 * 1024 * 1024;

function pngChunk(name: string, body: Uint8Array): Buffer {
  const chunk = Buffer.alloc(12 + body.length);
  chunk.writeUInt32BE(body.length);
  chunk.write(name, 4);
  chunk.set(body, 8);
  chunk.writeUInt32BE(crc32(chunk.subarray(4, 8 + body.length)), 8 + body.length);
  return chunk;
}

const within = (image: Uint8Array, at: number, part: Uint8Array) =>
  Buffer.concat([image.subarray(0, at), part, image.subarray(at)]);

function webpChunk(name: string, body: Uint8Array): Buffer {
  const chunk = Buffer.alloc(8 + body.length);
  chunk.write(name);
  chunk.writeUInt32LE(body.length, 4);
  chunk.set(body, 8);
  return chunk;
}

function jpegPart(marker: number, body: Uint8Array): Buffer {
  const part = Buffer.alloc(4 + body.length);
  part.writeUInt16BE(0xff00 | marker);
  part.writeUInt16BE(2 + body.length, 2);
  part.set(body, 4);
  return part;
}

const bare = (image: Uint8Array) => Buffer.from(bareImage(image, imageHead(image) as ImageHead));

it('[READ29] a PNG’s colour profile and words are left out: what unpacks to a hundred megabytes does not', async () => {
  const png = await pixels.png();
  const bomb = Buffer.concat([Buffer.from('a\0\0'), deflateSync(new Uint8Array(PROFILE))]);
  const laden = ['iCCP', 'zTXt', 'iTXt', 'eXIf'].reduce<Buffer>(
    (image, name) => within(image, 33, pngChunk(name, bomb)),
    png,
  );
  expect(bare(laden)).toEqual(png);
  expect(bare(png)).toEqual(png);
  const before = process.resourceUsage().maxRSS;
  expect(await decodeImage(laden)).toEqual(await decodeImage(png));
  expect(process.resourceUsage().maxRSS - before).toBeLessThan(PROFILE / 2 / 1024);
});

it('[READ29] so are a JPEG’s and a WebP’s, but not which way up a photograph is', async () => {
  const jpeg = await pixels.jpeg();
  const icc = jpegPart(0xe2, Buffer.from('ICC_PROFILE\0'));
  const xmp = jpegPart(0xe1, Buffer.from('http://ns.adobe.com/xap/1.0/\0'));
  const remark = jpegPart(0xfe, Buffer.from('hello'));
  expect(bare(within(jpeg, 2, Buffer.concat([icc, xmp, remark])))).toEqual(jpeg);
  // One entry, orientation (0x0112): to be turned a quarter.
  const turn = '4578696600004d4d002a000000080001011200030000000100060000000000000000';
  const turned = within(jpeg, 2, jpegPart(0xe1, Buffer.from(turn, 'hex')));
  expect(bare(turned)).toEqual(turned);
  expect((await decodeImage(turned)).grey).toMatchObject({ w: 20, h: 30 });
  const webp = await pixels.webpLossless();
  const words = ['ICCP', 'EXIF', 'XMP '].map((name) => webpChunk(name, new Uint8Array(10)));
  expect(bare(Buffer.concat([webp, ...words]))).toEqual(webp);
});

it('[READ29] an image that ends early, anywhere, does too', async () => {
  for (const image of [await pixels.png(), await pixels.jpeg(), await pixels.webpLossless()]) {
    for (let length = 0; length < image.length; length++) {
      const cut = image.subarray(0, length);
      const head = imageHead(cut);
      if (head) expect(image.indexOf(bare(cut).subarray(12))).toBeGreaterThanOrEqual(0);
    }
  }
});

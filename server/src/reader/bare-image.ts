import type { ImageHead } from './image-size.ts';

/** What of a PNG makes its pixels. */
const PNG_PIXELS: ReadonlySet<string> = new Set(['IHDR', 'PLTE', 'tRNS', 'IDAT', 'IEND']);
const PNG_SIGNATURE = 8;
/** What of a WebP says nothing of its pixels. */
const WEBP_WORDS: ReadonlySet<string> = new Set(['ICCP', 'EXIF', 'XMP ']);
const WEBP_SIGNATURE = 12;
/** Parts of a JPEG: its scans begin; an application's own; a remark. Of those, JFIF's and Adobe's tell of the colours. */
const SCAN = 0xda;
const APPLICATION = { first: 0xe0, last: 0xef, jfif: 0xe0, exif: 0xe1, adobe: 0xee };
const REMARK = 0xfe;

/**
 * An image without what is not needed for its pixels and for which way up it is. What is left out is unpacked by decoders
 * and without bound: a colour profile of a megabyte may become a gigabyte.
 */
export function bareImage(bytes: Uint8Array, { format }: ImageHead): Uint8Array {
  const image = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const parts = { png: pngParts, jpeg: jpegParts, webp: webpParts }[format];
  const bare = Buffer.concat([...parts(image)]);
  if (format === 'webp') bare.writeUInt32LE(bare.length - 8, 4);
  return bare;
}

function* pngParts(image: Buffer): Generator<Buffer> {
  yield image.subarray(0, PNG_SIGNATURE);
  for (let at = PNG_SIGNATURE; at + 8 <= image.length; ) {
    const end = at + 12 + image.readUInt32BE(at);
    const name = image.toString('latin1', at + 4, at + 8);
    if (PNG_PIXELS.has(name)) yield image.subarray(at, end);
    at = end;
  }
}

function* webpParts(image: Buffer): Generator<Buffer> {
  yield image.subarray(0, WEBP_SIGNATURE);
  for (let at = WEBP_SIGNATURE; at + 8 <= image.length; ) {
    const length = image.readUInt32LE(at + 4);
    const end = at + 8 + length + (length % 2);
    if (!WEBP_WORDS.has(image.toString('latin1', at, at + 4))) yield image.subarray(at, end);
    at = end;
  }
}

function* jpegParts(image: Buffer): Generator<Buffer> {
  yield image.subarray(0, 2);
  let at = 2;
  while (at + 4 <= image.length && image[at] === 0xff && image[at + 1] !== SCAN) {
    const marker = image[at + 1] as number;
    const end = marker === 0xff ? at + 1 : at + 2 + image.readUInt16BE(at + 2);
    if (!isWords(marker, image.toString('latin1', at + 4, at + 8))) yield image.subarray(at, end);
    at = end;
  }
  yield image.subarray(at);
}

/** Whether a part of a JPEG says nothing of its pixels, nor which way up they are. */
function isWords(marker: number, name: string): boolean {
  if (marker === REMARK) return true;
  if (marker < APPLICATION.first || marker > APPLICATION.last) return false;
  if (marker === APPLICATION.exif) return name !== 'Exif';
  return marker !== APPLICATION.jfif && marker !== APPLICATION.adobe;
}

/** What an image's first bytes say of it. */
export interface ImageHead {
  readonly format: 'png' | 'jpeg' | 'webp';
  readonly w: number;
  readonly h: number;
  /** Bytes of one channel of one pixel. */
  readonly depth: 1 | 2;
}

const PNG = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];

const ascii = (bytes: Uint8Array, at: number) => String.fromCharCode(...bytes.subarray(at, at + 4));

function pngHead(view: DataView): ImageHead {
  const depth = view.getUint8(24) === 16 ? 2 : 1;
  return { format: 'png', w: view.getUint32(16), h: view.getUint32(20), depth };
}

/** Walks a JPEG's segments to its frame header. */
function jpegHead(view: DataView): ImageHead | null {
  let at = 2;
  while (view.getUint8(at) === 0xff) {
    const marker = view.getUint8(at + 1);
    if (marker === 0xff) {
      at++;
      continue;
    }
    const isFrame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
    if (isFrame) {
      const [h, w] = [view.getUint16(at + 5), view.getUint16(at + 7)];
      return { format: 'jpeg', w, h, depth: 1 };
    }
    at += 2 + view.getUint16(at + 2);
  }
  return null;
}

function webpHead(bytes: Uint8Array, view: DataView): ImageHead | null {
  const head = (w: number, h: number): ImageHead => ({ format: 'webp', w, h, depth: 1 });
  const kind = ascii(bytes, 12);
  if (kind === 'VP8 ') {
    return head(view.getUint16(26, true) & 0x3fff, view.getUint16(28, true) & 0x3fff);
  }
  if (kind === 'VP8L') {
    const bits = view.getUint32(21, true);
    return head((bits & 0x3fff) + 1, ((bits >>> 14) & 0x3fff) + 1);
  }
  if (kind !== 'VP8X') return null;
  const uint24 = (at: number) => view.getUint16(at, true) | (view.getUint8(at + 2) << 16);
  return head(uint24(24) + 1, uint24(27) + 1);
}

/** Reads what kind of image some bytes are and how large, without decoding any; null when they are no PNG, JPEG or WebP. */
export function imageHead(bytes: Uint8Array): ImageHead | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  try {
    if (PNG.every((byte, i) => bytes[i] === byte)) return pngHead(view);
    if (bytes[0] === 0xff && bytes[1] === 0xd8) return jpegHead(view);
    if (ascii(bytes, 0) === 'RIFF' && ascii(bytes, 8) === 'WEBP') return webpHead(bytes, view);
  } catch {
    // The bytes end before the header does.
  }
  return null;
}

import fc from 'fast-check';
import * as decoding from 'lib0/decoding';
import { describe, expect, it } from 'vitest';
import { type Chunk, decodeChunks, decodePoints, encodeChunks, encodePoints } from './ink.ts';
import { BOARD, STROKE_MS, TILE } from './limits.ts';

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');

const chunk: Chunk = {
  stroke: 3,
  at: 24,
  done: true,
  pressure: false,
  surface: 0,
  points: [300, 200, 400, 128, 310, 190, 416, 128],
};

const points = fc
  .array(
    fc.tuple(fc.nat(TILE.w), fc.nat(TILE.h), fc.nat(100), fc.nat(255)), // x, y, ms, pressure
    { minLength: 1, maxLength: 40 },
  )
  .map((list) => {
    let t = 0;
    return list.flatMap(([x, y, ms, pressure]) => {
      t += ms;
      return [x, y, t, pressure];
    });
  });

const chunks = fc.array(
  fc.record({
    stroke: fc.nat(5000),
    at: fc.nat(4000),
    done: fc.boolean(),
    pressure: fc.constant(true),
    surface: fc.nat(60),
    points,
  }),
  { maxLength: 8 },
);

/** Reads points at rest with lib0's own decoder. */
function slowly(bytes: Uint8Array, pressure: boolean): number[] | null {
  const decoder = decoding.createDecoder(bytes);
  const points: number[] = [];
  let [x, y, t] = [0, 0, 0];
  try {
    for (let first = true; decoding.hasContent(decoder); first = false) {
      const read = first ? decoding.readVarUint : decoding.readVarInt;
      x += read(decoder);
      y += read(decoder);
      t += decoding.readVarUint(decoder);
      if (x < 0 || y < 0 || x > BOARD.w || y > BOARD.h || t > STROKE_MS) return null;
      points.push(x, y, t, pressure ? decoding.readUint8(decoder) : 128);
    }
  } catch {
    return null;
  }
  // lib0 reads past the end without a word: an undefined byte is no pressure.
  return points.includes(undefined as never) ? null : points;
}

describe('the chunk codec', () => {
  it('[WIRE1] a chunk has the bytes that the protocol page shows', () => {
    // stroke 3, at 24, done, surface 0, 2 points; 300 200 400, then +10 -10 +16
    expect(hex(encodeChunks([chunk]))).toBe('0318010002' + 'ac02c8019003' + '0a4a10');
  });

  it('[WIRE2] what is encoded decodes to the same', () => {
    fc.assert(
      fc.property(chunks, (list) => {
        expect(decodeChunks(encodeChunks(list))).toEqual({ chunks: list, bad: [] });
      }),
    );
  });

  it.each<[string, Partial<Chunk>]>([
    ['beyond the board', { points: [BOARD.w + 1, 0, 0, 128, 5, 5, 1, 128] }],
    ['beyond its tile', { surface: 4, points: [TILE.w + 1, 0, 0, 128] }],
    ['left of everything', { points: [5, 5, 0, 128, -1, 5, 1, 128] }],
    ['later than a stroke can last', { points: [5, 5, STROKE_MS + 1, 128] }],
    ['of a surface with too large a number', { surface: 2 ** 31 }],
    ['with too large an index', { at: 2 ** 40 }],
    ['of a stroke with too large a number', { stroke: 2 ** 31 }],
  ])('[WIRE3] a point that is nowhere is no ink, and its neighbours are: %s', (_, odd) => {
    const bad = { ...chunk, ...odd };
    const after = { ...chunk, stroke: 8, pressure: true };
    expect(decodeChunks(encodeChunks([chunk, bad, after]))).toEqual({
      chunks: [chunk, after],
      bad: [{ stroke: bad.stroke, message: expect.stringMatching(/.\.$/) }],
    });
  });

  it('[WIRE3] unknown flags are no ink', () => {
    const bytes = encodeChunks([chunk, { ...chunk, stroke: 4 }]);
    bytes[2] = 1 | 4;
    expect(decodeChunks(bytes)).toMatchObject({ chunks: [{ stroke: 4 }], bad: [{ stroke: 3 }] });
  });

  it('[WIRE4] no bytes make it throw', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        const decoded = decodeChunks(bytes);
        expect(decoded === null || Array.isArray(decoded.chunks)).toBe(true);
      }),
      { numRuns: 5000 },
    );
  });

  it('[WIRE4] bytes that end early are no ink', () => {
    for (const whole of [chunk, { ...chunk, pressure: true }, { ...chunk, surface: 2 ** 31 }]) {
      const bytes = encodeChunks([whole]);
      for (let end = 1; end < bytes.length; end++) {
        expect(decodeChunks(bytes.subarray(0, end))).toBeNull();
      }
    }
  });

  it('[WIRE4] points at rest are read as lib0 reads them, or not at all, whatever the bytes', () => {
    const bytes = fc.array(fc.oneof(fc.nat(70), fc.nat(255)), { maxLength: 60 });
    let read = 0;
    fc.assert(
      fc.property(bytes, fc.boolean(), (list, pressure) => {
        const rules = { pressure, surface: 0 };
        const points = decodePoints(Uint8Array.from(list), rules);
        expect(points).toEqual(slowly(Uint8Array.from(list), pressure));
        if (points && points.length > 0) read++;
      }),
      { numRuns: 5000, seed: 4 },
    );
    expect(read).toBeGreaterThan(100);
  });

  it('[WIRE5] points at rest carry no count: they go to the end of their bytes', () => {
    const bytes = encodePoints(chunk.points, false);
    expect(hex(bytes)).toBe('ac02c80190030a4a10');
    expect(decodePoints(bytes, { pressure: false, surface: 0 })).toEqual(chunk.points);
  });

  it('[WIRE6] pressure is one byte after each point, the first one too', () => {
    const bytes = encodePoints([1, 2, 3, 200, 2, 2, 4, 100], true);
    expect(hex(bytes)).toBe('010203c8' + '01000164');
  });
});

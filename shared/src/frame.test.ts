import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeFrame, decodeReadings, encodeFrame, encodeReadings } from './frame.ts';
import { READING_CLASSES, type ReadingChange } from './reading.ts';

const reading: ReadingChange = {
  glyph: '2.7',
  surface: 0,
  box: { x: 100, y: 200, w: 300, h: 400 },
  version: 5,
  strokes: [
    [2, 7],
    [2, 8],
  ],
  probabilities: Uint8Array.from([0, 1, 2, 3, 200, 5, 6, 7, 8, 9, 14]),
};

const count = fc.nat(100_000);
const anyReading: fc.Arbitrary<ReadingChange> = fc.oneof(
  fc.record({ glyph: fc.string(), gone: fc.constant(true as const) }),
  fc.record({
    glyph: fc.string(),
    surface: count,
    box: fc.record({ x: count, y: count, w: count, h: count }),
    version: count,
    strokes: fc.array(fc.tuple(count, count), { maxLength: 5 }),
    probabilities: fc.uint8Array({ minLength: READING_CLASSES, maxLength: READING_CLASSES }),
  }),
);

describe('the frame codec', () => {
  it('[WIRE7] a reading has the bytes that the protocol page shows', () => {
    expect(Buffer.from(encodeReadings([reading])).toString('hex')).toBe(
      '03322e37' +
        '00' +
        '00' +
        '64c801ac029003' +
        '05' +
        '02' +
        '0207' +
        '0208' +
        '00010203c80506070809' +
        '0e',
    );
  });

  it('[WIRE7] readings decode to the same', () => {
    fc.assert(
      fc.property(fc.array(anyReading, { maxLength: 10 }), (changes) => {
        expect(decodeReadings(encodeReadings(changes))).toEqual(changes);
      }),
    );
  });

  it('[WIRE8] a frame is sections of tag and body, and what is absent takes no bytes', () => {
    const canvas = Uint8Array.from([9, 8, 7]);
    expect(Buffer.from(encodeFrame({ canvas })).toString('hex')).toBe('0103090807');
    expect(encodeFrame({ readings: [], pointers: [] }).length).toBe(0);
    const frame = {
      canvas,
      readings: [reading],
      pointers: [{ author: 2, surface: 0, x: 9, y: 300 }],
    };
    expect(decodeFrame(encodeFrame(frame))).toEqual(frame);
  });

  it('[WIRE9] a section with another tag is left out', () => {
    const bytes = Uint8Array.from([77, 2, 1, 1, ...encodeFrame({ canvas: Uint8Array.of(4) })]);
    expect(decodeFrame(bytes)).toEqual({ canvas: Uint8Array.of(4) });
  });
});

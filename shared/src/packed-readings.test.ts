import fc from 'fast-check';
import { expect, it } from 'vitest';
import { packReadings, unpackReadings } from './packed-readings.ts';
import { READING_CLASSES, type ReadingChange, strokeKey } from './reading.ts';

const count = fc.oneof(fc.nat(100), fc.nat(100_000));
const id = fc.tuple(count, count);
const anyReading: fc.Arbitrary<ReadingChange> = fc.oneof(
  id.map((id) => ({ glyph: strokeKey(...id), gone: true as const })),
  fc
    .record({
      id,
      where: fc.constantFrom('board', 'own', 'other'),
      box: fc.record({ x: fc.nat(5000), y: fc.nat(5000), w: fc.nat(5000), h: fc.nat(5000) }),
      version: count,
      others: fc.option(fc.array(id, { maxLength: 4 })),
      probabilities: fc.array(fc.oneof(fc.constant(0), fc.nat(255)), {
        minLength: READING_CLASSES,
        maxLength: READING_CLASSES,
      }),
    })
    .map(({ id, where, box, version, others, probabilities }) => ({
      glyph: strokeKey(...id),
      surface: { board: 0, own: id[0], other: id[0] + 1 }[where],
      box,
      version,
      strokes: others ? [id, ...others] : [id],
      probabilities: Uint8Array.from(probabilities),
    })),
);

it('[PACK4] packed readings are the same readings', () => {
  fc.assert(
    fc.property(fc.array(anyReading, { maxLength: 10 }), (changes) => {
      expect(unpackReadings(packReadings(changes) as Uint8Array)).toEqual(changes);
    }),
  );
});

it('[PACK4] a glyph with another kind of name is not packed', () => {
  expect(packReadings([{ glyph: 'nobody', gone: true }])).toBeNull();
});

it('[PACK4] bytes that end early are told by an error, and nothing worse', () => {
  fc.assert(
    fc.property(fc.array(anyReading, { minLength: 1, maxLength: 3 }), fc.nat(), (changes, cut) => {
      const bytes = packReadings(changes) as Uint8Array;
      const short = bytes.subarray(0, cut % bytes.length);
      let unpacked: ReadingChange[] = [];
      try {
        unpacked = unpackReadings(short);
      } catch (error) {
        expect(error).toBeInstanceOf(RangeError);
      }
      expect(unpacked.length).toBeLessThan(changes.length);
    }),
  );
});

import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { RASTER_LENGTH, rasterise } from '@inkling/shared/rasterise';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { beforeAll, describe, expect, it } from 'vitest';

interface GoldenCase {
  readonly name: string;
  readonly strokes: readonly (readonly number[])[];
  /** 784 bytes, base64. */
  readonly raster: string;
  readonly final: readonly number[];
  readonly live: readonly number[];
}

const model = (file: string) => fileURLToPath(new URL(`../../../model/${file}`, import.meta.url));
const { cases } = JSON.parse(readFileSync(model('golden.json'), 'utf8')) as {
  cases: GoldenCase[];
};

/** The widest gap between two rows of probabilities. */
function gap(seen: ArrayLike<number>, told: readonly number[]): number {
  let widest = 0;
  told.forEach((value, i) => {
    widest = Math.max(widest, Math.abs(value - (seen[i] ?? Number.NaN)));
  });
  return widest;
}

async function ask(session: InferenceSession, rasters: readonly Uint8Array[], names: string[]) {
  const pixels = new Float32Array(rasters.length * RASTER_LENGTH);
  rasters.forEach((raster, i) => {
    raster.forEach((value, at) => {
      pixels[i * RASTER_LENGTH + at] = value / 255;
    });
  });
  const input = new Tensor('float32', pixels, [rasters.length, 1, 28, 28]);
  return session.run({ input }, names);
}

describe('golden.json, which Python wrote', () => {
  let digits: InferenceSession;
  let inside: InferenceSession;
  const rasters = cases.map(({ raster }) => new Uint8Array(Buffer.from(raster, 'base64')));

  beforeAll(async () => {
    const one = { intraOpNumThreads: 1, interOpNumThreads: 1 };
    digits = await InferenceSession.create(model('digits.onnx'), one);
    inside = await InferenceSession.create(model('digits-inside.onnx'), one);
  });

  it('holds at least 40 cases', () => {
    expect(cases.length).toBeGreaterThanOrEqual(40);
  });

  it.each(cases.map(({ name, strokes }, i) => ({ name, strokes, i })))('draws $name', (golden) => {
    expect(rasterise(golden.strokes)).toEqual(rasters[golden.i]);
  });

  it('gets the same probabilities from the network, alone and in a batch', async () => {
    const together = await ask(digits, rasters, ['final', 'live']);
    for (const [i, golden] of cases.entries()) {
      const alone = await ask(digits, [rasters[i] as Uint8Array], ['final', 'live']);
      for (const [head, width] of [
        ['final', 11],
        ['live', 10],
      ] as const) {
        const row = together[head]?.data as Float32Array;
        expect(gap(row.subarray(i * width, (i + 1) * width), golden[head])).toBeLessThan(1e-4);
        expect(gap(alone[head]?.data as Float32Array, golden[head])).toBeLessThan(1e-4);
      }
    }
  });

  it('says the same when it is looked into, and every activation map adds up to its logit', async () => {
    const outputs = await ask(inside, rasters, ['final', 'live', 'cam']);
    const { cam } = outputs;
    if (cam === undefined) throw new Error('no activation map');
    const [, classes = 0, rows = 0, columns = 0] = cam.dims;
    const maps = cam.data as Float32Array;
    const sums = (glyph: number) =>
      Array.from({ length: classes }, (_, c) => {
        const from = (glyph * classes + c) * rows * columns;
        return maps.subarray(from, from + rows * columns).reduce((sum, value) => sum + value, 0);
      });
    // Logits less their bias differ between two glyphs exactly as the log probabilities do, up to one constant.
    const [a, b] = [sums(0), sums(1)];
    const final = outputs.final?.data as Float32Array;
    const shifts = Array.from(
      { length: classes },
      (_, c) =>
        (a[c] ?? 0) - (b[c] ?? 0) - (Math.log(final[c] ?? 0) - Math.log(final[classes + c] ?? 0)),
    );
    expect(Math.max(...shifts) - Math.min(...shifts)).toBeLessThan(1e-2);
    for (const [i, golden] of cases.entries()) {
      expect(gap(final.subarray(i * 11, (i + 1) * 11), golden.final)).toBeLessThan(1e-4);
    }
  });
});

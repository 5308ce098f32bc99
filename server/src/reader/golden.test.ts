import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { followPath, PATH_LENGTH, PATH_STEPS } from '@inkling/shared/path';
import { RASTER_LENGTH, rasterise } from '@inkling/shared/rasterise';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { beforeAll, describe, expect, it } from 'vitest';

interface GoldenCase {
  readonly name: string;
  readonly strokes: readonly (readonly number[])[];
  /** 784 bytes, base64. */
  readonly raster: string;
  /** 96 bytes, base64; zeros where there is no ink. */
  readonly path: string;
  /** By the picture alone. */
  readonly final: readonly number[];
  readonly live: readonly number[];
  /** By the picture and the path. */
  readonly final_path: readonly number[];
  readonly live_path: readonly number[];
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

/** Rows of bytes as 0 … 1, one after the other. */
function shades(rows: readonly Uint8Array[], length: number): Float32Array {
  const values = new Float32Array(rows.length * length);
  rows.forEach((row, i) => {
    row.forEach((value, at) => {
      values[i * length + at] = value / 255;
    });
  });
  return values;
}

async function ask(
  session: InferenceSession,
  shown: { rasters: readonly Uint8Array[]; paths?: readonly Uint8Array[] },
  names: string[],
) {
  const { rasters, paths } = shown;
  const pixels = shades(rasters, RASTER_LENGTH);
  const input = new Tensor('float32', pixels, [rasters.length, 1, 28, 28]);
  if (!paths) return session.run({ input }, names);
  const ways = shades(paths, PATH_LENGTH);
  const path = new Tensor('float32', ways, [paths.length, 3, PATH_STEPS]);
  return session.run({ input, path }, names);
}

describe('golden.json, which Python wrote', () => {
  let digits: InferenceSession;
  let withPath: InferenceSession;
  let inside: InferenceSession;
  const rasters = cases.map(({ raster }) => new Uint8Array(Buffer.from(raster, 'base64')));
  const paths = cases.map(({ path }) => new Uint8Array(Buffer.from(path, 'base64')));

  beforeAll(async () => {
    const one = { intraOpNumThreads: 1, interOpNumThreads: 1, logSeverityLevel: 3 } as const;
    digits = await InferenceSession.create(model('digits.onnx'), one);
    withPath = await InferenceSession.create(model('digits-path.onnx'), one);
    inside = await InferenceSession.create(model('digits-inside.onnx'), one);
  });

  it('holds at least 40 cases', () => {
    expect(cases.length).toBeGreaterThanOrEqual(40);
  });

  it.each(cases.map(({ name, strokes }, i) => ({ name, strokes, i })))('draws $name', (golden) => {
    expect(rasterise(golden.strokes)).toEqual(rasters[golden.i]);
  });

  it.each(cases.map(({ name, strokes }, i) => ({ name, strokes, i })))(
    '[READ14] follows $name',
    (golden) => {
      expect(followPath(golden.strokes)).toEqual(paths[golden.i]);
    },
  );

  it.each([
    ['[READ15] by the picture alone', false],
    ['[READ14] by the picture and the path', true],
  ] as const)(
    'gets the same probabilities from the network, alone and in a batch: %s',
    async (_, byPath) => {
      const heads = ['final', 'live'];
      const network = byPath ? withPath : digits;
      const together = await ask(network, { rasters, ...(byPath ? { paths } : {}) }, heads);
      for (const [i, golden] of cases.entries()) {
        const one = { rasters: [rasters[i] as Uint8Array] };
        const alone = await ask(
          network,
          byPath ? { ...one, paths: [paths[i] as Uint8Array] } : one,
          heads,
        );
        for (const [head, width, told] of [
          ['final', 11, byPath ? golden.final_path : golden.final],
          ['live', 10, byPath ? golden.live_path : golden.live],
        ] as const) {
          const row = together[head]?.data as Float32Array;
          expect(gap(row.subarray(i * width, (i + 1) * width), told)).toBeLessThan(1e-4);
          expect(gap(alone[head]?.data as Float32Array, told)).toBeLessThan(1e-4);
        }
      }
    },
  );

  it('[READ15] a path of zeros is no path', async () => {
    const none = paths.map(() => new Uint8Array(PATH_LENGTH));
    const { final } = await ask(withPath, { rasters, paths: none }, ['final', 'live']);
    const row = final?.data as Float32Array;
    for (const [i, golden] of cases.entries()) {
      expect(gap(row.subarray(i * 11, (i + 1) * 11), golden.final)).toBeLessThan(1e-4);
    }
  });

  it('says the same when it is looked into, and every activation map adds up to its logit', async () => {
    const outputs = await ask(inside, { rasters }, ['final', 'live', 'cam']);
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

import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Trace } from '@inkling/shared/trace';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Answer, Batch } from './batch.ts';
import { openSession, type Session } from './session.ts';
import { weigh } from './weigh.ts';

const model = (file: string) => fileURLToPath(new URL(`../../../model/${file}`, import.meta.url));
const { cases } = JSON.parse(readFileSync(model('golden.json'), 'utf8')) as {
  cases: { strokes: number[][]; raster: string; final: number[]; final_path: number[] }[];
};
/** Digits of which picture and path say measurably different things. */
const some = cases
  .filter(({ final, final_path }) =>
    final.some((p, i) => Math.abs(p - (final_path[i] ?? 0)) > 0.01),
  )
  .slice(0, 8);
const bytes = (raster: string) => new Uint8Array(Buffer.from(raster, 'base64'));

describe('a batch', () => {
  let session: Session;

  beforeAll(async () => {
    session = await openSession(model('digits.onnx'));
  });

  async function read(add: (batch: Batch, take: (i: number) => (answer: Answer) => void) => void) {
    const answers: Answer[] = [];
    const batch = new Batch();
    for (let round = 0; round < 2; round++) {
      add(batch, (i) => (answer) => {
        answers[i] = answer;
      });
      await batch.run(session);
    }
    return answers;
  }

  const near = (seen: readonly number[] | undefined, told: readonly number[]) =>
    told.forEach((p, i) => {
      expect(Math.abs(p - (seen?.[i] ?? Number.NaN))).toBeLessThan(1e-4);
    });

  it('[READ14] reads strokes by their path too, and [READ15] pictures without one, side by side', async () => {
    expect(some.length).toBeGreaterThan(3);
    const answers = await read((batch, take) => {
      for (const [i, { strokes, raster }] of some.entries()) {
        batch.addLines(strokes, take(2 * i));
        batch.addRaster(bytes(raster), take(2 * i + 1));
      }
    });
    for (const [i, { final, final_path }] of some.entries()) {
      near(answers[2 * i]?.final, final_path);
      near(answers[2 * i + 1]?.final, final);
    }
  });

  it('[READ15] a picture takes nothing over from the strokes that were in its place before', async () => {
    const batch = new Batch();
    for (const { strokes } of some) batch.addLines(strokes, () => {});
    await batch.run(session);
    const answers: Answer[] = [];
    for (const { raster } of some) batch.addRaster(bytes(raster), (answer) => answers.push(answer));
    await batch.run(session);
    for (const [i, { final }] of some.entries()) near(answers[i]?.final, final);
  });

  it('[READ33] ink drawn in several goes is read by its picture alone, [READ18] ink drawn in one by its path too', async () => {
    const several = cases.filter(({ strokes, final, final_path }) => {
      const differ = final.some((p, i) => Math.abs(p - (final_path[i] ?? 0)) > 0.01);
      return strokes.length > 1 && differ;
    });
    expect(several.length).toBeGreaterThan(0);
    const traces = (strokes: readonly number[][], step: number) =>
      strokes.map((points, i) => {
        const trace = new Trace(1, i * step, i);
        trace.add(points, 0, 2);
        trace.finish();
        return trace;
      });
    const answers = await read((batch, take) => {
      for (const [i, { strokes }] of several.entries()) {
        batch.addFinished(traces(strokes, 2), take(2 * i));
        batch.addFinished(traces(strokes, 1), take(2 * i + 1));
      }
    });
    for (const [i, { final, final_path }] of several.entries()) {
      near(answers[2 * i]?.final, final);
      near(answers[2 * i + 1]?.final, weigh(final_path, final));
    }
  });
});

/**
 * Runs digits.onnx in Node over the files that evaluate.py measured it on, and holds it to what PyTorch said
 * (model/reference.json): accuracies, and probabilities to 1e-4.
 *
 *     npm run model:check -- --data ../shared/data
 */
import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { gunzipSync } from 'node:zlib';
import { openSession, type Session } from '../server/src/reader/session.ts';
import { followPath, PATH_LENGTH } from '../shared/src/path.ts';
import { RASTER_LENGTH, rasterise } from '../shared/src/rasterise.ts';

const BATCH = 32;
const AGREE = 1e-4;
const FRACTIONS = [0.25, 0.5, 0.75, 1];

type Strokes = readonly (readonly number[])[];

interface Marked {
  readonly rasters: Uint8Array;
  /** Zeros where nobody knows how the ink was drawn. */
  readonly paths: Uint8Array;
  readonly labels: readonly number[];
}

interface Told {
  readonly accuracy: number;
  readonly first: readonly (readonly number[])[];
}

const root = fileURLToPath(new URL('..', import.meta.url));

function lengthOf(stroke: readonly number[], i: number): number {
  const dx = (stroke[i] ?? 0) - (stroke[i - 2] ?? 0);
  const dy = (stroke[i + 1] ?? 0) - (stroke[i - 1] ?? 0);
  return Math.sqrt(dx * dx + dy * dy);
}

/** The first `fraction` of the ink by length, cut within a segment, as model/ink.py cuts it. */
function prefix(strokes: Strokes, fraction: number): Strokes {
  if (fraction >= 1) return strokes;
  let total = 0;
  for (const stroke of strokes) {
    for (let i = 2; i + 1 < stroke.length; i += 2) total += lengthOf(stroke, i);
  }
  let left = total * fraction;
  const kept: number[][] = [];
  for (const stroke of strokes) {
    if (stroke.length < 2) continue;
    const points = [stroke[0] ?? 0, stroke[1] ?? 0];
    kept.push(points);
    for (let i = 2; i + 1 < stroke.length; i += 2) {
      const step = lengthOf(stroke, i);
      const [x0 = 0, y0 = 0, x1 = 0, y1 = 0] = stroke.slice(i - 2, i + 2);
      if (step > left) {
        const share = left / step;
        points.push(x0 + share * (x1 - x0), y0 + share * (y1 - y0));
        return kept;
      }
      left -= step;
      points.push(x1, y1);
    }
    if (left <= 0) return kept;
  }
  return kept;
}

function penFile(path: string): { label: number; strokes: Strokes }[] {
  const lines = gunzipSync(readFileSync(path)).toString('utf8').trim().split('\n');
  return lines.map((line) => JSON.parse(line) as { label: number; strokes: Strokes });
}

function drawn(glyphs: readonly { label: number; strokes: Strokes }[], fraction: number): Marked {
  const rasters = new Uint8Array(glyphs.length * RASTER_LENGTH);
  const paths = new Uint8Array(glyphs.length * PATH_LENGTH);
  glyphs.forEach(({ strokes }, i) => {
    const drawn = prefix(strokes, fraction);
    rasterise(drawn, rasters, i * RASTER_LENGTH);
    followPath(drawn, paths, i * PATH_LENGTH);
  });
  return { rasters, paths, labels: glyphs.map(({ label }) => label) };
}

function mnistTest(folder: string): Marked {
  const images = gunzipSync(readFileSync(resolve(folder, 't10k-images-idx3-ubyte.gz')));
  const labels = gunzipSync(readFileSync(resolve(folder, 't10k-labels-idx1-ubyte.gz')));
  const rasters = new Uint8Array(images.subarray(16));
  const paths = new Uint8Array((rasters.length / RASTER_LENGTH) * PATH_LENGTH);
  return { rasters, paths, labels: [...labels.subarray(8)] };
}

/** Rows of probabilities from one head, and microseconds a digit. */
async function read(session: Session, { rasters, paths }: Marked, head: 'final' | 'live') {
  const rows: Float32Array[] = [];
  const count = rasters.length / RASTER_LENGTH;
  const began = performance.now();
  for (let at = 0; at < count; at += BATCH) {
    const size = Math.min(BATCH, count - at);
    const part = {
      rasters: rasters.subarray(at * RASTER_LENGTH),
      paths: paths.subarray(at * PATH_LENGTH),
    };
    const answer = (await session.read(part, size))[head];
    const width = answer.length / size;
    for (let i = 0; i < size; i++) rows.push(answer.slice(i * width, (i + 1) * width));
  }
  return { rows, micros: ((performance.now() - began) * 1000) / count };
}

function accuracy(rows: readonly Float32Array[], labels: readonly number[]): number {
  const right = rows.filter((row, i) => row.indexOf(Math.max(...row)) === labels[i]);
  return (100 * right.length) / rows.length;
}

/** Prints one set's line and says whether Node agrees with PyTorch on it. */
async function check(session: Session, name: string, marked: Marked): Promise<boolean> {
  const told = reference[name];
  const head = name.endsWith('%') && !name.endsWith('100%') ? 'live' : 'final';
  const { rows, micros } = await read(session, marked, head);
  const reached = accuracy(rows, marked.labels);
  let widest = 0;
  told?.first.forEach((row, i) => {
    row.forEach((value, c) => {
      widest = Math.max(widest, Math.abs(value - (rows[i]?.[c] ?? Number.NaN)));
    });
  });
  // One glyph in a thousand may sit on a border that float32 sums decide.
  const agrees = told !== undefined && widest <= AGREE && Math.abs(reached - told.accuracy) < 0.1;
  console.log(
    `${name.padEnd(22)}${head.padEnd(6)}${reached.toFixed(2).padStart(7)} %` +
      `  PyTorch ${told?.accuracy.toFixed(2) ?? '–'} %  within ${widest.toExponential(1)}` +
      `  ${micros.toFixed(0)} µs a digit${agrees ? '' : '  DISAGREES'}`,
  );
  return agrees;
}

const { values } = parseArgs({
  options: { data: { type: 'string', default: resolve(root, '../shared/data') } },
});
const reference = JSON.parse(readFileSync(resolve(root, 'model/reference.json'), 'utf8')) as Record<
  string,
  Told
>;
const session = await openSession(resolve(root, 'model/digits.onnx'));
const verdicts: boolean[] = [];
for (const source of ['pendigits-dev', 'unipen-dev']) {
  const path = resolve(values.data, 'pen', `${source}.jsonl.gz`);
  if (!existsSync(path)) {
    console.log(`${source}: skipped, ${source}.jsonl.gz is not in --data`);
    continue;
  }
  const glyphs = penFile(path);
  for (const fraction of FRACTIONS) {
    const name = `${source} ${Math.round(fraction * 100)}%`;
    verdicts.push(await check(session, name, drawn(glyphs, fraction)));
  }
}
if (existsSync(resolve(values.data, 'mnist', 't10k-images-idx3-ubyte.gz'))) {
  verdicts.push(await check(session, 'mnist test', mnistTest(resolve(values.data, 'mnist'))));
} else {
  console.log('mnist test: skipped, the MNIST files are not in --data');
}
if (verdicts.includes(false)) {
  console.error('Node and PyTorch disagree.');
  process.exitCode = 1;
} else if (verdicts.length > 0) {
  console.log(`Node agrees with PyTorch on ${verdicts.length} sets.`);
}

import { type Figure, linesOf, readNumbers } from '@inkling/shared/number';
import { rasterise } from '@inkling/shared/rasterise';
import { NOT_A_DIGIT } from '@inkling/shared/reading';
import { glyphBox, Segmenter, tracesKey } from '@inkling/shared/segment';
import type { Trace } from '@inkling/shared/trace';
import type { Answer } from './batch.ts';
import { bestDigit, type Desk } from './desk.ts';
import { DOT_ANSWER } from './glyph-reading.ts';
import {
  blankPrediction,
  type PredictedGlyph,
  type Prediction,
  predictionOf,
} from './prediction.ts';

/** A glyph's figure: its best digit, unless "not a digit" is likelier. */
function figureOf({ final, box }: PredictedGlyph, id: number): Figure {
  let digit = 0;
  for (let i = 1; i < NOT_A_DIGIT; i++) if (Number(final[i]) > Number(final[digit])) digit = i;
  const probability = Number(final[digit]);
  const refused = Number(final[NOT_A_DIGIT]) >= probability;
  return { id: String(id), box, digit: refused ? null : digit, probability };
}

/** Puts glyphs in reading order, line by line, and finds the one number they make, if they do. */
export function predictGlyphs(glyphs: readonly PredictedGlyph[]): Prediction {
  const figures = glyphs.map(figureOf);
  const lines = linesOf(figures);
  const ordered = lines.flat().map(({ id }) => glyphs[Number(id)] as PredictedGlyph);
  const strangers = glyphs.filter((_, i) => figures[i]?.digit === null);
  const [number, ...more] = readNumbers(figures);
  const text = number && more.length === 0 && lines.length === 1 ? number.text : null;
  return predictionOf([...ordered, ...strangers], text);
}

/** The surface whose rules a drawing of the single-user API follows: one's own tile, where what is near is one digit. */
const OWN_TILE = 1;
/** Coordinates come in any unit; the segmenter works in a surface's. */
const SIZE = 1024;

/** How to bring lines to the segmenter's units; null when there is no ink. */
function scaleOf(lines: readonly Float64Array[]): { x: number; y: number; by: number } | null {
  let left = Infinity;
  let top = Infinity;
  let right = -Infinity;
  let bottom = -Infinity;
  for (const line of lines) {
    for (let i = 0; i + 1 < line.length; i += 2) {
      left = Math.min(left, line[i] as number);
      right = Math.max(right, line[i] as number);
      top = Math.min(top, line[i + 1] as number);
      bottom = Math.max(bottom, line[i + 1] as number);
    }
  }
  const extent = Math.max(right - left, bottom - top);
  return Number.isFinite(extent) ? { x: left, y: top, by: extent > 0 ? SIZE / extent : 0 } : null;
}

/** Reads a drawing: finds its glyphs as on a tile, asks the network where that is not clear, and reads each. */
export async function predictLines(
  desk: Desk,
  lines: readonly Float64Array[],
): Promise<Prediction> {
  const scale = scaleOf(lines);
  if (!scale) return blankPrediction();
  const segmenter = new Segmenter(OWN_TILE);
  for (const [stroke, line] of lines.entries()) {
    if (line.length < 2) continue;
    const trace = segmenter.open(0, stroke);
    trace.add(
      line.map((n, i) => (n - (i % 2 === 0 ? scale.x : scale.y)) * scale.by),
      0,
      2,
    );
    trace.finish();
    segmenter.touch(trace);
  }
  const reads = new Map<string, Promise<Answer>>();
  /** Reads a set of strokes, once: what was asked about is often what is there in the end. */
  const read = (traces: readonly Trace[]) => {
    const key = tracesKey(traces);
    const answer = reads.get(key) ?? desk.readFinished(traces);
    reads.set(key, answer);
    return answer;
  };
  let { asks } = segmenter.settle();
  while (asks.length > 0) {
    const asked = asks;
    const answers = await Promise.all(asked.map(read));
    for (const [i, traces] of asked.entries()) {
      const answer = answers[i] as Answer;
      segmenter.tell(traces, bestDigit(answer), answer.final[NOT_A_DIGIT]);
    }
    asks = segmenter.settle().asks;
  }
  const glyphs = [...segmenter.glyphs.values()].map(async (glyph): Promise<PredictedGlyph> => {
    const input = rasterise(glyph.traces.map(({ points }) => points));
    const { final } = scale.by > 0 ? await read(glyph.traces) : DOT_ANSWER;
    const { x, y, w, h } = glyphBox(glyph);
    const back = scale.by > 0 ? 1 / scale.by : 0;
    const box = { x: x * back + scale.x, y: y * back + scale.y, w: w * back, h: h * back };
    return { final, input, box };
  });
  return predictGlyphs(await Promise.all(glyphs));
}

import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { fitted, handMade, type PenDigit, type PenPoint } from './strokes.ts';

const RECORDED = fileURLToPath(
  new URL('../../shared/data/pen/pendigits-dev.jsonl.gz', import.meta.url),
);

interface Recorded {
  readonly label: number;
  readonly strokes: readonly (readonly number[])[];
}

function pairs(flat: readonly number[]): PenPoint[] {
  const way: PenPoint[] = [];
  for (let i = 0; i + 1 < flat.length; i += 2) way.push([flat[i] as number, flat[i + 1] as number]);
  return way;
}

function readRecorded(): PenDigit[] {
  const lines = gunzipSync(readFileSync(RECORDED)).toString('utf8').trimEnd().split('\n');
  return lines
    .map((line) => JSON.parse(line) as Recorded)
    .filter((digit) => digit.label >= 0)
    .map(({ label, strokes }) => ({ label, strokes: fitted(strokes.map(pairs)) }));
}

/** Whether digits that people wrote with a real pen lie beside the project. */
export const penIsRecorded = existsSync(RECORDED);

let known: readonly PenDigit[] | undefined;

/** Digits to draw: recorded from real pens where that folder is present, else the project's own hand. */
export function penDigits(): readonly PenDigit[] {
  known ??= penIsRecorded ? readRecorded() : Array.from({ length: 10 }, (_, i) => handMade(i));
  return known;
}

/** The `nth` digit of a label that there is. */
export function penDigit(label: number, nth = 0): PenDigit {
  const those = penDigits().filter((digit) => digit.label === label);
  return those[nth % those.length] ?? handMade(label);
}

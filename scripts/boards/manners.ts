import { boundsOf } from '../../shared/src/geometry.ts';
import type { Board } from './compose.ts';
import type { PenDigit } from './pen.ts';

type Line = readonly number[];
type Random = () => number;

/** How high a digit is, in units of the board. */
const HEIGHT = 300;

/** Points of a line evenly far apart, so that it can be cut anywhere. */
function evenly(line: Line, count: number): number[] {
  const ends: number[] = [0];
  for (let i = 2; i < line.length; i += 2) {
    const dx = (line[i] as number) - (line[i - 2] as number);
    const dy = (line[i + 1] as number) - (line[i - 1] as number);
    ends.push((ends.at(-1) as number) + Math.hypot(dx, dy));
  }
  const points: number[] = [];
  for (let n = 0, leg = 0; n < count; n++) {
    const at = ((ends.at(-1) as number) * n) / (count - 1);
    while (leg < ends.length - 2 && at > (ends[leg + 1] as number)) leg++;
    const from = ends[leg] as number;
    const share = (at - from) / Math.max((ends[leg + 1] ?? from) - from, 1e-9);
    for (const k of [0, 1]) {
      const p = line[2 * leg + k] as number;
      points.push(p + ((line[2 * leg + 2 + k] ?? p) - p) * share);
    }
  }
  return points;
}

/** The pen skips: the longest stroke is cut, again and again, and a twentieth of it is missing. */
function lifted(lines: readonly Line[], times: number, random: Random): Line[] {
  const pieces = lines.map((line) => evenly(line, 80));
  for (let n = 0; n < times; n++) {
    pieces.sort((a, b) => b.length - a.length);
    const [longest] = pieces.splice(0, 1) as [number[]];
    const half = longest.length / 2;
    const cut = 2 * Math.round(half * (0.3 + 0.4 * random()));
    const gap = 2 * Math.round(half * 0.05);
    pieces.push(longest.slice(0, cut), longest.slice(cut + gap));
  }
  return pieces.filter((line) => line.length >= 4);
}

/** The same ink once more, a hair beside it. */
function again(lines: readonly Line[], random: Random): Line[] {
  return lines.map((line) => {
    const [dx, dy] = [(random() - 0.5) * 12, (random() - 0.5) * 12];
    return line.map((n, i) => n + (i % 2 === 0 ? dx : dy));
  });
}

/** How people write whose pen does not run through. */
export const MANNERS: Readonly<Record<string, (lines: readonly Line[], random: Random) => Line[]>> =
  {
    'as it was written': (lines) => [...lines],
    'the pen lifted once': (lines, random) => lifted(lines, 1, random),
    'the pen lifted twice': (lines, random) => lifted(lines, 2, random),
    'the pen lifted three times': (lines, random) => lifted(lines, 3, random),
    'the last stroke gone over': (lines, random) => [...lines, ...again(lines.slice(-1), random)],
    'all of it gone over': (lines, random) => [...lines, ...again(lines, random)],
  };

/** A digit's strokes with the left and the top of their ink at a place. */
function linesAt(digit: PenDigit, at: { readonly x: number; readonly y: number }): Line[] {
  const { left, top, right, bottom } = boundsOf(digit.strokes);
  const scale = HEIGHT / Math.max(right - left, bottom - top, 1);
  return digit.strokes.map((line) =>
    line.map((n, i) => (i % 2 === 0 ? at.x + (n - left) * scale : at.y + (n - top) * scale)),
  );
}

/** A board with one digit on it, written in some manner. */
export function boardOf(digit: PenDigit, manner: keyof typeof MANNERS, random: Random): Board {
  const lines = linesAt(digit, { x: 1000, y: 1000 });
  const written = MANNERS[manner]?.(lines, random) ?? lines;
  return {
    labels: [digit.label],
    strokes: written.map((points, stroke) => ({ author: 1, stroke, points, digit: 0 })),
    row: true,
  };
}

/** Columns and rows of a sheet, and how far apart they are. */
const SHEET_SIDE = 3;
const SHEET_STEP = 550;

/** A full sheet that is written on once more: eighteen digits in nine places, the last nine over the first, each a little beside its place. */
export function writtenOver(digits: readonly PenDigit[], random: Random): Board {
  const written = digits.slice(0, 2 * SHEET_SIDE ** 2);
  const strokes = written.flatMap((digit, i) => {
    const cell = i % SHEET_SIDE ** 2;
    const [dx, dy] = [(random() - 0.5) * 0.2 * HEIGHT, (random() - 0.5) * 0.2 * HEIGHT];
    return linesAt(digit, {
      x: 100 + (cell % SHEET_SIDE) * SHEET_STEP + dx,
      y: 100 + Math.floor(cell / SHEET_SIDE) * SHEET_STEP + dy,
    }).map((points) => ({ points, digit: i }));
  });
  return {
    labels: written.map(({ label }) => label),
    strokes: strokes.map((line, stroke) => ({ author: 1, stroke, ...line })),
    row: false,
  };
}

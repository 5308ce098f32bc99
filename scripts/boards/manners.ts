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

/** A board with one digit on it, written in some manner. */
export function boardOf(digit: PenDigit, manner: keyof typeof MANNERS, random: Random): Board {
  const { left, top, right, bottom } = boundsOf(digit.strokes);
  const scale = HEIGHT / Math.max(right - left, bottom - top, 1);
  const lines = digit.strokes.map((line) =>
    line.map((n, i) => 1000 + (n - (i % 2 === 0 ? left : top)) * scale),
  );
  const written = MANNERS[manner]?.(lines, random) ?? lines;
  return {
    labels: [digit.label],
    strokes: written.map((points, stroke) => ({ author: 1, stroke, points, digit: 0 })),
    row: true,
  };
}

import { spanOverlap } from './geometry.ts';
import { type Box, NOT_A_DIGIT, type Reading } from './reading.ts';

/** A glyph as a number sees it: where it stands, and its best digit; null for what is not a digit. */
export interface Figure {
  readonly id: string;
  readonly box: Box;
  readonly digit: number | null;
  readonly probability: number;
}

/** Neighbouring glyphs on a line, read together. */
export interface ReadNumber {
  readonly text: string;
  /** The probability that every digit of it is right. */
  readonly confidence: number;
  readonly box: Box;
  /** Its figures' ids, from left to right. */
  readonly ids: readonly string[];
}

/** Figures of one line differ in height by no more than this factor. */
const ALIKE = 0.45;
/** They share at least this much of the lower one's height. */
const LEVEL = 0.5;
/** And stand no farther apart than this share of the line's height. */
const WIDEST_GAP = 0.8;
const DEEPEST_OVERLAP = -0.35;

/** A reading as a figure. */
export function toFigure(reading: Reading): Figure {
  const { probabilities } = reading;
  let digit = 0;
  for (let i = 1; i < NOT_A_DIGIT; i++) {
    if ((probabilities[i] as number) > (probabilities[digit] as number)) digit = i;
  }
  const best = probabilities[digit] as number;
  const refused = (probabilities[NOT_A_DIGIT] as number) >= best;
  return {
    id: reading.glyph,
    box: reading.box,
    digit: refused ? null : digit,
    probability: best / 255,
  };
}

/** Whether a figure can be the next of a line after another that stands to its left. */
function follows(left: Figure, right: Figure): boolean {
  const a = left.box;
  const b = right.box;
  const tall = Math.max(a.h, b.h);
  const low = Math.min(a.h, b.h);
  if (low < ALIKE * tall) return false;
  if (spanOverlap(a.y, a.y + a.h, b.y, b.y + b.h) < LEVEL * low) return false;
  const gap = (b.x - a.x - a.w) / tall;
  return gap <= WIDEST_GAP && gap >= DEEPEST_OVERLAP;
}

const middle = ({ box }: Figure) => box.x + box.w / 2;

/** The last figure of each line so far; the nearest one that a figure can follow wins. */
function lineFor(lines: readonly Figure[][], figure: Figure): Figure[] | null {
  let found: Figure[] | null = null;
  let nearest = -Infinity;
  for (const line of lines) {
    const last = line[line.length - 1] as Figure;
    const edge = last.box.x + last.box.w;
    if (edge > nearest && follows(last, figure)) {
      found = line;
      nearest = edge;
    }
  }
  return found;
}

function toNumber(line: readonly Figure[]): ReadNumber {
  const left = Math.min(...line.map(({ box }) => box.x));
  const top = Math.min(...line.map(({ box }) => box.y));
  const right = Math.max(...line.map(({ box }) => box.x + box.w));
  const bottom = Math.max(...line.map(({ box }) => box.y + box.h));
  return {
    text: line.map(({ digit }) => digit).join(''),
    confidence: line.reduce((all, { probability }) => all * probability, 1),
    box: { x: left, y: top, w: right - left, h: bottom - top },
    ids: line.map(({ id }) => id),
  };
}

/** Figures as lines of neighbours, each from left to right, a glyph that is no digit ending a line; lines from the top. */
export function linesOf(figures: Iterable<Figure>): Figure[][] {
  const lines: Figure[][] = [];
  for (const figure of [...figures].sort((a, b) => middle(a) - middle(b))) {
    const line = lineFor(lines, figure);
    if (line) line.push(figure);
    else lines.push([figure]);
  }
  return lines
    .flatMap(splitAtStrangers)
    .sort((a, b) => (a[0] as Figure).box.y - (b[0] as Figure).box.y);
}

function splitAtStrangers(line: readonly Figure[]): Figure[][] {
  const parts: Figure[][] = [[]];
  for (const figure of line) {
    if (figure.digit === null) parts.push([]);
    else parts[parts.length - 1]?.push(figure);
  }
  return parts.filter((part) => part.length > 0);
}

/** The numbers of two digits and more among the glyphs of one surface. */
export function readNumbers(figures: Iterable<Figure>): ReadNumber[] {
  return linesOf(figures)
    .filter((line) => line.length > 1)
    .map(toNumber);
}

import { areAlike, isBeside, isCross, isUnderlined } from './apart.ts';
import { type Bounds, type Nearness, spanOverlap } from './geometry.ts';
import type { Trace } from './trace.ts';
import { areOfOneGo, DIGIT_BY_ITSELF, mayBeWrittenOver } from './written-over.ts';

/** What the reader says of some strokes as one glyph. */
export interface Verdict {
  /** The probability of the best digit. */
  readonly best: number;
  /** The probability that it is none. */
  readonly none: number;
}

/** How the reader judges some strokes as one glyph; undefined while not known. */
export type Judge = (traces: readonly Trace[]) => Verdict | undefined;

/** Strokes that belong together so far. */
export interface Part {
  /** In the order of a glyph (`byName`). */
  readonly traces: readonly Trace[];
  readonly bounds: Readonly<Bounds>;
  readonly done: boolean;
  /** What the reader says of it; undefined while not known, and of what is no finished digit. */
  readonly verdict: Verdict | undefined;
}

/** More strokes than this are never one digit, so the reader is not asked about them. */
const DIGIT_STROKES = 5;

/** Whether a part may be a whole digit, so that the reader may be asked about it. */
export function mayBeDigit({ traces, done }: Pick<Part, 'traces' | 'done'>): boolean {
  return done && traces.length <= DIGIT_STROKES;
}

/** Weights of the log-odds that two parts are one glyph, found by random search on boards of training writers. */
interface Weights {
  readonly touching: number;
  readonly gap: number;
  readonly crossing: number;
  readonly stacked: number;
  readonly beside: number;
  readonly stranger: number;
  readonly later: number;
  readonly level: number;
  readonly reader: number;
  readonly better: number;
  readonly tile: number;
}

const WEIGHTS: Weights = {
  touching: 2.16,
  gap: -5.49,
  crossing: -0.11,
  stacked: 0.47,
  beside: -1.19,
  stranger: -5.41,
  later: 0.03,
  level: -3.64,
  reader: 2.6,
  better: 0.25,
  tile: 1,
};

/** Log-odds of lines that cross: a sign, not two ones. */
const CROSS = 6;
/** Log-odds for each gap of their size between two good digits of which one stands in a row: the other is of the next. */
const ROW = -14;
/** A good digit's probability. */
const GOOD = 0.9;
/** From this probability of being none on, what touches its neighbour is a piece of something, and no digit by itself. */
const PIECE = 0.25;
/** Nearer than this share of their size two parts touch; pieces are drawn so many turns apart at most. */
const TOUCH = 0.03;
const PIECE_TURNS = 2;

const LEAST = 0.02;
const MOST = 0.995;
const SUREST = 0.9995;

/** The reader moves the odds by no more than its least confidence allows. */
const READER_REACH = -WEIGHTS.reader * Math.log(LEAST);

/** How traces are ordered within a glyph: by their names alone, so that every machine does it alike. */
export function byName(a: Trace, b: Trace): number {
  return a.author - b.author || a.stroke - b.stroke;
}

/** The traces of two parts, in the order of a glyph. */
export function inOrder(some: readonly Trace[], others: readonly Trace[]): Trace[] {
  const all: Trace[] = [];
  let i = 0;
  for (const trace of others) {
    while (i < some.length && byName(some[i] as Trace, trace) < 0) all.push(some[i++] as Trace);
    all.push(trace);
  }
  while (i < some.length) all.push(some[i++] as Trace);
  return all;
}

/** The height that gaps between two parts are measured against. */
export function pairSize(a: Readonly<Bounds>, b: Readonly<Bounds>): number {
  const width = Math.min(a.right - a.left, b.right - b.left);
  return Math.max(a.bottom - a.top, b.bottom - b.top, width / 2, 8);
}

/** Where in the order of a glyph an author's strokes from a number on begin. */
function placeOf(traces: readonly Trace[], author: number, stroke: number): number {
  let low = 0;
  let high = traces.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const trace = traces[middle] as Trace;
    if ((trace.author - author || trace.stroke - stroke) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** How far apart in an author's order two parts come nearest: 1 when their strokes follow one another; null when no author is in both. */
function turnsBetween(a: Part, b: Part): number | null {
  const [few, many] =
    a.traces.length < b.traces.length ? [a.traces, b.traces] : [b.traces, a.traces];
  let least: number | null = null;
  for (const { author, stroke } of few) {
    const at = placeOf(many, author, stroke);
    for (const other of [many[at - 1], many[at]]) {
      if (other?.author !== author) continue;
      least = Math.min(least ?? Infinity, Math.abs(other.stroke - stroke));
    }
  }
  return least;
}

/** How far two parts stand side by side at one height, as two digits of a line do: 0 when they share at most half of it, 1 when all. */
function level(a: Readonly<Bounds>, b: Readonly<Bounds>): number {
  const shared = spanOverlap(a.top, a.bottom, b.top, b.bottom);
  const both = Math.max(a.bottom, b.bottom) - Math.min(a.top, b.top);
  return Math.max(0, (2 * shared) / Math.max(both, 1) - 1);
}

/** What geometry alone says: the log-odds that two parts are one glyph, so many turns apart. */
function kinship({ a, b, squared, crossings }: Pair, turns: number | null): number {
  const size = pairSize(a.bounds, b.bounds);
  const narrow = Math.min(a.bounds.right - a.bounds.left, b.bounds.right - b.bounds.left);
  const overlap = spanOverlap(a.bounds.left, a.bounds.right, b.bounds.left, b.bounds.right);
  const stacked = overlap / Math.max(narrow, 0.15 * size);
  let odds = WEIGHTS.touching + (WEIGHTS.gap * Math.sqrt(squared)) / size;
  if (crossings > 0) odds += WEIGHTS.crossing;
  if (stacked > 0.25) odds += WEIGHTS.stacked;
  else if (stacked <= 0) odds += WEIGHTS.beside;
  if (turns === null) odds += WEIGHTS.stranger;
  else if (turns > 1) odds += WEIGHTS.later;
  if (stacked <= 0.25) odds += WEIGHTS.level * level(a.bounds, b.bounds);
  return odds;
}

const confidence = (probability: number) => Math.log(Math.min(Math.max(probability, LEAST), MOST));

/** The same as log-odds: 0.999 says more than 0.95. */
const oddsOf = (probability: number) => {
  const p = Math.min(Math.max(probability, LEAST), SUREST);
  return Math.log(p / (1 - p));
};

/** What the reader adds to the log-odds when it takes the two for a digit, and each by itself, with such probabilities. */
function insight(whole: number, a: number, b: number): number {
  return (
    WEIGHTS.reader * (confidence(whole) - confidence(a) - confidence(b)) +
    WEIGHTS.better * (oddsOf(whole) - Math.min(oddsOf(a), oddsOf(b)))
  );
}

/** Whether a part that may be a digit is one by itself; while it is not known, it is taken for one. */
const isDigitByItself = (part: Part) =>
  mayBeDigit(part) && (part.verdict?.best ?? 1) >= DIGIT_BY_ITSELF;

/** Two parts that lie so near each other. */
export interface Pair<P extends Part = Part> extends Readonly<Nearness> {
  readonly a: P;
  readonly b: P;
}

/** How likely two parts are one glyph rather than two. */
export interface Kin {
  /** As log-odds. */
  readonly gain: number;
  /** What the reader should be asked, because it would help to decide; nothing when it has said all there is to say. */
  readonly asks: readonly (readonly Trace[])[];
  /** Whether it stays so whatever comes beside the two. */
  readonly settled: boolean;
}

const NO_ASKS: Kin['asks'] = [];

/** What does not depend on the reader, nor on what is around. */
const surely = (gain: number): Kin => ({ gain, asks: NO_ASKS, settled: true });

/** What depends on what the reader says of two parts, and of the two as one if that is still open. */
function heard(gain: number, { a, b }: Pair, whole?: readonly Trace[]): Kin {
  const openA = !a.verdict && mayBeDigit(a);
  const openB = !b.verdict && mayBeDigit(b);
  if (!openA && !openB && !whole) return surely(gain);
  const asks: (readonly Trace[])[] = whole ? [whole] : [];
  if (openA) asks.push(a.traces);
  if (openB) asks.push(b.traces);
  return { gain, asks, settled: false };
}

/** How parts are judged beyond their own shapes. */
export interface Ground {
  /** Without a judge geometry alone decides. */
  readonly judge: Judge | null;
  readonly onTile: boolean;
}

/** Whether a finished stroke stands beside a part, of neither it nor another one, as a digit of a row does. */
function isInRow(part: Part, other: Part): boolean {
  for (const trace of part.traces) {
    for (const next of trace.edges.keys()) {
      if (!next.done || !isBeside(part, next)) continue;
      if (!part.traces.includes(next) && !other.traces.includes(next)) return true;
    }
  }
  return false;
}

/** Whether two parts that geometry would join stay two, because they are digits by themselves, as far as is known. */
function areDigits({ a, b, crossings }: Pair, turns: number | null): boolean | null {
  const [countA, countB] = [a.traces.length, b.traces.length];
  if (countA + countB > DIGIT_STROKES) {
    // More strokes than a digit has, and one of the two is one already: it is no part of something larger.
    if (crossings === 0 || !areOfOneGo(turns)) return isDigitByItself(a) || isDigitByItself(b);
    if (Math.max(countA, countB) > DIGIT_STROKES) return null;
  }
  if (!mayBeWrittenOver(a, b, turns)) return null;
  // They stay two until the reader says otherwise, so that they need not come apart when it has spoken.
  return (!a.done || isDigitByItself(a)) && (!b.done || isDigitByItself(b));
}

/** How likely two parts are one glyph, as far as it can be said before the reader has answered all that it is asked. */
export function kinOf(pair: Pair, { judge, onTile }: Ground): Kin {
  const { a, b } = pair;
  const turns = turnsBetween(a, b);
  const geometry = kinship(pair, turns) + (onTile ? WEIGHTS.tile : 0);
  const gap = Math.sqrt(pair.squared);
  if (pair.crossings === 0 && isUnderlined(a, b, gap)) return surely(-Infinity);
  const soon = turns !== null && turns <= PIECE_TURNS;
  if (pair.crossings > 0 && soon && isCross(a, b)) return surely(CROSS);
  if (!judge || geometry < -2 * READER_REACH || geometry > READER_REACH) return surely(geometry);
  const apart = areDigits(pair, turns);
  if (apart) return heard(-Infinity, pair);
  if (!a.done || !b.done || a.traces.length + b.traces.length > DIGIT_STROKES) {
    return apart === null ? surely(geometry) : heard(geometry, pair);
  }
  const size = pairSize(a.bounds, b.bounds);
  const touching = soon && (pair.crossings > 0 || gap < TOUCH * size);
  const asPart = ({ best, none }: Verdict) => (touching && none > PIECE ? LEAST : best);
  const known = a.verdict && b.verdict;
  if (known) {
    const most = geometry + insight(1, asPart(a.verdict), asPart(b.verdict));
    // However well the reader took them for one digit, they would stay two: it is not asked.
    if (most <= 0) return surely(most);
  } else if (geometry <= 0) return heard(geometry, pair);
  // In the order of a glyph, which is the order it was drawn in: the network follows the pen.
  const traces = inOrder(a.traces, b.traces);
  const whole = judge(traces);
  if (!whole || !known) return heard(geometry, pair, whole ? undefined : traces);
  const gain = geometry + insight(whole.best, asPart(a.verdict), asPart(b.verdict));
  // Whoever writes a row goes on to the next one later: two strokes that follow one another may well be one digit.
  const later = turns !== 1 && pair.crossings === 0;
  const good = Math.min(a.verdict.best, b.verdict.best) >= GOOD;
  if (gain <= 0 || !later || !good || !areAlike(a, b)) return surely(gain);
  const row = isInRow(a, b) || isInRow(b, a) ? ROW * (gap / size) : 0;
  return { gain: gain + row, asks: NO_ASKS, settled: false };
}

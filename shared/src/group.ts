import { areAlike, isBeside, isCross, isUnderlined } from './apart.ts';
import { type Bounds, emptyBounds, holdBounds, spanOverlap } from './geometry.ts';
import { Heap } from './heap.ts';
import type { Edge, Trace } from './trace.ts';
import { DIGIT_BY_ITSELF, mayBeWrittenOver } from './written-over.ts';

/** What the reader says of some strokes as one glyph. */
export interface Verdict {
  /** The probability of the best digit. */
  readonly best: number;
  /** The probability that it is none. */
  readonly none: number;
}

/** How the reader judges some strokes as one glyph; undefined while not known. */
export type Judge = (traces: readonly Trace[]) => Verdict | undefined;

/** More strokes than this are never one digit, so the reader is not asked about them. */
export const DIGIT_STROKES = 5;

/** Weights of the log-odds that two groups of strokes are one glyph, found by random search on boards of training writers. */
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
/** Nearer than this share of their size two groups touch; pieces are drawn so many turns apart at most. */
const TOUCH = 0.03;
const PIECE_TURNS = 2;

const LEAST = 0.02;
const MOST = 0.995;
const SUREST = 0.9995;

/** Strokes that belong together so far. */
interface Group {
  readonly traces: readonly Trace[];
  readonly bounds: Readonly<Bounds>;
  readonly done: boolean;
  /** None of it was joined before the reader had said whether it belongs together. */
  readonly sure: boolean;
  /** The groups near this one, each with what is known of the two. */
  readonly near: Map<Group, Pair>;
}

/** Two groups that lie near each other. */
interface Pair {
  readonly a: Group;
  readonly b: Group;
  /** The first traces of the two, in order: no two pairs at a time have the same. */
  readonly first: Trace;
  readonly second: Trace;
  squared: number;
  crossings: number;
  gain: number;
  /** Whether the gain is what it will be when the reader has answered everything. */
  sure: boolean;
  /** One of the two has become part of another group. */
  gone: boolean;
}

/** How traces are ordered within a glyph: by their names alone, so that every machine does it alike. */
export function byName(a: Trace, b: Trace): number {
  return a.author - b.author || a.stroke - b.stroke;
}

/** Whether a pair is joined before another: the likelier one, and of two as likely the one named first. */
function goesBefore(one: Pair, other: Pair): boolean {
  if (one.gain !== other.gain) return one.gain > other.gain;
  return (byName(one.first, other.first) || byName(one.second, other.second)) < 0;
}

/** The height that gaps between two groups are measured against. */
export function pairSize(a: Readonly<Bounds>, b: Readonly<Bounds>): number {
  const width = Math.min(a.right - a.left, b.right - b.left);
  return Math.max(a.bottom - a.top, b.bottom - b.top, width / 2, 8);
}

function groupOf(traces: readonly Trace[]): Group {
  const bounds = emptyBounds();
  let done = true;
  for (const trace of traces) {
    holdBounds(bounds, trace.bounds);
    done &&= trace.done;
  }
  return { traces, bounds, done, sure: true, near: new Map() };
}

/** Two groups as one, without what is near them. */
function joined({ a, b, sure }: Pair): Group {
  const bounds = { ...a.bounds };
  holdBounds(bounds, b.bounds);
  const traces = inOrder(a.traces, b.traces);
  return { traces, bounds, done: a.done && b.done, sure, near: new Map() };
}

/** The traces of two groups, in the order of a glyph. */
function inOrder(some: readonly Trace[], others: readonly Trace[]): Trace[] {
  const all: Trace[] = [];
  let i = 0;
  for (const trace of others) {
    while (i < some.length && byName(some[i] as Trace, trace) < 0) all.push(some[i++] as Trace);
    all.push(trace);
  }
  while (i < some.length) all.push(some[i++] as Trace);
  return all;
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

/** How far apart in an author's order the two groups come nearest: 1 when their strokes follow one another; null when no author is in both. */
function turnsBetween(a: Group, b: Group): number | null {
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

/** How far two groups stand side by side at one height, as two digits of a line do: 0 when they share at most half of it, 1 when all. */
function level(a: Readonly<Bounds>, b: Readonly<Bounds>): number {
  const shared = spanOverlap(a.top, a.bottom, b.top, b.bottom);
  const both = Math.max(a.bottom, b.bottom) - Math.min(a.top, b.top);
  return Math.max(0, (2 * shared) / Math.max(both, 1) - 1);
}

/** What geometry alone says: the log-odds that two groups are one glyph, so many turns apart. */
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

/** Notes how near two groups are; there is one pair for two groups. */
function relate(
  a: Group,
  b: Group,
  { squared, crossings }: Pick<Pair, 'squared' | 'crossings'>,
): void {
  const known = a.near.get(b);
  if (known) {
    known.squared = Math.min(known.squared, squared);
    known.crossings += crossings;
    return;
  }
  const [one, other] = [a.traces[0] as Trace, b.traces[0] as Trace];
  const [first, second] = byName(one, other) < 0 ? [one, other] : [other, one];
  const pair = { a, b, first, second, squared, crossings, gain: 0, sure: true, gone: false };
  a.near.set(b, pair);
  b.near.set(a, pair);
}

/** The reader moves the odds by no more than its least confidence allows. */
const READER_REACH = -WEIGHTS.reader * Math.log(LEAST);

const confidence = (probability: number) => Math.log(Math.min(Math.max(probability, LEAST), MOST));

/** The same as log-odds: 0.999 says more than 0.95. */
const oddsOf = (probability: number) => {
  const p = Math.min(Math.max(probability, LEAST), SUREST);
  return Math.log(p / (1 - p));
};

/** Whether a part is a digit by itself; while it is not known, it is taken for one. */
const isDigitByItself = (verdict: Verdict | undefined) => (verdict?.best ?? 1) >= DIGIT_BY_ITSELF;

/** Whether a group has a neighbour beside it, other than one, as a digit of a row has. */
function isInRow(group: Group, other: Group): boolean {
  for (const next of group.near.keys()) if (next !== other && isBeside(group, next)) return true;
  return false;
}

/** Groups strokes by joining, again and again, the two groups that are likeliest one glyph. */
export class Grouping {
  /** What the reader should be asked, because it would help to decide. */
  readonly asks: (readonly Trace[])[] = [];

  /** Without a judge geometry alone decides. */
  constructor(
    private readonly judge: Judge | null,
    private readonly onTile: boolean,
  ) {}

  /** The glyphs among strokes that near edges connect; clumps are one glyph whatever else is. */
  group(
    traces: readonly Trace[],
    {
      edges,
      clumps = [],
    }: { readonly edges: Iterable<Edge>; readonly clumps?: readonly Trace[][] },
  ): (readonly Trace[])[] {
    const home = new Map<Trace, Group>();
    for (const trace of traces) home.set(trace, groupOf([trace]));
    for (const clump of clumps) {
      const group = groupOf(clump);
      for (const trace of clump) home.set(trace, group);
    }
    const groups = new Set(home.values());
    for (const { a, b, near } of edges) {
      const [groupA, groupB] = [home.get(a) as Group, home.get(b) as Group];
      if (groupA !== groupB) relate(groupA, groupB, near);
    }
    const likely = new Heap(goesBefore);
    for (const group of groups) {
      for (const pair of group.near.values()) if (pair.a === group) this.#weigh(pair, likely);
    }
    for (let best = likely.pop(); best; best = likely.pop()) {
      if (best.gone) continue;
      groups.delete(best.a);
      groups.delete(best.b);
      groups.add(this.#join(best, likely));
    }
    return [...groups].map((group) => group.traces);
  }

  /** Joins two groups: what was near either is near what they become. */
  #join(two: Pair, likely: Heap<Pair>): Group {
    const group = joined(two);
    for (const part of [two.a, two.b]) {
      for (const [other, pair] of part.near) {
        pair.gone = true;
        other.near.delete(part);
        if (pair !== two) relate(group, other, pair);
      }
    }
    for (const pair of group.near.values()) this.#weigh(pair, likely);
    return group;
  }

  #weigh(pair: Pair, likely: Heap<Pair>): void {
    pair.gain = this.#gain(pair);
    if (pair.gain > 0) likely.push(pair);
  }

  /** How much likelier two groups are one glyph than two, as log-odds. */
  #gain(pair: Pair): number {
    const { a, b } = pair;
    const turns = turnsBetween(a, b);
    const geometry = kinship(pair, turns) + (this.onTile ? WEIGHTS.tile : 0);
    pair.sure = a.sure && b.sure;
    const gap = Math.sqrt(pair.squared);
    const size = pairSize(a.bounds, b.bounds);
    if (pair.crossings === 0 && isUnderlined(a, b, gap)) return -Infinity;
    const soon = turns !== null && turns <= PIECE_TURNS;
    if (pair.crossings > 0 && soon && isCross(a, b)) return CROSS;
    if (!this.judge || geometry < -2 * READER_REACH || geometry > READER_REACH) return geometry;
    const [countA, countB] = [a.traces.length, b.traces.length];
    if (Math.max(countA, countB) <= DIGIT_STROKES && mayBeWrittenOver(a, b, turns)) {
      const finished = [a, b].filter(({ done }) => done).map(({ traces }) => traces);
      // They stay two until the reader says otherwise, so that they need not come apart when it has spoken.
      if (this.#hear(pair, finished).every(isDigitByItself)) return -Infinity;
    }
    if (countA + countB > DIGIT_STROKES && pair.crossings === 0) {
      // More strokes than a digit has, and one of the two is one already: it is no part of something larger.
      const small = [a, b].filter(({ done, traces }) => done && traces.length <= DIGIT_STROKES);
      const verdicts = this.#hear(
        pair,
        small.map(({ traces }) => traces),
      );
      if (verdicts.some((verdict) => isDigitByItself(verdict))) return -Infinity;
    }
    if (!a.done || !b.done || countA + countB > DIGIT_STROKES) return geometry;
    // In the order of a glyph, which is the order it was drawn in: the network follows the pen.
    const sets = [inOrder(a.traces, b.traces), a.traces, b.traces];
    const [whole, partA, partB] = this.#hear(pair, sets);
    if (whole === undefined || partA === undefined || partB === undefined) return geometry;
    // Whoever writes a row goes on to the next one later: two strokes that follow one another may well be one digit.
    const later = turns !== 1 && pair.crossings === 0;
    const good = Math.min(partA.best, partB.best) >= GOOD;
    const row =
      later && good && areAlike(a, b) && (isInRow(a, b) || isInRow(b, a)) ? ROW * (gap / size) : 0;
    const touching = soon && (pair.crossings > 0 || gap < TOUCH * size);
    const [pA, pB] = [partA, partB].map(({ best, none }) =>
      touching && none > PIECE ? LEAST : best,
    );
    return (
      geometry +
      row +
      WEIGHTS.reader *
        (confidence(whole.best) - confidence(pA as number) - confidence(pB as number)) +
      WEIGHTS.better * (oddsOf(whole.best) - Math.min(oddsOf(pA as number), oddsOf(pB as number)))
    );
  }

  /**
   * What the reader says of some sets of strokes, as far as it has spoken. It is asked about the others, but not for the
   * sake of groups that may come apart again when it has answered: there is time when they have not.
   */
  #hear(pair: Pair, sets: readonly (readonly Trace[])[]): readonly (Verdict | undefined)[] {
    const verdicts = sets.map((set) => this.judge?.(set));
    const open = sets.filter((_, i) => verdicts[i] === undefined);
    if (open.length === 0) return verdicts;
    if (pair.sure) this.asks.push(...open);
    pair.sure = false;
    return verdicts;
  }
}

import { type Bounds, emptyBounds, holdBounds, spanOverlap } from './geometry.ts';
import type { Edge, Mark } from './mark.ts';

/** How the reader judges some strokes as one glyph: the probability of its best digit; undefined while not known. */
export type Judge = (marks: readonly Mark[]) => number | undefined;

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

const LEAST = 0.02;
const MOST = 0.995;
const SUREST = 0.9995;

/** Strokes that belong together so far. */
export interface Group {
  readonly marks: Mark[];
  readonly bounds: Bounds;
  readonly done: boolean;
}

interface Pair {
  a: Group;
  b: Group;
  squared: number;
  crossings: number;
  gain: number;
}

/** How marks are ordered within a glyph: by their names alone, so that every machine does it alike. */
export function byName(a: Mark, b: Mark): number {
  return a.author - b.author || a.stroke - b.stroke;
}

/** The first marks of a pair's groups, in order: no two pairs at a time have the same. */
function namesOf({ a, b }: Pair): readonly [Mark, Mark] {
  const [p, q] = [a.marks[0] as Mark, b.marks[0] as Mark];
  return byName(p, q) < 0 ? [p, q] : [q, p];
}

/** Whether a pair is joined before another: the likelier one, and of two as likely the one named first. */
function goesBefore(one: Pair, other: Pair): boolean {
  if (one.gain !== other.gain) return one.gain > other.gain;
  const [p, q] = namesOf(one);
  const [r, s] = namesOf(other);
  return (byName(p, r) || byName(q, s)) < 0;
}

/** The height that gaps between two groups are measured against. */
export function pairSize(a: Readonly<Bounds>, b: Readonly<Bounds>): number {
  const width = Math.min(a.right - a.left, b.right - b.left);
  return Math.max(a.bottom - a.top, b.bottom - b.top, width / 2, 8);
}

function groupOf(marks: Mark[]): Group {
  const bounds = emptyBounds();
  let done = true;
  for (const mark of marks) {
    holdBounds(bounds, mark.bounds);
    done &&= mark.done;
  }
  return { marks, bounds, done };
}

/** Whether some author's strokes of the two groups follow one another; null when no author is in both. */
function follow(a: Group, b: Group): boolean | null {
  let same = false;
  for (const p of a.marks) {
    for (const q of b.marks) {
      if (p.author !== q.author) continue;
      same = true;
      if (Math.abs(p.stroke - q.stroke) === 1) return true;
    }
  }
  return same ? false : null;
}

/** How far two groups stand side by side at one height, as two digits of a line do: 0 when they share at most half of it, 1 when all. */
function level(a: Readonly<Bounds>, b: Readonly<Bounds>): number {
  const shared = spanOverlap(a.top, a.bottom, b.top, b.bottom);
  const both = Math.max(a.bottom, b.bottom) - Math.min(a.top, b.top);
  return Math.max(0, (2 * shared) / Math.max(both, 1) - 1);
}

/** What geometry alone says: the log-odds that two groups are one glyph. */
function kinship(pair: Pair, onTile: boolean): number {
  const { a, b } = pair;
  const size = pairSize(a.bounds, b.bounds);
  const narrow = Math.min(a.bounds.right - a.bounds.left, b.bounds.right - b.bounds.left);
  const overlap = spanOverlap(a.bounds.left, a.bounds.right, b.bounds.left, b.bounds.right);
  const stacked = overlap / Math.max(narrow, 0.15 * size);
  const inTurn = follow(a, b);
  let odds = WEIGHTS.touching + (WEIGHTS.gap * Math.sqrt(pair.squared)) / size;
  if (pair.crossings > 0) odds += WEIGHTS.crossing;
  if (stacked > 0.25) odds += WEIGHTS.stacked;
  else if (stacked <= 0) odds += WEIGHTS.beside;
  if (inTurn === null) odds += WEIGHTS.stranger;
  else if (!inTurn) odds += WEIGHTS.later;
  if (stacked <= 0.25) odds += WEIGHTS.level * level(a.bounds, b.bounds);
  if (onTile) odds += WEIGHTS.tile;
  return odds;
}

/** Groups with an edge between them, and how near they are; there is one pair for two groups. */
function pairsOf(edges: Iterable<Edge>, home: ReadonlyMap<Mark, Group>): Pair[] {
  const pairs: Pair[] = [];
  const known = new Map<Group, Map<Group, Pair>>();
  for (const { a: markA, b: markB, near } of edges) {
    const [a, b] = [home.get(markA) as Group, home.get(markB) as Group];
    if (a === b) continue;
    const twin = known.get(a)?.get(b) ?? known.get(b)?.get(a);
    if (twin) {
      twin.squared = Math.min(twin.squared, near.squared);
      twin.crossings += near.crossings;
      continue;
    }
    const pair: Pair = { a, b, squared: near.squared, crossings: near.crossings, gain: 0 };
    pairs.push(pair);
    // Only a clump has two edges to the same group.
    if (a.marks.length === 1 && b.marks.length === 1) continue;
    const others = known.get(a) ?? new Map<Group, Pair>();
    known.set(a, others.set(b, pair));
  }
  return pairs;
}

const confidence = (probability: number) => Math.log(Math.min(Math.max(probability, LEAST), MOST));

/** The same as log-odds: 0.999 says more than 0.95. */
const oddsOf = (probability: number) => {
  const p = Math.min(Math.max(probability, LEAST), SUREST);
  return Math.log(p / (1 - p));
};

/** Groups strokes by joining, again and again, the two groups that are likeliest one glyph. */
export class Grouping {
  /** What the reader should be asked, because it would help to decide. */
  readonly asks: (readonly Mark[])[] = [];

  constructor(
    private readonly judge: Judge,
    private readonly onTile: boolean,
  ) {}

  /** The glyphs among strokes that near edges connect; clumps are one glyph whatever else is. */
  group(
    marks: readonly Mark[],
    { edges, clumps = [] }: { readonly edges: Iterable<Edge>; readonly clumps?: readonly Mark[][] },
  ): Mark[][] {
    const home = new Map<Mark, Group>();
    for (const mark of marks) home.set(mark, groupOf([mark]));
    for (const clump of clumps) {
      const group = groupOf(clump);
      for (const mark of clump) home.set(mark, group);
    }
    const pairs = pairsOf(edges, home);
    for (const pair of pairs) pair.gain = this.#gain(pair);
    const groups = new Set(home.values());
    for (;;) {
      let best: Pair | null = null;
      for (const pair of pairs) {
        if (pair.gain > 0 && (!best || goesBefore(pair, best))) best = pair;
      }
      if (!best) break;
      const { a, b } = best;
      const joined = groupOf([...a.marks, ...b.marks].sort(byName));
      groups.delete(a);
      groups.delete(b);
      groups.add(joined);
      this.#retarget(pairs, best, joined);
    }
    return [...groups].map((group) => group.marks);
  }

  /** Points the pairs of two joined groups at what they became, folding those that are now the same. */
  #retarget(pairs: Pair[], { a, b }: Pair, joined: Group): void {
    const known = new Map<Group, Pair>();
    let kept = 0;
    for (const pair of pairs) {
      const hasA = pair.a === a || pair.a === b;
      const hasB = pair.b === a || pair.b === b;
      if (hasA && hasB) continue;
      if (hasA || hasB) {
        const other = hasA ? pair.b : pair.a;
        const twin = known.get(other);
        if (twin) {
          twin.squared = Math.min(twin.squared, pair.squared);
          twin.crossings += pair.crossings;
          continue;
        }
        pair.a = joined;
        pair.b = other;
        known.set(other, pair);
      }
      pairs[kept++] = pair;
    }
    pairs.length = kept;
    for (const pair of known.values()) pair.gain = this.#gain(pair);
  }

  #gain(pair: Pair): number {
    const { a, b } = pair;
    const geometry = kinship(pair, this.onTile);
    if (!a.done || !b.done || a.marks.length + b.marks.length > DIGIT_STROKES) return geometry;
    // The reader moves the odds by no more than its least confidence allows.
    const reach = -WEIGHTS.reader * Math.log(LEAST);
    if (geometry < -reach * 2 || geometry > reach) return geometry;
    // In the order of a glyph, which is the order it was drawn in: the network follows the pen.
    const whole = this.#ask([...a.marks, ...b.marks].sort(byName));
    const partA = this.#ask(a.marks);
    const partB = this.#ask(b.marks);
    if (whole === undefined || partA === undefined || partB === undefined) return geometry;
    return (
      geometry +
      WEIGHTS.reader * (confidence(whole) - confidence(partA) - confidence(partB)) +
      WEIGHTS.better * (oddsOf(whole) - Math.min(oddsOf(partA), oddsOf(partB)))
    );
  }

  #ask(marks: readonly Mark[]): number | undefined {
    const probability = this.judge(marks);
    if (probability === undefined) this.asks.push(marks);
    return probability;
  }
}

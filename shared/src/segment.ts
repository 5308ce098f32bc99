import { type Bounds, boundsGap, emptyBounds, holdBounds, toBox } from './geometry.ts';
import { Grid } from './grid.ts';
import { byName, Grouping, pairSize } from './group.ts';
import { type Edge, Mark, makeEdge, refreshEdge } from './mark.ts';
import { type Box, type StrokeId, strokeKey } from './reading.ts';

/** Strokes farther apart than this share of the taller one's height are never looked at together. */
const REACH = 0.35;
const STRANGER_REACH = 0.05;
const LEAST_REACH = 6;
/** Strokes whose boxes reach a stroke that has grown: more than these are not compared with it. */
const COMPARED = 256;

/** Among more strokes than these that near edges connect geometry alone decides: so much in one place is no row of digits. */
const ASKED = 256;

/** Strokes that together make one mark. */
export interface Glyph {
  /** "author.stroke" of its oldest stroke, by the author with the lowest number. */
  readonly id: string;
  readonly surface: number;
  /** Author by author, oldest first. */
  readonly marks: readonly Mark[];
  readonly bounds: Readonly<Bounds>;
  /** No pen that draws it is down. */
  readonly done: boolean;
}

/** What `settle` found: glyphs that are new or have changed, ids that are no more, and what the reader could settle. */
export interface Settled {
  readonly changed: readonly Glyph[];
  readonly gone: readonly string[];
  readonly asks: readonly (readonly Mark[])[];
}

/** Names a set of strokes of one surface, for what the reader said of it. */
export function marksKey(marks: readonly Mark[]): string {
  if (marks.length === 1) return String(marks[0]?.order);
  return marks
    .map((mark) => mark.order)
    .sort((a, b) => a - b)
    .join(' ');
}

/** A glyph's strokes by name. */
export function strokeIds(glyph: Glyph): StrokeId[] {
  return glyph.marks.map((mark) => [mark.author, mark.stroke]);
}

/** A glyph's box in whole units. */
export function glyphBox(glyph: Glyph): Box {
  return toBox(glyph.bounds);
}

/** Finds the glyphs of one surface as its ink comes and goes; work grows with what changed, not with what is there. */
export class Segmenter {
  readonly #marks = new Map<string, Mark>();
  readonly #grid = new Grid<Mark>();
  /** Strokes with new ink. */
  readonly #grown = new Set<Mark>();
  /** Strokes whose glyph has to be thought over. */
  readonly #doubtful = new Set<Mark>();
  readonly #glyphOf = new Map<Mark, Glyph>();
  readonly #glyphs = new Map<string, Glyph>();
  readonly #verdicts = new Map<string, number>();
  readonly #verdictsOf = new Map<Mark, string[]>();
  readonly #gone = new Set<string>();
  #orders = 0;

  constructor(readonly surface: number) {}

  /** Every glyph as last settled. */
  get glyphs(): ReadonlyMap<string, Glyph> {
    return this.#glyphs;
  }

  /** How many strokes there are. */
  get size(): number {
    return this.#marks.size;
  }

  /** A stroke as the segmenter holds it. */
  mark(author: number, stroke: number): Mark | undefined {
    return this.#marks.get(strokeKey(author, stroke));
  }

  /** The stroke of that name, made if it is new. */
  open(author: number, stroke: number): Mark {
    const key = strokeKey(author, stroke);
    let mark = this.#marks.get(key);
    if (!mark) {
      mark = new Mark(author, stroke, this.#orders++);
      this.#marks.set(key, mark);
    }
    return mark;
  }

  #holds(mark: Mark): boolean {
    return this.#marks.get(mark.key) === mark;
  }

  /** Says that a stroke has grown or was finished. */
  touch(mark: Mark): void {
    this.#grown.add(mark);
    this.#doubtful.add(mark);
  }

  /** Takes a stroke away. */
  remove(author: number, stroke: number): void {
    const mark = this.mark(author, stroke);
    if (!mark) return;
    this.#marks.delete(mark.key);
    this.#grid.remove(mark);
    this.#grown.delete(mark);
    this.#doubtful.delete(mark);
    for (const other of mark.edges.keys()) {
      other.untie(mark);
      this.#doubtful.add(other);
    }
    for (const key of this.#verdictsOf.get(mark) ?? []) this.#verdicts.delete(key);
    this.#verdictsOf.delete(mark);
    const glyph = this.#glyphOf.get(mark);
    if (!glyph) return;
    this.#glyphOf.delete(mark);
    // Of a glyph that is erased as a whole, one stroke after the other, none is left to think over.
    for (const left of glyph.marks) if (this.#holds(left)) this.#doubtful.add(left);
    this.#drop(glyph);
  }

  /** What the reader said of some finished strokes as one glyph: the probability of its best digit. */
  tell(marks: readonly Mark[], probability: number): void {
    const key = marksKey(marks);
    if (this.#verdicts.has(key)) return;
    if (!marks.every((mark) => this.#holds(mark))) return;
    this.#verdicts.set(key, probability);
    for (const mark of marks) {
      const keys = this.#verdictsOf.get(mark);
      if (keys) keys.push(key);
      else this.#verdictsOf.set(mark, [key]);
      // A stroke with nothing near it is one glyph whatever the reader says.
      if (mark.edges.size > 0) this.#doubtful.add(mark);
    }
  }

  /** Groups everything that changed since the last time. */
  settle(): Settled {
    const changed: Glyph[] = [];
    const asks: (readonly Mark[])[] = [];
    for (const mark of this.#grown) this.#relate(mark);
    const seen = new Set<Mark>();
    for (const mark of this.#doubtful) {
      if (!seen.has(mark)) this.#regroup(this.#component(mark, seen), { changed, asks });
    }
    this.#grown.clear();
    this.#doubtful.clear();
    const gone = [...this.#gone].filter((id) => !this.#glyphs.has(id));
    this.#gone.clear();
    return { changed, gone, asks };
  }

  /** Finds the strokes near one that has grown, and how near. */
  #relate(mark: Mark): void {
    const reach = Math.max(REACH * mark.height, LEAST_REACH);
    this.#grid.place(mark, mark.bounds, reach);
    for (const edge of mark.edges.values()) refreshEdge(edge);
    let compared = 0;
    for (const other of this.#grid.near(mark.bounds, reach)) {
      if (other === mark || mark.edges.has(other)) continue;
      // What is a scribble already needs no more of it: work and memory stay bounded however much lies in one place.
      if (mark.crowded && other.crowded) continue;
      const share = other.author === mark.author ? REACH : STRANGER_REACH;
      const far = share * pairSize(mark.bounds, other.bounds);
      if (boundsGap(mark.bounds, other.bounds) > far) continue;
      if (++compared > COMPARED) break;
      const edge = makeEdge(mark, other);
      refreshEdge(edge);
      if (edge.near.squared > far * far) continue;
      mark.tie(other, edge);
      other.tie(mark, edge);
    }
  }

  /** Everything that near edges connect to a stroke. */
  #component(from: Mark, seen: Set<Mark>): Mark[] {
    const found = [from];
    seen.add(from);
    for (const mark of found) {
      for (const other of mark.edges.keys()) {
        if (seen.has(other)) continue;
        seen.add(other);
        found.push(other);
      }
    }
    return found;
  }

  #regroup(marks: Mark[], settled: { changed: Glyph[]; asks: (readonly Mark[])[] }): void {
    for (const group of this.#groups(marks, settled.asks)) {
      const id = (group[0] as Mark).key;
      const before = this.#glyphs.get(id);
      const same =
        before?.marks.length === group.length && group.every((m, i) => before.marks[i] === m);
      if (same && !group.some((mark) => this.#grown.has(mark))) continue;
      const done = group.every((mark) => mark.done);
      const glyph = { id, surface: this.surface, marks: group, bounds: boundsOf(group), done };
      for (const mark of group) {
        const old = this.#glyphOf.get(mark);
        if (old && old.id !== id) this.#drop(old);
        this.#glyphOf.set(mark, glyph);
      }
      this.#glyphs.set(id, glyph);
      settled.changed.push(glyph);
    }
  }

  #groups(marks: Mark[], asks: (readonly Mark[])[]): (readonly Mark[])[] {
    if (marks.length === 1) return [marks];
    const edges = new Set<Edge>();
    for (const mark of marks) for (const edge of mark.edges.values()) edges.add(edge);
    marks.sort(byName);
    const judge =
      marks.length > ASKED ? null : (set: readonly Mark[]) => this.#verdicts.get(marksKey(set));
    const grouping = new Grouping(judge, this.surface !== 0);
    const groups = grouping.group(marks, { edges, clumps: clumpsOf(marks) });
    const asked = new Set<string>();
    for (const ask of grouping.asks) {
      const key = marksKey(ask);
      if (asked.has(key)) continue;
      asked.add(key);
      asks.push(ask);
    }
    return groups;
  }

  /** Forgets a glyph, if it is still the one of that id. */
  #drop(glyph: Glyph): void {
    if (this.#glyphs.get(glyph.id) !== glyph) return;
    this.#glyphs.delete(glyph.id);
    this.#gone.add(glyph.id);
  }
}

/** The bounds of a glyph's strokes as they are now. */
function boundsOf(marks: readonly Mark[]): Readonly<Bounds> {
  // Most glyphs are one finished stroke, which grows no more: they share its bounds.
  if (marks.length === 1 && marks[0]?.done) return marks[0].bounds;
  const bounds = emptyBounds();
  for (const mark of marks) holdBounds(bounds, mark.bounds);
  return bounds;
}

/** Scribbles: crowded strokes that lie near each other, each clump as a whole. */
function clumpsOf(marks: readonly Mark[]): Mark[][] {
  const clumps: Mark[][] = [];
  const seen = new Set<Mark>();
  for (const mark of marks) {
    if (!mark.crowded || seen.has(mark)) continue;
    const clump = [mark];
    seen.add(mark);
    for (const one of clump) {
      for (const other of one.edges.keys()) {
        if (!other.crowded || seen.has(other)) continue;
        seen.add(other);
        clump.push(other);
      }
    }
    if (clump.length > 1) clumps.push(clump.sort(byName));
  }
  return clumps;
}

/** A stroke to segment: its points flat x, y; strokes come in writing order. */
export interface Line {
  readonly author: number;
  readonly stroke: number;
  readonly done?: boolean;
  readonly points: ArrayLike<number>;
}

/** The glyphs of some strokes of one surface; `judge` says how likely some strokes are one digit. */
export function segment(
  lines: Iterable<Line>,
  options: { surface?: number; judge?: (marks: readonly Mark[]) => number } = {},
): Glyph[] {
  const segmenter = new Segmenter(options.surface ?? 0);
  for (const { author, stroke, points, done } of lines) {
    const mark = segmenter.open(author, stroke);
    mark.add(points, 0, 2);
    if (done !== false) mark.finish();
    segmenter.touch(mark);
  }
  let { asks } = segmenter.settle();
  while (options.judge && asks.length > 0) {
    for (const ask of asks) segmenter.tell(ask, options.judge(ask));
    asks = segmenter.settle().asks;
  }
  return [...segmenter.glyphs.values()];
}

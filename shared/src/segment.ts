import { type Bounds, boundsGap, emptyBounds, holdBounds, toBox } from './geometry.ts';
import { Grid } from './grid.ts';
import { byName, Grouping, pairSize, type Verdict } from './group.ts';
import { type Box, type StrokeId, strokeKey } from './reading.ts';
import { type Edge, makeEdge, refreshEdge, Trace } from './trace.ts';

/** Strokes farther apart than this share of the taller one's height are never looked at together. */
const REACH = 0.35;
const STRANGER_REACH = 0.05;
const LEAST_REACH = 6;
/** Strokes whose boxes reach a stroke that has grown: more than these are not compared with it. */
const COMPARED = 256;

/** Among more strokes than these that near edges connect geometry alone decides: so much in one place is no row of digits. */
const ASKED = 1024;

/** Strokes that together make one symbol. */
export interface Glyph {
  /** "author.stroke" of its oldest stroke, by the author with the lowest number. */
  readonly id: string;
  readonly surface: number;
  /** Author by author, oldest first. */
  readonly traces: readonly Trace[];
  readonly bounds: Readonly<Bounds>;
  /** No pen that draws it is down. */
  readonly done: boolean;
}

/** What `settle` found: glyphs that are new or have changed, ids that are no more, and what the reader could settle. */
export interface Settled {
  readonly changed: readonly Glyph[];
  readonly gone: readonly string[];
  readonly asks: readonly (readonly Trace[])[];
}

/** Names a set of strokes of one surface, for what the reader said of it. */
export function tracesKey(traces: readonly Trace[]): string {
  if (traces.length === 1) return String(traces[0]?.order);
  return traces
    .map((trace) => trace.order)
    .sort((a, b) => a - b)
    .join(' ');
}

/** A glyph's strokes by name. */
export function strokeIds(glyph: Glyph): StrokeId[] {
  return glyph.traces.map((trace) => [trace.author, trace.stroke]);
}

/** A glyph's box in whole units. */
export function glyphBox(glyph: Glyph): Box {
  return toBox(glyph.bounds);
}

/** Finds the glyphs of one surface as its ink comes and goes; work grows with what changed, not with what is there. */
export class Segmenter {
  readonly #traces = new Map<string, Trace>();
  readonly #grid = new Grid<Trace>();
  /** Strokes with new ink. */
  readonly #grown = new Set<Trace>();
  /** Strokes whose glyph has to be thought over. */
  readonly #doubtful = new Set<Trace>();
  readonly #glyphOf = new Map<Trace, Glyph>();
  readonly #glyphs = new Map<string, Glyph>();
  readonly #verdicts = new Map<string, Verdict>();
  readonly #verdictsOf = new Map<Trace, string[]>();
  readonly #gone = new Set<string>();
  #orders = 0;

  constructor(readonly surface: number) {}

  /** Every glyph as last settled. */
  get glyphs(): ReadonlyMap<string, Glyph> {
    return this.#glyphs;
  }

  /** How many strokes there are. */
  get size(): number {
    return this.#traces.size;
  }

  /** A stroke as the segmenter holds it. */
  trace(author: number, stroke: number): Trace | undefined {
    return this.#traces.get(strokeKey(author, stroke));
  }

  /** The stroke of that name, made if it is new. */
  open(author: number, stroke: number): Trace {
    const key = strokeKey(author, stroke);
    let trace = this.#traces.get(key);
    if (!trace) {
      trace = new Trace(author, stroke, this.#orders++);
      this.#traces.set(key, trace);
    }
    return trace;
  }

  #holds(trace: Trace): boolean {
    return this.#traces.get(trace.key) === trace;
  }

  /** Says that a stroke has grown or was finished. */
  touch(trace: Trace): void {
    this.#grown.add(trace);
    this.#doubtful.add(trace);
  }

  /** Takes a stroke away. */
  remove(author: number, stroke: number): void {
    const trace = this.trace(author, stroke);
    if (!trace) return;
    this.#traces.delete(trace.key);
    this.#grid.remove(trace);
    this.#grown.delete(trace);
    this.#doubtful.delete(trace);
    for (const other of trace.edges.keys()) {
      other.untie(trace);
      this.#doubtful.add(other);
    }
    for (const key of this.#verdictsOf.get(trace) ?? []) this.#verdicts.delete(key);
    this.#verdictsOf.delete(trace);
    const glyph = this.#glyphOf.get(trace);
    if (!glyph) return;
    this.#glyphOf.delete(trace);
    // Of a glyph that is erased as a whole, one stroke after the other, none is left to think over.
    for (const left of glyph.traces) if (this.#holds(left)) this.#doubtful.add(left);
    this.#drop(glyph);
  }

  /** What the reader said of some finished strokes as one glyph: the probability of its best digit, and that it is none. */
  tell(traces: readonly Trace[], best: number, none = 0): void {
    const key = tracesKey(traces);
    if (this.#verdicts.has(key)) return;
    if (!traces.every((trace) => this.#holds(trace))) return;
    this.#verdicts.set(key, { best, none });
    for (const trace of traces) {
      const keys = this.#verdictsOf.get(trace);
      if (keys) keys.push(key);
      else this.#verdictsOf.set(trace, [key]);
      // A stroke with nothing near it is one glyph whatever the reader says.
      if (trace.edges.size > 0) this.#doubtful.add(trace);
    }
  }

  /** Groups everything that changed since the last time. */
  settle(): Settled {
    const changed: Glyph[] = [];
    const asks: (readonly Trace[])[] = [];
    for (const trace of this.#grown) this.#relate(trace);
    const seen = new Set<Trace>();
    for (const trace of this.#doubtful) {
      if (!seen.has(trace)) this.#regroup(this.#component(trace, seen), { changed, asks });
    }
    this.#grown.clear();
    this.#doubtful.clear();
    const gone = [...this.#gone].filter((id) => !this.#glyphs.has(id));
    this.#gone.clear();
    return { changed, gone, asks };
  }

  /** Finds the strokes near one that has grown, and how near. */
  #relate(trace: Trace): void {
    const reach = Math.max(REACH * trace.height, LEAST_REACH);
    this.#grid.place(trace, trace.bounds, reach);
    for (const edge of trace.edges.values()) refreshEdge(edge);
    let compared = 0;
    for (const other of this.#grid.near(trace.bounds, reach)) {
      if (other === trace || trace.edges.has(other)) continue;
      // What is a scribble already needs no more of it: work and memory stay bounded however much lies in one place.
      if (trace.crowded && other.crowded) continue;
      const share = other.author === trace.author ? REACH : STRANGER_REACH;
      const far = share * pairSize(trace.bounds, other.bounds);
      if (boundsGap(trace.bounds, other.bounds) > far) continue;
      if (++compared > COMPARED) break;
      const edge = makeEdge(trace, other);
      refreshEdge(edge);
      if (edge.near.squared > far * far) continue;
      trace.tie(other, edge);
      other.tie(trace, edge);
    }
  }

  /** Everything that near edges connect to a stroke. */
  #component(from: Trace, seen: Set<Trace>): Trace[] {
    const found = [from];
    seen.add(from);
    for (const trace of found) {
      for (const other of trace.edges.keys()) {
        if (seen.has(other)) continue;
        seen.add(other);
        found.push(other);
      }
    }
    return found;
  }

  #regroup(traces: Trace[], settled: { changed: Glyph[]; asks: (readonly Trace[])[] }): void {
    for (const group of this.#groups(traces, settled.asks)) {
      const id = (group[0] as Trace).key;
      const before = this.#glyphs.get(id);
      const same =
        before?.traces.length === group.length && group.every((m, i) => before.traces[i] === m);
      if (same && !group.some((trace) => this.#grown.has(trace))) continue;
      const done = group.every((trace) => trace.done);
      const glyph = { id, surface: this.surface, traces: group, bounds: boundsOf(group), done };
      for (const trace of group) {
        const old = this.#glyphOf.get(trace);
        if (old && old.id !== id) this.#drop(old);
        this.#glyphOf.set(trace, glyph);
      }
      this.#glyphs.set(id, glyph);
      settled.changed.push(glyph);
    }
  }

  #groups(traces: Trace[], asks: (readonly Trace[])[]): (readonly Trace[])[] {
    if (traces.length === 1) return [traces];
    const edges = new Set<Edge>();
    for (const trace of traces) for (const edge of trace.edges.values()) edges.add(edge);
    traces.sort(byName);
    const judge =
      traces.length > ASKED ? null : (set: readonly Trace[]) => this.#verdicts.get(tracesKey(set));
    const grouping = new Grouping(judge, this.surface !== 0);
    const groups = grouping.group(traces, { edges, clumps: clumpsOf(traces) });
    const asked = new Set<string>();
    for (const ask of grouping.asks) {
      const key = tracesKey(ask);
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
function boundsOf(traces: readonly Trace[]): Readonly<Bounds> {
  // Most glyphs are one finished stroke, which grows no more: they share its bounds.
  if (traces.length === 1 && traces[0]?.done) return traces[0].bounds;
  const bounds = emptyBounds();
  for (const trace of traces) holdBounds(bounds, trace.bounds);
  return bounds;
}

/** Scribbles: crowded strokes that lie near each other, each clump as a whole. */
function clumpsOf(traces: readonly Trace[]): Trace[][] {
  const clumps: Trace[][] = [];
  const seen = new Set<Trace>();
  for (const trace of traces) {
    if (!trace.crowded || seen.has(trace)) continue;
    const clump = [trace];
    seen.add(trace);
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
  options: { surface?: number; judge?: (traces: readonly Trace[]) => number } = {},
): Glyph[] {
  const segmenter = new Segmenter(options.surface ?? 0);
  for (const { author, stroke, points, done } of lines) {
    const trace = segmenter.open(author, stroke);
    trace.add(points, 0, 2);
    if (done !== false) trace.finish();
    segmenter.touch(trace);
  }
  let { asks } = segmenter.settle();
  while (options.judge && asks.length > 0) {
    for (const ask of asks) segmenter.tell(ask, options.judge(ask));
    asks = segmenter.settle().asks;
  }
  return [...segmenter.glyphs.values()];
}

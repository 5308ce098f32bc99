import { type Bounds, boundsGap, emptyBounds, holdBounds, toBox } from './geometry.ts';
import { Grid } from './grid.ts';
import type { Group } from './group.ts';
import { type Ground, pairSize, type Verdict } from './kin.ts';
import { type Box, type StrokeId, strokeKey } from './reading.ts';
import { thinkOver } from './region.ts';
import { makeEdge, refreshEdge, Trace } from './trace.ts';

/** Strokes farther apart than this share of the taller one's height are never looked at together. */
const REACH = 0.35;
const STRANGER_REACH = 0.05;
const LEAST_REACH = 6;
/** Strokes whose boxes reach a stroke that has grown: more than these are not compared with it. */
const COMPARED = 256;

/** A stroke that the reader was asked about in so many sets is in no row of digits: geometry alone decides from then on. */
const ASKED = 64;

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
  /** Groups of more strokes than one, as last thought over. */
  readonly #groupOf = new Map<Trace, Group>();
  readonly #glyphs = new Map<string, Glyph>();
  /** What the reader said of single strokes, and of sets of them. */
  readonly #alone = new Map<Trace, Verdict>();
  readonly #verdicts = new Map<string, Verdict>();
  readonly #verdictsOf = new Map<Trace, string[]>();
  readonly #gone = new Set<string>();
  readonly #ground: Ground;
  #orders = 0;

  constructor(readonly surface: number) {
    this.#ground = { judge: (set) => this.#verdict(set), onTile: surface !== 0 };
  }

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
    this.#alone.delete(trace);
    for (const left of this.#groupOf.get(trace)?.traces ?? []) this.#groupOf.delete(left);
    const glyph = this.#glyphOf.get(trace);
    if (!glyph) return;
    this.#glyphOf.delete(trace);
    // Of a glyph that is erased as a whole, one stroke after the other, none is left to think over.
    for (const left of glyph.traces) if (this.#holds(left)) this.#doubtful.add(left);
    this.#drop(glyph);
  }

  /** What the reader said of some finished strokes as one glyph: the probability of its best digit, and that it is none. */
  tell(traces: readonly Trace[], best: number, none = 0): void {
    if (this.#verdict(traces) || !traces.every((trace) => this.#holds(trace))) return;
    const [first, ...more] = traces;
    if (first && more.length === 0) this.#alone.set(first, { best, none });
    else this.#keep(traces, { best, none });
    // A stroke with nothing near it is one glyph whatever the reader says.
    for (const trace of traces) if (trace.edges.size > 0) this.#doubtful.add(trace);
  }

  #keep(traces: readonly Trace[], verdict: Verdict): void {
    const key = tracesKey(traces);
    this.#verdicts.set(key, verdict);
    for (const trace of traces) {
      const keys = this.#verdictsOf.get(trace);
      if (keys) keys.push(key);
      else this.#verdictsOf.set(trace, [key]);
    }
  }

  #verdict(traces: readonly Trace[]): Verdict | undefined {
    if (traces.length === 1) return this.#alone.get(traces[0] as Trace);
    return this.#verdicts.get(tracesKey(traces));
  }

  /** Groups everything that changed since the last time. */
  settle(): Settled {
    for (const trace of this.#grown) this.#relate(trace);
    const { groups, asks } = thinkOver(this.#doubtful, {
      ground: this.#ground,
      groupOf: (trace) => this.#groupOf.get(trace),
    });
    const changed: Glyph[] = [];
    for (const group of groups) {
      for (const trace of group.traces) {
        if (group.traces.length > 1) this.#groupOf.set(trace, group);
        else this.#groupOf.delete(trace);
      }
      const glyph = this.#glyphFrom(group);
      if (glyph) changed.push(glyph);
    }
    this.#grown.clear();
    this.#doubtful.clear();
    const gone = [...this.#gone].filter((id) => !this.#glyphs.has(id));
    this.#gone.clear();
    const asked = new Map(asks.map((ask) => [tracesKey(ask), ask]));
    return { changed, gone, asks: [...asked.values()].filter((ask) => this.#mayAsk(ask)) };
  }

  #mayAsk(traces: readonly Trace[]): boolean {
    return traces.every((trace) => (this.#verdictsOf.get(trace)?.length ?? 0) < ASKED);
  }

  /** Finds the strokes near one that has grown, and how near. */
  #relate(trace: Trace): void {
    const reach = Math.max(REACH * trace.height, LEAST_REACH);
    this.#grid.place(trace, trace.bounds, reach);
    for (const [other, edge] of trace.edges) {
      refreshEdge(edge);
      // It may make two of the others a row.
      if (trace.done) this.#doubtful.add(other);
    }
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
      if (trace.done || other.crowded) this.#doubtful.add(other);
    }
  }

  /** Makes a glyph of a group; null when it is the one that is there already. */
  #glyphFrom({ traces, done }: Group): Glyph | null {
    const id = (traces[0] as Trace).key;
    const before = this.#glyphs.get(id)?.traces;
    const same = before?.length === traces.length && traces.every((m, i) => before[i] === m);
    if (same && !traces.some((trace) => this.#grown.has(trace))) return null;
    const glyph = { id, surface: this.surface, traces, bounds: boundsOf(traces), done };
    for (const trace of traces) {
      const old = this.#glyphOf.get(trace);
      if (old && old.id !== id) this.#drop(old);
      this.#glyphOf.set(trace, glyph);
    }
    this.#glyphs.set(id, glyph);
    return glyph;
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

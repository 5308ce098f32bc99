import {
  addNearness,
  type Bounds,
  boundsGap,
  emptyBounds,
  holdPoint,
  type Nearness,
  TANGLED,
} from './geometry.ts';
import { strokeKey } from './reading.ts';

/** Points of the thinned line at most; distances are measured on it. */
const LINE_POINTS = 256;
/** A point of the thinned line for every 32nd of the stroke's extent, and no finer than this many units. */
const FINEST_STEP = 2;
const STEPS = 32;
/** A stroke with so many others near it is part of a scribble, and never of a digit. */
const CROWDED = 48;

/** The largest coordinate that a packed stroke takes. */
const PACKED_MOST = 0x7fff;

/** Flat x, y: a list while the pen is down, packed once it was lifted. */
type Flat = readonly number[] | Int16Array;

/** Two strokes that lie near each other, and how near. */
export interface Edge {
  readonly a: Trace;
  readonly b: Trace;
  readonly near: Nearness;
  /** How many points of each thinned line have been compared. */
  seenA: number;
  seenB: number;
  /** Both are finished, and the two by themselves no one glyph, whatever else comes. */
  apart: boolean;
}

const NONE: ReadonlyMap<Trace, Edge> = new Map();

/** One stroke as the segmenter holds it: all its points, and what makes comparing it cheap. */
export class Trace {
  readonly key: string;
  /** All points, flat x, y: what the rasteriser draws. */
  points: Flat;
  readonly bounds: Bounds = emptyBounds();
  done = false;
  /** How much ink: the length of the path in units. */
  ink = 0;
  /** Thinned points, flat x, y. */
  line: Flat;
  /** Most strokes have nothing near them. */
  #edges: Map<Trace, Edge> | null = null;
  /** The same two lists while they grow; null once the pen was lifted. */
  #growing: { readonly points: number[]; line: number[] } | null;

  constructor(
    readonly author: number,
    readonly stroke: number,
    /** When it came, counted per surface. */
    readonly order: number,
  ) {
    this.key = strokeKey(author, stroke);
    this.#growing = { points: [], line: [] };
    this.points = this.#growing.points;
    this.line = this.#growing.line;
  }

  get height(): number {
    return this.bounds.bottom - this.bounds.top;
  }

  get width(): number {
    return this.bounds.right - this.bounds.left;
  }

  /** The strokes near this one, and how near. */
  get edges(): ReadonlyMap<Trace, Edge> {
    return this.#edges ?? NONE;
  }

  /** Whether there are so many strokes near this one that it is part of a scribble. */
  get crowded(): boolean {
    return this.edges.size >= CROWDED;
  }

  /** Notes how near another stroke is. */
  tie(other: Trace, edge: Edge): void {
    this.#edges ??= new Map();
    this.#edges.set(other, edge);
  }

  /** Forgets a stroke that is no more. */
  untie(other: Trace): void {
    this.#edges?.delete(other);
  }

  /** Adds points: flat, x and y at the start of every `stride` numbers. */
  add(points: ArrayLike<number>, from: number, stride: number): void {
    for (let i = from; i + 1 < points.length; i += stride) {
      this.#addPoint(points[i] as number, points[i + 1] as number);
    }
  }

  /** The pen was lifted: the thinned line ends where the stroke does, and both lists take no more room than they need. */
  finish(): void {
    this.done = true;
    const growing = this.#growing;
    if (!growing) return;
    this.#growing = null;
    const { points, line } = growing;
    const x = points[points.length - 2];
    const y = points[points.length - 1];
    if (x === undefined || y === undefined) return;
    if (line[line.length - 2] !== x || line[line.length - 1] !== y) line.push(x, y);
    // Ink of a room is whole units; a drawing of the single-user API may be anything, and does not stay.
    if (!points.every((n) => Number.isInteger(n) && Math.abs(n) <= PACKED_MOST)) return;
    const packed = new Int16Array(points.length + line.length);
    packed.set(points);
    packed.set(line, points.length);
    this.points = packed.subarray(0, points.length);
    this.line = packed.subarray(points.length);
  }

  #addPoint(x: number, y: number): void {
    const growing = this.#growing;
    if (!growing) return;
    const { bounds } = this;
    const { points, line } = growing;
    const n = points.length;
    if (n > 0) this.ink += Math.hypot(x - (points[n - 2] as number), y - (points[n - 1] as number));
    points.push(x, y);
    holdPoint(bounds, x, y);
    const end = line.length;
    const step = Math.max(FINEST_STEP, Math.max(this.width, this.height) / STEPS);
    if (end > 0) {
      const dx = x - (line[end - 2] as number);
      const dy = y - (line[end - 1] as number);
      if (dx * dx + dy * dy < step * step) return;
    }
    line.push(x, y);
    if (line.length > 2 * LINE_POINTS) this.#thin(growing);
  }

  /** Drops every other thinned point; what they were compared with has been counted already. */
  #thin(growing: { line: number[] }): void {
    const { line } = growing;
    const thinned: number[] = [];
    for (let i = 0; i < line.length; i += 4) {
      thinned.push(line[i] as number, line[i + 1] as number);
    }
    growing.line = thinned;
    this.line = thinned;
    for (const edge of this.edges.values()) {
      if (edge.a === this) edge.seenA = Math.min(edge.seenA, thinned.length / 2);
      else edge.seenB = Math.min(edge.seenB, thinned.length / 2);
    }
  }
}

/** Whether strokes in the order of a glyph were drawn in one go: by one author, who drew nothing else between them. */
export function inOneGo(traces: readonly Trace[]): boolean {
  return traces.every((trace, i) => {
    const before = traces[i - 1];
    return !before || (trace.author === before.author && trace.stroke === before.stroke + 1);
  });
}

/** A new edge between two strokes, nothing compared yet. */
export function makeEdge(a: Trace, b: Trace): Edge {
  return { a, b, near: { squared: Infinity, crossings: 0 }, seenA: 0, seenB: 0, apart: false };
}

/** Compares what is new on either side of an edge. */
export function refreshEdge(edge: Edge): void {
  const { a, b, near } = edge;
  const endA = a.line.length >> 1;
  const endB = b.line.length >> 1;
  if (near.crossings < TANGLED) {
    // Farther apart as boxes than the lines already are: nothing nearer can come of it.
    const worth = boundsGap(a.bounds, b.bounds) ** 2 < near.squared || near.squared === 0;
    if (worth && endA > edge.seenA && edge.seenB > 0) {
      const known = edge.seenB < endB ? b.line.slice(0, 2 * edge.seenB) : b.line;
      addNearness(near, a.line, edge.seenA, known);
    }
    if (worth && endB > edge.seenB) addNearness(near, b.line, edge.seenB, a.line);
  }
  edge.seenA = endA;
  edge.seenB = endB;
}

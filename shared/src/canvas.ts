import type * as Y from 'yjs';
import { chunkFlags, decodePoints, encodePoints, POINT_STRIDE, pointCount } from './ink.ts';
import { surfaceSize } from './limits.ts';
import { strokeKey } from './reading.ts';

/** One chunk as the canvas document keeps it: a plain JSON array, because those merge into one Yjs struct. */
export type Entry = readonly [
  author: number,
  stroke: number,
  at: number,
  flags: number,
  surface: number,
  points: Uint8Array,
];

/** Pen down to pen up, by one author, as far as the canvas knows it. */
export interface Stroke {
  readonly author: number;
  readonly stroke: number;
  readonly surface: number;
  readonly done: boolean;
  readonly pressure: boolean;
  /** Flat, `POINT_STRIDE` numbers a point: x, y, ms since the stroke began, pressure. */
  readonly points: readonly number[];
}

/** A person's name and colour as the canvas keeps them, so that ink has an author after they left. */
export interface Signature {
  readonly name: string;
  readonly color: string;
}

/** The flat list of entries: the one truth about ink. */
export function inkOf(doc: Y.Doc): Y.Array<Entry> {
  return doc.getArray<Entry>('ink');
}

/** Author number → name and colour. */
export function authorsOf(doc: Y.Doc): Y.Map<Signature> {
  return doc.getMap<Signature>('people');
}

/** The entry for consecutive points of a stroke. */
export function toEntry(author: number, chunk: Omit<Stroke, 'author'> & { at: number }): Entry {
  const points = encodePoints(chunk.points, chunk.pressure);
  return [author, chunk.stroke, chunk.at, chunkFlags(chunk), chunk.surface, points];
}

interface ParsedEntry extends Stroke {
  readonly at: number;
}

const isCount = (value: unknown): value is number =>
  typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;

/** What an entry says; null for anything that is not an entry with points on its surface. */
export function parseEntry(entry: unknown): ParsedEntry | null {
  if (!Array.isArray(entry) || entry.length !== 6) return null;
  const [author, stroke, at, flags, surface, bytes] = entry as unknown[];
  if (!isCount(author) || !isCount(stroke) || !isCount(at) || !isCount(surface)) return null;
  if (!isCount(flags) || flags > 3 || !(bytes instanceof Uint8Array)) return null;
  const pressure = (flags & 2) !== 0;
  const points = decodePoints(bytes, { pressure, surface });
  if (!points) return null;
  return { author, stroke, at, done: (flags & 1) !== 0, pressure, surface, points };
}

/** Whether a point lies on a surface. */
export function onSurface(surface: number, x: number, y: number): boolean {
  const { w, h } = surfaceSize(surface);
  return x >= 0 && y >= 0 && x <= w && y <= h;
}

/** The chunks of a stroke by where they start. Nearly every stroke is one chunk, and a canvas has thousands: a map for each would be most of it. */
class ChunksByPlace {
  #only: ParsedEntry | null = null;
  #map: Map<number, ParsedEntry> | null = null;

  get size(): number {
    return this.#map?.size ?? (this.#only ? 1 : 0);
  }

  get(at: number): ParsedEntry | undefined {
    if (this.#map) return this.#map.get(at);
    return this.#only?.at === at ? this.#only : undefined;
  }

  set(entry: ParsedEntry): void {
    if (!this.#map && (!this.#only || this.#only.at === entry.at)) {
      this.#only = entry;
      return;
    }
    this.#map ??= new Map(this.#only ? [[this.#only.at, this.#only]] : []);
    this.#map.set(entry.at, entry);
  }

  delete(at: number): void {
    if (this.#map) this.#map.delete(at);
    else if (this.#only?.at === at) this.#only = null;
  }

  /** All of them, in no order. */
  all(): ParsedEntry[] {
    if (this.#map) return [...this.#map.values()];
    return this.#only ? [this.#only] : [];
  }
}

interface StrokeChunks {
  /** The best chunk known at each place. */
  readonly chunks: ChunksByPlace;
  /** Other copies, as two machines write them; one takes a chunk's place when that is removed. */
  spare: ParsedEntry[] | null;
  folded: Stroke | null;
}

/** Joins a stroke's chunks: in order of `at`, up to the first gap; an overlap keeps what came first. */
function foldChunks(chunks: ChunksByPlace): Stroke | null {
  const ordered = chunks.all().sort((a, b) => a.at - b.at);
  const first = ordered[0];
  if (first?.at !== 0) return null;
  if (ordered.length === 1) return first;
  const points = first.points.slice();
  let done = first.done;
  for (const chunk of ordered.slice(1)) {
    const known = pointCount(points);
    if (chunk.at > known) break;
    for (let i = (known - chunk.at) * POINT_STRIDE; i < chunk.points.length; i++) {
      points.push(chunk.points[i] as number);
    }
    done ||= chunk.done;
  }
  return { ...first, points, done };
}

/**
 * Which of two copies of a chunk counts: the longer, then the one that is done. Below 0 for the first. The order in
 * which they came does not matter, so that every follower of a canvas chooses the same.
 */
function compareCopies(a: ParsedEntry, b: ParsedEntry): number {
  const length = b.points.length - a.points.length;
  if (length !== 0) return length;
  if (a.done !== b.done) return a.done ? -1 : 1;
  if (a.surface !== b.surface) return a.surface - b.surface;
  if (a.pressure !== b.pressure) return a.pressure ? -1 : 1;
  for (let i = 0; i < a.points.length; i++) {
    const difference = (a.points[i] as number) - (b.points[i] as number);
    if (difference !== 0) return difference;
  }
  return 0;
}

/**
 * Strokes as a fold over the canvas's entries, kept up to date entry by entry. Repeats of (author, stroke, at)
 * change nothing, and what does not parse is dropped.
 */
export class StrokeFold {
  readonly #strokes = new Map<string, StrokeChunks>();

  /** Takes entries out and in; returns the keys ("author.stroke") of the strokes that may have changed. */
  apply(removed: Iterable<unknown>, added: Iterable<unknown>): Set<string> {
    const touched = new Set<string>();
    // Out first: who was away for an erasure and its undoing gets both at once, and the entries are alike.
    for (const entry of removed) this.#remove(parseEntry(entry), touched);
    for (const entry of added) this.#add(parseEntry(entry), touched);
    for (const key of touched) {
      const stroke = this.#strokes.get(key);
      if (stroke?.chunks.size === 0) this.#strokes.delete(key);
    }
    return touched;
  }

  #add(entry: ParsedEntry | null, touched: Set<string>): void {
    if (!entry) return;
    const key = strokeKey(entry.author, entry.stroke);
    let stroke = this.#strokes.get(key);
    if (!stroke) {
      stroke = { chunks: new ChunksByPlace(), spare: null, folded: null };
      this.#strokes.set(key, stroke);
    }
    const known = stroke.chunks.get(entry.at);
    // The whole stroke, written when it was done, takes the place of its own first chunk.
    if (known) {
      stroke.spare ??= [];
      const better = compareCopies(entry, known) < 0;
      stroke.spare.push(better ? known : entry);
      if (!better) return;
    }
    stroke.chunks.set(entry);
    stroke.folded = null;
    touched.add(key);
  }

  #remove(entry: ParsedEntry | null, touched: Set<string>): void {
    if (!entry) return;
    const key = strokeKey(entry.author, entry.stroke);
    const stroke = this.#strokes.get(key);
    if (!stroke) return;
    const isIt = (copy: ParsedEntry) => copy.at === entry.at && compareCopies(copy, entry) === 0;
    const spare = stroke.spare?.findIndex(isIt) ?? -1;
    if (spare >= 0) {
      stroke.spare?.splice(spare, 1);
      return;
    }
    const known = stroke.chunks.get(entry.at);
    if (!known || compareCopies(known, entry) !== 0) return;
    const next = stroke.spare?.filter((copy) => copy.at === entry.at).sort(compareCopies)[0];
    if (next) {
      stroke.spare = stroke.spare?.filter((copy) => copy !== next) ?? null;
      stroke.chunks.set(next);
    } else stroke.chunks.delete(entry.at);
    stroke.folded = null;
    touched.add(key);
  }

  /** One stroke by its key; undefined while its beginning is not known. */
  get(key: string): Stroke | undefined {
    const stroke = this.#strokes.get(key);
    if (!stroke) return undefined;
    stroke.folded ??= foldChunks(stroke.chunks);
    return stroke.folded ?? undefined;
  }

  /** Every stroke, in the order in which they first appeared. */
  *strokes(): Generator<Stroke> {
    for (const key of this.#strokes.keys()) {
      const stroke = this.get(key);
      if (stroke) yield stroke;
    }
  }

  /** How many strokes there are. */
  get size(): number {
    return this.#strokes.size;
  }
}

/** Every stroke of a canvas document, in the order in which they first appear. */
export function strokesOf(doc: Y.Doc): Stroke[] {
  const fold = new StrokeFold();
  fold.apply([], inkOf(doc));
  return [...fold.strokes()];
}

/** Follows a document's strokes: fills the fold, keeps it filled, and tells which keys changed. Returns its undo. */
export function followStrokes(
  doc: Y.Doc,
  fold: StrokeFold,
  changed: (keys: ReadonlySet<string>) => void,
): () => void {
  const ink = inkOf(doc);
  const entriesOf = (structs: Iterable<Y.Item>) =>
    [...structs].flatMap((i) => i.content.getContent());
  const observe = (event: Y.YArrayEvent<Entry>) => {
    const { added, deleted } = event.changes;
    const keys = fold.apply(entriesOf(deleted), entriesOf(added));
    if (keys.size > 0) changed(keys);
  };
  ink.observe(observe);
  const keys = fold.apply([], ink);
  if (keys.size > 0) changed(keys);
  return () => ink.unobserve(observe);
}

import {
  type AuthorMark,
  authorsOf,
  type Entry,
  inkOf,
  parseEntry,
  type Stroke,
  strokesOf,
  toEntry,
} from '@inkling/shared/canvas';
import { type Chunk, POINT_STRIDE, pointCount } from '@inkling/shared/ink';
import { type StrokeId, strokeKey } from '@inkling/shared/reading';
import * as Y from 'yjs';
import { NumberSet } from './number-set.ts';

/** What the canvas knows of a stroke without looking into the document. */
export interface KnownStroke {
  readonly author: number;
  readonly stroke: number;
  readonly surface: number;
  readonly pressure: boolean;
  done: boolean;
  /** Points accepted so far. */
  count: number;
}

interface LiveStroke extends KnownStroke {
  /** All points while the stroke is drawn; null once it rests in the document as one entry. */
  points: number[] | null;
  /** Points that are in the document. */
  written: number;
  /** The stroke was at rest and goes on: what is in the document is to be written anew. */
  reopened?: boolean;
}

export interface CanvasOptions {
  /** The Yjs client number to write as: never used before in this room, and small, because every entry repeats it. */
  readonly writer: number;
  readonly updates?: Iterable<Uint8Array>;
  /** Per author, the strokes that were erased: a late repeat must not bring them back. */
  readonly erased?: Iterable<readonly [number, NumberSet]>;
}

/** One room's Y.Doc and the index that judges chunks against it. Only this class writes the document. */
export class RoomCanvas {
  readonly doc = new Y.Doc();
  readonly erased: Map<number, NumberSet>;
  /** Grows with every change of the document. */
  revision = 0;
  readonly #strokes = new Map<string, LiveStroke>();
  /** The key of each entry of the document's list, in its order. */
  #order: string[] = [];
  readonly #dirty = new Set<LiveStroke>();
  #points = 0;
  #update: Uint8Array | null = null;

  constructor(options: CanvasOptions) {
    for (const update of options.updates ?? []) Y.applyUpdate(this.doc, update);
    this.doc.clientID = options.writer;
    this.erased = new Map(options.erased ?? []);
    for (const entry of inkOf(this.doc)) this.#index(entry);
    this.doc.on('update', (update: Uint8Array) => {
      this.revision++;
      this.#update = this.#update ? Y.mergeUpdates([this.#update, update]) : update;
    });
  }

  /** Takes one stored entry into the index. */
  #index(entry: Entry): void {
    const parsed = parseEntry(entry);
    if (!parsed) {
      this.#order.push('');
      return;
    }
    const key = strokeKey(parsed.author, parsed.stroke);
    this.#order.push(key);
    const known = this.#strokes.get(key);
    const count = parsed.at + pointCount(parsed.points);
    if (!known) {
      const points = parsed.done ? null : parsed.points.slice();
      this.#strokes.set(key, { ...parsed, points, count, written: count });
      this.#points += count;
      return;
    }
    if (count > known.count) {
      known.points?.push(...parsed.points.slice((known.count - parsed.at) * POINT_STRIDE));
      this.#points += count - known.count;
      known.count = count;
      known.written = count;
    }
    known.done ||= parsed.done;
  }

  /** A stroke that is on the canvas, or about to be. */
  known(author: number, stroke: number): KnownStroke | undefined {
    return this.#strokes.get(strokeKey(author, stroke));
  }

  /** Whether a stroke was here and was erased. */
  wasErased(author: number, stroke: number): boolean {
    return this.erased.get(author)?.has(stroke) ?? false;
  }

  get strokeCount(): number {
    return this.#strokes.size;
  }

  get pointTotal(): number {
    return this.#points;
  }

  /** Takes a chunk that the gate has judged: it continues its stroke without a gap. It is written with the next commit. */
  append(author: number, chunk: Chunk): void {
    const key = strokeKey(author, chunk.stroke);
    let live = this.#strokes.get(key);
    if (!live) {
      const { stroke, surface, pressure } = chunk;
      live = { author, stroke, surface, pressure, done: false, count: 0, points: [], written: 0 };
      this.#strokes.set(key, live);
    }
    if (!live.points) {
      live.points = this.#pointsOf(key);
      live.reopened = true;
    }
    for (const n of chunk.points) live.points.push(n);
    const added = pointCount(chunk.points);
    live.count += added;
    this.#points += added;
    live.done = chunk.done;
    this.#dirty.add(live);
  }

  /** Puts whole strokes back, as `restore` does. */
  putBack(strokes: readonly Stroke[]): void {
    for (const stroke of strokes) {
      if (this.#strokes.has(strokeKey(stroke.author, stroke.stroke))) continue;
      this.erased.get(stroke.author)?.delete(stroke.stroke);
      this.append(stroke.author, { ...stroke, at: 0, done: true });
    }
  }

  /** Ends strokes whose pen will not come back. */
  finish(ids: Iterable<StrokeId>): void {
    for (const [author, stroke] of ids) {
      const live = this.#strokes.get(strokeKey(author, stroke));
      if (!live || live.done) continue;
      live.done = true;
      this.#dirty.add(live);
    }
  }

  /** Takes strokes away for good; returns those that were there, whole. */
  erase(ids: readonly StrokeId[]): Stroke[] {
    const gone: Stroke[] = [];
    const keys = new Set<string>();
    for (const [author, stroke] of ids) {
      const key = strokeKey(author, stroke);
      const live = this.#strokes.get(key);
      if (!live) continue;
      gone.push({ ...live, points: live.points ?? this.#pointsOf(key), done: true });
      this.#strokes.delete(key);
      this.#dirty.delete(live);
      this.#points -= live.count;
      keys.add(key);
      this.forestall(author, stroke);
    }
    if (keys.size > 0) this.doc.transact(() => this.#deleteEntries(keys));
    return gone;
  }

  /** Notes that a stroke is erased, be it there or not: it will not come. */
  forestall(author: number, stroke: number): void {
    const erased = this.erased.get(author) ?? new NumberSet();
    erased.add(stroke);
    this.erased.set(author, erased);
  }

  /** Whether an author's name is in the document: they have, or had, ink on it. */
  signed(author: number): boolean {
    return authorsOf(this.doc).has(String(author));
  }

  /** Notes an author's name and colour in the document. */
  sign(author: number, mark: AuthorMark): void {
    const known = authorsOf(this.doc).get(String(author));
    if (known?.name === mark.name && known.color === mark.color) return;
    authorsOf(this.doc).set(String(author), mark);
  }

  /** Writes what is pending, in one transaction; returns what the document learned since the last commit. */
  commit(): Uint8Array | null {
    this.write();
    const update = this.#update;
    this.#update = null;
    return update;
  }

  /** Brings what is pending into the document; the next commit tells of it. */
  write(): void {
    if (this.#dirty.size > 0) this.doc.transact(() => this.#writeDirty());
  }

  #writeDirty(): void {
    const replaced = new Set<string>();
    const entries: Entry[] = [];
    const keys: string[] = [];
    for (const live of this.#dirty) {
      const key = strokeKey(live.author, live.stroke);
      const points = live.points ?? [];
      // A finished stroke rests as one entry in place of its chunks: live ink is immediate, ink at rest is small.
      const whole = live.done || live.reopened === true;
      const at = whole ? 0 : live.written;
      if (whole && live.written > 0) replaced.add(key);
      if (points.length > at * POINT_STRIDE) {
        entries.push(
          toEntry(live.author, { ...live, at, points: points.slice(at * POINT_STRIDE) }),
        );
        keys.push(key);
      }
      live.reopened = false;
      live.written = live.count;
      if (live.done) live.points = null;
    }
    this.#dirty.clear();
    if (replaced.size > 0) this.#deleteEntries(replaced);
    if (entries.length > 0) inkOf(this.doc).push(entries);
    this.#order.push(...keys);
  }

  /** Deletes every entry of some strokes, in runs, from the end: live ink is near it. */
  #deleteEntries(keys: ReadonlySet<string>): void {
    const ink = inkOf(this.doc);
    for (let end = this.#order.length; end > 0; end--) {
      if (!keys.has(this.#order[end - 1] as string)) continue;
      let start = end - 1;
      while (start > 0 && keys.has(this.#order[start - 1] as string)) start--;
      ink.delete(start, end - start);
      this.#order.splice(start, end - start);
      end = start + 1;
    }
  }

  /** The points of a stroke at rest, from the document. */
  #pointsOf(key: string): number[] {
    const entry = inkOf(this.doc).get(this.#order.lastIndexOf(key));
    return parseEntry(entry)?.points.slice() ?? [];
  }

  /** Strokes whose pen is still down, of one author or of all. */
  unfinished(author?: number): StrokeId[] {
    const ids: StrokeId[] = [];
    for (const live of this.#strokes.values()) {
      if (!live.done && (author === undefined || live.author === author)) {
        ids.push([live.author, live.stroke]);
      }
    }
    return ids;
  }

  /** The ids of strokes on the canvas that a test lets through. */
  ids(test: (stroke: KnownStroke) => boolean = () => true): StrokeId[] {
    return [...this.#strokes.values()].filter(test).map((s) => [s.author, s.stroke]);
  }

  /** Every stroke in the document, whole. */
  strokes(): Stroke[] {
    return strokesOf(this.doc);
  }

  /** A Yjs v1 update with everything, or with what a state vector lacks. */
  encode(vector?: Uint8Array): Uint8Array {
    return Y.encodeStateAsUpdate(this.doc, vector);
  }
}

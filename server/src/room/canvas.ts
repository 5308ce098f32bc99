import {
  type AuthorMark,
  authorsOf,
  type Entry,
  inkOf,
  parseEntry,
  type Stroke,
  StrokeFold,
  strokesOf,
} from '@inkling/shared/canvas';
import { type Chunk, POINT_STRIDE, pointCount } from '@inkling/shared/ink';
import { entryOf, type WrittenInk, type WrittenStroke } from '@inkling/shared/packed-ink';
import { type StrokeId, strokeKey } from '@inkling/shared/reading';
import * as Y from 'yjs';
import type { ReaderInk } from '../reader/reader.ts';
import { type DeltaStep, EntryOrder } from './entry-order.ts';
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
  reopened: boolean;
}

export interface CanvasOptions {
  /** The Yjs client number to write as: never used before in this room, and small, because every entry repeats it. */
  readonly writer: number;
  readonly updates?: Iterable<Uint8Array>;
  /** Per author, the strokes that were erased: a late repeat must not bring them back. */
  readonly erased?: Iterable<readonly [number, NumberSet]>;
  /** Other machines write the document as well. */
  readonly shared?: boolean;
}

/** What a document learned. */
export interface Learned {
  /** A Yjs v1 update. */
  readonly update: Uint8Array;
  /** What the update is, if it is ink at the end of the list and nothing else. */
  readonly written: WrittenInk | null;
}

/** What ink from another machine changed on the canvas. */
export interface HeardInk {
  readonly added: readonly ReaderInk[];
  readonly erased: readonly StrokeId[];
}

/** So many entries are looked up one by one; more are read in one go. */
const FEW = 20;
/** The origin of what other machines wrote. */
const HEARD = Symbol('heard');

/** One room's Y.Doc and the index that judges chunks against it. Only this class writes the document. */
export class RoomCanvas {
  readonly doc = new Y.Doc();
  readonly erased: Map<number, NumberSet>;
  /** Grows with every change of the document. */
  revision = 0;
  readonly #strokes = new Map<string, LiveStroke>();
  readonly #order = new EntryOrder();
  readonly #dirty = new Set<LiveStroke>();
  /** Strokes of which other machines have written points after a gap. */
  readonly #ragged = new Set<string>();
  #points = 0;
  #update: Uint8Array | null = null;
  /** What `#update` is, as long as it is what one write put at the end of the list. */
  #written: WrittenInk | null = null;
  #heard: Uint8Array | null = null;
  #joined: HeardInk | null = null;

  constructor(options: CanvasOptions) {
    for (const update of options.updates ?? []) Y.applyUpdate(this.doc, update);
    this.doc.clientID = options.writer;
    this.erased = new Map(options.erased ?? []);
    if (options.shared) this.#follow([{ insert: inkOf(this.doc).toArray() }]);
    else for (const entry of inkOf(this.doc)) this.#index(entry);
    this.doc.on('update', (update: Uint8Array, origin: unknown) => {
      this.revision++;
      if (origin === HEARD) this.#heard = merge(this.#heard, update);
      else {
        this.#update = merge(this.#update, update);
        this.#written = null;
      }
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
      this.#strokes.set(key, indexed(parsed, count, points));
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

  /** Takes what another machine wrote; returns what it changed. Ink of erased strokes is erased again. */
  apply(update: Uint8Array): HeardInk {
    const ink = inkOf(this.doc);
    let heard: HeardInk = { added: [], erased: [] };
    const observe = (event: Y.YArrayEvent<Entry>) => {
      heard = this.#follow(event.changes.delta);
    };
    ink.observe(observe);
    try {
      Y.applyUpdate(this.doc, update, HEARD);
    } finally {
      ink.unobserve(observe);
    }
    const ghosts = heard.added.filter((s) => this.wasErased(s.author, s.stroke));
    if (ghosts.length === 0) return heard;
    const gone = this.erase(ghosts.map((s) => [s.author, s.stroke]));
    const erased = [...heard.erased, ...gone.map((s): StrokeId => [s.author, s.stroke])];
    return { added: heard.added.filter((s) => !ghosts.includes(s)), erased };
  }

  /** Brings the index to what the list has become, stroke by touched stroke. */
  #follow(delta: readonly DeltaStep[]): HeardInk {
    const { gone, came } = this.#order.follow(delta);
    const slow = new Set(gone);
    const added: ReaderInk[] = [];
    for (const { key, entry } of came) {
      const parsed = key === '' || slow.has(key) ? null : parseEntry(entry);
      if (!parsed) continue;
      const known = this.#strokes.get(key);
      const follows = (known?.count ?? 0) === parsed.at && !this.#ragged.has(key);
      const plain = follows && !(known && this.#dirty.has(known));
      if (plain) added.push(this.#grow(parsed));
      else slow.add(key);
    }
    slow.delete('');
    const heard = slow.size > 0 ? this.#recount(slow) : { added: [], erased: [] };
    return { added: [...added, ...heard.added], erased: heard.erased };
  }

  /** A stroke that another machine draws has grown without a gap. */
  #grow(stroke: Stroke & { readonly at: number }): ReaderInk {
    const count = stroke.at + pointCount(stroke.points);
    this.#strokes.set(strokeKey(stroke.author, stroke.stroke), indexed(stroke, count));
    this.#points += count - stroke.at;
    return stroke;
  }

  /** Folds the entries of some strokes anew, whoever wrote them. */
  #recount(keys: ReadonlySet<string>): HeardInk {
    const ink = inkOf(this.doc);
    const places = this.#order.places(keys);
    const all = places.length > FEW ? ink.toArray() : null;
    const fold = new StrokeFold();
    const entries = places.map((place) => (all ? all[place] : ink.get(place)));
    fold.apply([], entries);
    this.#noteRagged(keys, entries, fold);
    const added: ReaderInk[] = [];
    const erased: StrokeId[] = [];
    for (const key of keys) {
      const before = this.#strokes.get(key);
      const stroke = fold.get(key);
      const dirty = before !== undefined && this.#dirty.has(before);
      if (!stroke) {
        if (before && dirty) before.written = 0;
        else if (before) {
          erased.push([before.author, before.stroke]);
          this.#strokes.delete(key);
          this.#points -= before.count;
        }
        continue;
      }
      const count = pointCount(stroke.points);
      const had = before?.count ?? 0;
      if (before && dirty) {
        // What is pending here is written together with what came, as one entry.
        before.reopened = true;
        if (count > had) before.points = [...stroke.points];
        before.count = Math.max(count, had);
        before.written = count;
      } else this.#strokes.set(key, indexed(stroke, count));
      this.#points += Math.max(count, dirty ? had : 0) - had;
      if (count > had || (stroke.done && !before?.done)) {
        added.push({ ...stroke, at: had, points: stroke.points.slice(had * POINT_STRIDE) });
      }
    }
    return { added, erased };
  }

  /** Notes strokes with points after a gap: what fills it joins them, so that they must be counted anew. */
  #noteRagged(keys: ReadonlySet<string>, entries: readonly unknown[], fold: StrokeFold): void {
    for (const key of keys) this.#ragged.delete(key);
    for (const entry of entries) {
      const parsed = parseEntry(entry);
      if (!parsed || parsed.at === 0) continue;
      const key = strokeKey(parsed.author, parsed.stroke);
      if (parsed.at > pointCount(fold.get(key)?.points ?? [])) this.#ragged.add(key);
    }
  }

  /** Whether a state vector has something that the document lacks. Bytes that are none have nothing. */
  lacks(vector: Uint8Array): boolean {
    try {
      const clocks = [...Y.decodeStateVector(vector)];
      return clocks.some(([writer, clock]) => clock > Y.getState(this.doc.store, writer));
    } catch {
      return false;
    }
  }

  /** What was heard from other machines since this was last asked, for the next frame. */
  takeHeard(): Uint8Array | null {
    const heard = this.#heard;
    this.#heard = null;
    return heard;
  }

  /** Notes strokes that were erased elsewhere, and erases what is left of them; returns those that were there. */
  bury(ids: readonly StrokeId[]): StrokeId[] {
    for (const [author, stroke] of ids) this.forestall(author, stroke);
    return this.erase(ids).map((stroke) => [stroke.author, stroke.stroke]);
  }

  /** Notes strokes that were put back elsewhere. */
  unbury(ids: readonly StrokeId[]): void {
    for (const [author, stroke] of ids) this.erased.get(author)?.delete(stroke);
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
      live = indexed({ ...chunk, author, done: false }, 0, []);
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
      if (!live || live.done || this.#ragged.has(strokeKey(author, stroke))) continue;
      live.points ??= this.#pointsOf(strokeKey(author, stroke));
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
  commit(): Learned | null {
    this.write();
    const update = this.#update;
    const written = this.#written;
    this.#update = null;
    this.#written = null;
    return update && { update, written };
  }

  /** Brings what is pending into the document; the next commit tells of it. */
  write(): void {
    if (this.#dirty.size === 0) return;
    const isAll = this.#update === null;
    const clock = Y.getState(this.doc.store, this.doc.clientID);
    const strokes = this.doc.transact(() => this.#writeDirty());
    if (isAll && strokes.length > 0) this.#written = this.#told(clock, strokes);
  }

  /** What a write told, where it went on from this writer's own. */
  #told(clock: number, strokes: readonly WrittenStroke[]): WrittenInk | null {
    const { clientID: writer, store } = this.doc;
    const first = Y.getItem(store, Y.createID(writer, clock));
    // It may have become one with what was there before.
    const origin = first.id.clock < clock ? Y.createID(writer, clock - 1) : first.origin;
    return origin?.client === writer ? { writer, clock, after: origin.clock, strokes } : null;
  }

  #writeDirty(): WrittenStroke[] {
    const replaced = new Set<string>();
    const written: WrittenStroke[] = [];
    const keys: string[] = [];
    for (const live of this.#dirty) {
      const key = strokeKey(live.author, live.stroke);
      const points = live.points ?? [];
      // A finished stroke rests as one entry in place of its chunks: live ink is immediate, ink at rest is small.
      const whole = live.done || live.reopened === true;
      const at = whole ? 0 : live.written;
      if (whole && live.written > 0) replaced.add(key);
      if (points.length > at * POINT_STRIDE) {
        const { author, stroke, surface, pressure, done, written: from } = live;
        written.push({ author, stroke, surface, pressure, done, whole, from, points });
        keys.push(key);
      }
      live.reopened = false;
      live.written = live.count;
      if (live.done) live.points = null;
    }
    this.#dirty.clear();
    if (replaced.size > 0) this.#deleteEntries(replaced);
    if (written.length > 0) inkOf(this.doc).push(written.map(entryOf));
    this.#order.push(...keys);
    const ragged = this.#ragged.size > 0 ? keys.filter((key) => this.#ragged.has(key)) : [];
    if (ragged.length > 0) this.#joined = this.#recount(new Set(ragged));
    return written;
  }

  /** What joined strokes that were written here when a gap was filled: the reader has not seen it. */
  takeJoined(): HeardInk | null {
    const joined = this.#joined;
    this.#joined = null;
    return joined;
  }

  #deleteEntries(keys: ReadonlySet<string>): void {
    const ink = inkOf(this.doc);
    this.#order.cut(keys, (start, length) => ink.delete(start, length));
  }

  /** The points of a stroke in the document, whole. */
  #pointsOf(key: string): number[] {
    const ink = inkOf(this.doc);
    const places = this.#order.places(new Set([key]));
    const only = places.length === 1 ? parseEntry(ink.get(places[0] as number)) : null;
    if (only) return only.points.slice();
    const fold = new StrokeFold();
    fold.apply(
      [],
      places.map((place) => ink.get(place)),
    );
    return fold.get(key)?.points.slice() ?? [];
  }

  /** One stroke in the document, whole. */
  stroke([author, number]: StrokeId): Stroke | undefined {
    const known = this.known(author, number);
    if (!known) return undefined;
    const { stroke, surface, pressure, done } = known;
    return {
      author,
      stroke,
      surface,
      pressure,
      done,
      points: this.#pointsOf(strokeKey(author, number)),
    };
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

/** A stroke for the index, its first so many points in the document: every room holds many, so all are of one small shape. */
function indexed(
  { author, stroke, surface, pressure, done }: Omit<KnownStroke, 'count'>,
  count: number,
  points: number[] | null = null,
): LiveStroke {
  const written = count;
  return { author, stroke, surface, pressure, done, count, points, written, reopened: false };
}

function merge(before: Uint8Array | null, update: Uint8Array): Uint8Array {
  return before ? Y.mergeUpdates([before, update]) : update;
}

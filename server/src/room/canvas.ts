import {
  authorsOf,
  type Entry,
  inkOf,
  type Signature,
  type Stroke,
  StrokeFold,
  strokesOf,
} from '@inkling/shared/canvas';
import { type Chunk, POINT_STRIDE, pointCount } from '@inkling/shared/ink';
import { entryOf, type WrittenInk, type WrittenStroke } from '@inkling/shared/packed-ink';
import { type StrokeId, strokeKey } from '@inkling/shared/reading';
import * as Y from 'yjs';
import { type HeardInk, HeardWriting } from './heard-ink.ts';
import { InkIndex, indexed, type KnownStroke } from './ink-index.ts';
import { listCutter } from './list-cutter.ts';
import { NumberSet } from './number-set.ts';

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

/** Where a point's time stands in it. */
const TIME = 2;
/** The state vector of whoever has nothing. */
const EMPTY_VECTOR = Y.encodeStateVector(new Map());

/**
 * An open stroke of so many entries becomes one: what takes it off the list has few places to go to, however long and among
 * however many others it was drawn.
 */
const FOLD_ENTRIES = 32;

/** So many entries are looked up one by one. */
const FEW = 20;

/** The origin of what other machines wrote. */
const HEARD = Symbol('heard');

/** One room's Y.Doc and the index that judges chunks against it. Only this class writes the document. */
export class RoomCanvas {
  readonly doc = new Y.Doc();
  readonly erased: Map<number, NumberSet>;
  /** Grows with every change of the document. */
  revision = 0;
  readonly #index = new InkIndex();
  readonly #hearing: HeardWriting;
  /** Everything, encoded, as long as nothing changes: a class that comes in together is told the same. */
  #whole: Uint8Array | null = null;
  #update: Uint8Array | null = null;
  /** What `#update` is, as long as it is what one write put at the end of the list. */
  #written: WrittenInk | null = null;
  #heard: Uint8Array | null = null;
  #joined: HeardInk[] = [];

  constructor(options: CanvasOptions) {
    for (const update of options.updates ?? []) Y.applyUpdate(this.doc, update);
    this.doc.clientID = options.writer;
    this.erased = new Map(options.erased ?? []);
    this.#hearing = new HeardWriting(this.#index, inkOf(this.doc));
    if (options.shared) this.#hearing.follow([{ insert: inkOf(this.doc).toArray() }]);
    else for (const entry of inkOf(this.doc)) this.#index.take(entry);
    this.doc.on('update', (update: Uint8Array, origin: unknown) => {
      this.revision++;
      this.#whole = null;
      if (origin === HEARD) this.#heard = merge(this.#heard, update);
      else {
        this.#update = merge(this.#update, update);
        this.#written = null;
      }
    });
  }

  /** Takes what another machine wrote; returns what it changed. Ink of erased strokes is erased again. */
  apply(update: Uint8Array): HeardInk {
    const ink = inkOf(this.doc);
    let heard: HeardInk = { added: [], erased: [] };
    const observe = (event: Y.YArrayEvent<Entry>) => {
      heard = this.#hearing.follow(event.changes.delta);
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
    const erased = [...heard.erased, ...gone];
    return { added: heard.added.filter((s) => !ghosts.includes(s)), erased };
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
    return this.erase(ids);
  }

  /** Notes strokes that were put back elsewhere. */
  unbury(ids: readonly StrokeId[]): void {
    for (const [author, stroke] of ids) this.erased.get(author)?.delete(stroke);
  }

  /** A stroke that is on the canvas, or about to be. */
  known(author: number, stroke: number): KnownStroke | undefined {
    return this.#index.get(strokeKey(author, stroke));
  }

  /** Whether a stroke was here and was erased. */
  wasErased(author: number, stroke: number): boolean {
    return this.erased.get(author)?.has(stroke) ?? false;
  }

  get strokeCount(): number {
    return this.#index.size;
  }

  get pointTotal(): number {
    return this.#index.points;
  }

  /**
   * Takes a chunk that the gate has judged: it continues its stroke without a gap. It is written with the next commit.
   * Returns it as it was taken: no point is older than the one before it.
   */
  append(author: number, said: Chunk): Chunk {
    const key = strokeKey(author, said.stroke);
    let live = this.#index.get(key);
    if (!live) {
      live = indexed({ ...said, author, done: false }, 0, []);
      this.#index.set(key, live);
    }
    if (!live.points) {
      live.points = this.#pointsOf(key);
      live.reopened = true;
    }
    const chunk = after(live.points, said);
    for (const n of chunk.points) live.points.push(n);
    const added = pointCount(chunk.points);
    live.count += added;
    this.#index.points += added;
    live.done = chunk.done;
    this.#index.open(live);
    this.#index.dirty.add(live);
    return chunk;
  }

  /** Puts whole strokes back, as `restore` does. */
  putBack(strokes: readonly Stroke[]): void {
    for (const stroke of strokes) {
      if (this.#index.get(strokeKey(stroke.author, stroke.stroke))) continue;
      this.erased.get(stroke.author)?.delete(stroke.stroke);
      this.append(stroke.author, { ...stroke, at: 0, done: true });
    }
  }

  /** Ends strokes whose pen will not come back. */
  finish(ids: Iterable<StrokeId>): void {
    for (const id of ids) {
      const key = strokeKey(...id);
      const live = this.#index.get(key);
      if (!live || live.done || this.#hearing.isRagged(key)) continue;
      live.points ??= this.#pointsOf(key);
      live.done = true;
      this.#index.dirty.add(live);
    }
  }

  /** Takes strokes away for good; returns those that were there. */
  erase(ids: readonly StrokeId[]): StrokeId[] {
    const gone: StrokeId[] = [];
    const keys = new Set<string>();
    for (const [author, stroke] of ids) {
      const key = strokeKey(author, stroke);
      if (!this.#index.get(key)) continue;
      gone.push([author, stroke]);
      this.#index.delete(key);
      keys.add(key);
      this.forestall(author, stroke);
    }
    if (keys.size > 0) this.#deleteEntries(keys);
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
  sign(author: number, signature: Signature): void {
    const known = authorsOf(this.doc).get(String(author));
    if (known?.name === signature.name && known.color === signature.color) return;
    authorsOf(this.doc).set(String(author), signature);
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
    if (this.#index.dirty.size === 0) return;
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
    for (const live of this.#index.dirty) {
      const key = strokeKey(live.author, live.stroke);
      const points = live.points ?? [];
      // A finished stroke rests as one entry in place of its chunks: live ink is immediate, ink at rest is small.
      const whole = live.done || live.reopened || live.entries >= FOLD_ENTRIES;
      const at = whole ? 0 : live.written;
      if (whole && live.written > 0) replaced.add(key);
      if (points.length > at * POINT_STRIDE) {
        const { author, stroke, surface, pressure, done, written: from } = live;
        written.push({ author, stroke, surface, pressure, done, whole, from, points });
        keys.push(key);
        live.entries = whole ? 1 : live.entries + 1;
      }
      live.reopened = false;
      live.written = live.count;
      if (live.done) live.points = null;
    }
    this.#index.dirty.clear();
    if (replaced.size > 0) this.#deleteEntries(replaced);
    if (written.length > 0) inkOf(this.doc).push(written.map(entryOf));
    this.#index.order.push(...keys);
    const joined = this.#hearing.rejoin(keys);
    if (joined) this.#joined.push(joined);
    return written;
  }

  /** What joined strokes that were written here when a gap was filled: the reader has not seen it. */
  takeJoined(): HeardInk[] {
    const joined = this.#joined;
    this.#joined = [];
    return joined;
  }

  #deleteEntries(keys: ReadonlySet<string>): void {
    this.doc.transact((transaction) => {
      this.#index.order.cut(keys, listCutter(inkOf(this.doc), transaction));
    });
  }

  /** The points of a stroke in the document, whole. */
  #pointsOf(key: string): number[] {
    return (
      this.#stored(new Set([key]))
        .get(key)
        ?.points.slice() ?? []
    );
  }

  /** Some strokes as the document has them. */
  #stored(keys: ReadonlySet<string>): StrokeFold {
    const fold = new StrokeFold();
    fold.apply([], this.#entriesAt(this.#index.order.places(keys)));
    return fold;
  }

  /** The entries at some places of the list: each costs a walk through it, so that more than a few are read in one go. */
  #entriesAt(places: readonly number[]): (Entry | undefined)[] {
    const ink = inkOf(this.doc);
    const all = places.length > FEW ? ink.toArray() : null;
    return places.map((place) => (all ? all[place] : ink.get(place)));
  }

  /** Some strokes whole: the document is looked through once for all of them. */
  whole(ids: readonly StrokeId[]): Stroke[] {
    this.write();
    const stored = this.#stored(new Set(ids.map((id) => strokeKey(...id))));
    return [...stored.strokes()];
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
    return this.#index
      .unfinished()
      .filter((s) => author === undefined || s.author === author)
      .map((s) => [s.author, s.stroke]);
  }

  /** The ids of strokes on the canvas that a test lets through. */
  ids(test: (stroke: KnownStroke) => boolean = () => true): StrokeId[] {
    return this.#index.ids(test);
  }

  /** Every stroke in the document, whole. */
  strokes(): Stroke[] {
    return strokesOf(this.doc);
  }

  /** A Yjs v1 update with everything, or with what a state vector lacks. */
  encode(vector?: Uint8Array): Uint8Array {
    if (vector && vector.length > EMPTY_VECTOR.length) {
      return Y.encodeStateAsUpdate(this.doc, vector);
    }
    this.#whole ??= Y.encodeStateAsUpdate(this.doc);
    return this.#whole;
  }
}

/** A chunk whose points are no older than the last of those before it: a clock that was set back costs no ink. */
function after(before: readonly number[], chunk: Chunk): Chunk {
  const last = before.at(TIME - POINT_STRIDE) ?? 0;
  if ((chunk.points[TIME] ?? last) >= last) return chunk;
  const points = chunk.points.map((n, i) => (i % POINT_STRIDE === TIME ? Math.max(n, last) : n));
  return { ...chunk, points };
}

function merge(before: Uint8Array | null, update: Uint8Array): Uint8Array {
  return before ? Y.mergeUpdates([before, update]) : update;
}

import { type Entry, parseEntry, type Stroke, StrokeFold } from '@inkling/shared/canvas';
import { POINT_STRIDE, pointCount } from '@inkling/shared/ink';
import { type StrokeId, strokeKey } from '@inkling/shared/reading';
import type * as Y from 'yjs';
import type { ReaderInk } from '../reader/reader.ts';
import type { DeltaStep } from './entry-order.ts';
import { type InkIndex, indexed, type LiveStroke } from './ink-index.ts';

/** What ink from another machine changed on the canvas. */
export interface HeardInk {
  readonly added: readonly ReaderInk[];
  readonly erased: readonly StrokeId[];
}

/** So many entries are looked up one by one; more are read in one go. */
const FEW = 20;

/** Keeps the index true to a list that other machines write as well: what came may repeat, overlap or leave a gap. */
export class HeardWriting {
  /** Strokes of which other machines have written points after a gap. */
  readonly #ragged = new Set<string>();

  constructor(
    private readonly index: InkIndex,
    private readonly ink: Y.Array<Entry>,
  ) {}

  /** Whether points of a stroke lie in the document after a gap: more of it is to come. */
  isRagged(key: string): boolean {
    return this.#ragged.has(key);
  }

  /** Brings the index to what the list has become, stroke by touched stroke. */
  follow(delta: readonly DeltaStep[]): HeardInk {
    const { gone, came } = this.index.order.follow(delta);
    const slow = new Set(gone);
    const added: ReaderInk[] = [];
    for (const { key, entry } of came) {
      const parsed = key === '' || slow.has(key) ? null : parseEntry(entry);
      if (!parsed) continue;
      const known = this.index.get(key);
      const follows = (known?.count ?? 0) === parsed.at && !this.#ragged.has(key);
      const plain = follows && !(known && this.index.dirty.has(known));
      if (plain) added.push(this.#grow(key, parsed));
      else slow.add(key);
    }
    slow.delete('');
    const heard = this.#recount(slow);
    return { added: [...added, ...heard.added], erased: heard.erased };
  }

  /** Looks again at ragged strokes of which this machine has written more; null when there are none. */
  rejoin(keys: readonly string[]): HeardInk | null {
    const ragged = this.#ragged.size > 0 ? keys.filter((key) => this.#ragged.has(key)) : [];
    return ragged.length > 0 ? this.#recount(new Set(ragged)) : null;
  }

  /** A stroke that another machine draws has grown without a gap. */
  #grow(key: string, stroke: Stroke & { readonly at: number }): ReaderInk {
    const count = stroke.at + pointCount(stroke.points);
    this.index.set(key, indexed(stroke, count));
    this.index.points += count - stroke.at;
    return stroke;
  }

  /** Folds the entries of some strokes anew, whoever wrote them. */
  #recount(keys: ReadonlySet<string>): HeardInk {
    const added: ReaderInk[] = [];
    const erased: StrokeId[] = [];
    if (keys.size === 0) return { added, erased };
    const entries = this.#entries(keys);
    const fold = new StrokeFold();
    fold.apply([], entries);
    this.#noteRagged(keys, entries, fold);
    for (const key of keys) {
      const before = this.index.get(key);
      const stroke = fold.get(key);
      if (stroke) {
        const grown = this.#become(key, stroke, before);
        if (grown) added.push(grown);
      } else if (before && this.index.dirty.has(before)) before.written = 0;
      else if (before) {
        erased.push([before.author, before.stroke]);
        this.index.delete(key);
      }
    }
    return { added, erased };
  }

  /** Every entry of some strokes. */
  #entries(keys: ReadonlySet<string>): (Entry | undefined)[] {
    const places = this.index.order.places(keys);
    const all = places.length > FEW ? this.ink.toArray() : null;
    return places.map((place) => (all ? all[place] : this.ink.get(place)));
  }

  /** A stroke is now what its entries say, and what is pending here; returns what is new of it. */
  #become(key: string, stroke: Stroke, before: LiveStroke | undefined): ReaderInk | null {
    const count = pointCount(stroke.points);
    const had = before?.count ?? 0;
    if (before && this.index.dirty.has(before)) {
      // What is pending here is written together with what came, as one entry.
      before.reopened = true;
      if (count > had) before.points = [...stroke.points];
      before.count = Math.max(count, had);
      before.written = count;
      this.index.points += before.count - had;
    } else {
      this.index.set(key, indexed(stroke, count));
      this.index.points += count - had;
    }
    const isNew = count > had || (stroke.done && !before?.done);
    return isNew ? { ...stroke, at: had, points: stroke.points.slice(had * POINT_STRIDE) } : null;
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
}

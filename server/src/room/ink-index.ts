import { type Entry, parseEntry } from '@inkling/shared/canvas';
import { POINT_STRIDE, pointCount } from '@inkling/shared/ink';
import { type StrokeId, strokeKey } from '@inkling/shared/reading';
import { EntryOrder } from './entry-order.ts';

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

/** A stroke as the index holds it. */
export interface LiveStroke extends KnownStroke {
  /** All points while the stroke is drawn; null once it rests in the document as one entry. */
  points: number[] | null;
  /** Points that are in the document. */
  written: number;
  /** Entries that it takes in the document. */
  entries: number;
  /** The stroke was at rest and goes on: what is in the document is to be written anew. */
  reopened: boolean;
}

/** The strokes of a canvas by name, and where their entries stand in the document's list. */
export class InkIndex {
  readonly order = new EntryOrder();
  /** Strokes with something that the document lacks. */
  readonly dirty = new Set<LiveStroke>();
  /** Strokes whose pen may be down: of those that are not done none is missing. */
  readonly #open = new Set<LiveStroke>();
  /** Points of all strokes. */
  points = 0;
  readonly #strokes = new Map<string, LiveStroke>();

  /** How many strokes there are. */
  get size(): number {
    return this.#strokes.size;
  }

  get(key: string): LiveStroke | undefined {
    return this.#strokes.get(key);
  }

  set(key: string, stroke: LiveStroke): void {
    const before = this.#strokes.get(key);
    if (before) this.#open.delete(before);
    this.#strokes.set(key, stroke);
    this.open(stroke);
  }

  /** Notes that a stroke's pen may be down. */
  open(stroke: LiveStroke): void {
    if (!stroke.done) this.#open.add(stroke);
  }

  /** Strokes whose pen is down, the longest open first: as many steps as there are pens, not strokes. */
  unfinished(): LiveStroke[] {
    for (const stroke of this.#open) if (stroke.done) this.#open.delete(stroke);
    return [...this.#open];
  }

  /** Takes a stroke out, with what it still had to write. */
  delete(key: string): void {
    const live = this.#strokes.get(key);
    if (!live) return;
    this.#strokes.delete(key);
    this.#open.delete(live);
    this.dirty.delete(live);
    this.points -= live.count;
  }

  /** Takes one stored entry in, after those before it. */
  take(entry: Entry): void {
    const parsed = parseEntry(entry);
    if (!parsed) {
      this.order.push('');
      return;
    }
    const key = strokeKey(parsed.author, parsed.stroke);
    this.order.push(key);
    const known = this.#strokes.get(key);
    const count = parsed.at + pointCount(parsed.points);
    if (!known) {
      const points = parsed.done ? null : parsed.points.slice();
      this.set(key, indexed(parsed, count, points));
      this.points += count;
      return;
    }
    if (count > known.count) {
      known.points?.push(...parsed.points.slice((known.count - parsed.at) * POINT_STRIDE));
      this.points += count - known.count;
      known.count = count;
      known.written = count;
    }
    known.entries++;
    known.done ||= parsed.done;
  }

  /** The names of strokes that a test lets through. */
  ids(test: (stroke: KnownStroke) => boolean): StrokeId[] {
    const ids: StrokeId[] = [];
    for (const live of this.#strokes.values()) {
      if (test(live)) ids.push([live.author, live.stroke]);
    }
    return ids;
  }
}

/** A stroke for the index, its first so many points in the document: every room holds many, so all are of one small shape. */
export function indexed(
  { author, stroke, surface, pressure, done }: Omit<KnownStroke, 'count'>,
  count: number,
  points: number[] | null = null,
): LiveStroke {
  const [written, entries, reopened] = [count, count > 0 ? 1 : 0, false];
  return { author, stroke, surface, pressure, done, count, points, written, entries, reopened };
}

import { POINT_STRIDE } from '@inkling/shared/ink';
import { UNDO_MS } from '@inkling/shared/limits';
import { type StrokeId, strokeKey } from '@inkling/shared/reading';

export interface RefStroke {
  readonly author: number;
  readonly stroke: number;
  readonly surface: number;
  readonly points: readonly number[];
}

interface RefUndo {
  /** Set once the room has named it. */
  id: string;
  readonly author: number;
  readonly removed: number | null;
  readonly until: number;
  readonly strokes: readonly RefStroke[];
}

export interface Who {
  readonly author: number;
  readonly host: boolean;
}

/** What one chunk asks for. */
interface RefChunk {
  readonly stroke: number;
  readonly at: number;
  readonly surface: number;
  readonly points: readonly number[];
}

/** What a room should hold: a plain map of strokes, written from the rules alone. */
export class Reference {
  strokes = new Map<string, RefStroke>();
  erased = new Set<string>();
  /** Strokes that were ever erased: what is drawn on while one is away is not there when it is brought back. */
  everErased = new Set<string>();
  undos: RefUndo[] = [];
  frozen = false;

  /** This room as it is now, for when the process dies. */
  copy(): Reference {
    const copy = new Reference();
    copy.strokes = new Map(this.strokes);
    copy.erased = new Set(this.erased);
    copy.everErased = this.everErased;
    copy.undos = [...this.undos];
    copy.frozen = this.frozen;
    return copy;
  }

  ink({ author, host }: Who, chunks: readonly RefChunk[]): void {
    for (const { stroke, at, surface, points } of chunks) {
      const key = strokeKey(author, stroke);
      const known = this.strokes.get(key);
      const have = (known?.points.length ?? 0) / POINT_STRIDE;
      if (this.erased.has(key) || at > have || (this.frozen && !host)) continue;
      const added = points.slice((have - at) * POINT_STRIDE);
      if (added.length === 0) continue;
      this.strokes.set(key, {
        author,
        stroke,
        surface,
        points: [...(known?.points ?? []), ...added],
      });
    }
  }

  erase({ author, host }: Who, ids: readonly StrokeId[]): void {
    if (!host && (this.frozen || ids.some(([by]) => by !== author))) return;
    for (const id of ids) {
      this.#take(strokeKey(...id));
      // Own ink that comes after its own erasure is not wanted.
      if (id[0] === author) this.#gone(strokeKey(...id));
    }
  }

  #take(key: string): RefStroke[] {
    const stroke = this.strokes.get(key);
    if (!stroke) return [];
    this.strokes.delete(key);
    this.#gone(key);
    return [stroke];
  }

  #gone(key: string): void {
    this.erased.add(key);
    this.everErased.add(key);
  }

  /** Takes one's own ink, or everybody's for a host; returns the undo, whose id is yet to be set. */
  clear({ author, host }: Who, now: number): RefUndo | null {
    if (this.frozen && !host) return null;
    return this.#takeAll((s) => host || s.author === author, { author, removed: null, now });
  }

  remove(by: Who, author: number, now: number): void {
    const has = [...this.strokes.values()].some((s) => s.author === author);
    if (!by.host || author === by.author || !has) return;
    this.#takeAll((s) => s.author === author, { author: by.author, removed: author, now });
  }

  #takeAll(
    test: (stroke: RefStroke) => boolean,
    { author, removed, now }: { author: number; removed: number | null; now: number },
  ): RefUndo {
    const keys = [...this.strokes].filter(([, s]) => test(s)).map(([key]) => key);
    const strokes = keys.flatMap((key) => this.#take(key));
    const until = removed === null ? now + UNDO_MS : Number.POSITIVE_INFINITY;
    const undo = { id: '', author, removed, until, strokes };
    this.undos.push(undo);
    return undo;
  }

  readmit(by: Who, author: number): void {
    if (!by.host) return;
    for (const undo of this.undos.filter((u) => u.removed === author)) this.#putBack(undo);
  }

  restore({ author, host }: Who, id: string, now: number): void {
    const undo = this.undos.find((u) => u.id === id);
    if (!undo || undo.until < now) return;
    if (!host && (this.frozen || undo.author !== author || undo.removed !== null)) return;
    this.#putBack(undo);
  }

  #putBack(undo: RefUndo): void {
    this.undos = this.undos.filter((other) => other !== undo);
    for (const stroke of undo.strokes) {
      const key = strokeKey(stroke.author, stroke.stroke);
      if (this.strokes.has(key)) continue;
      this.erased.delete(key);
      this.strokes.set(key, stroke);
    }
  }
}

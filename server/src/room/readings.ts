import { isGone, type Reading, type ReadingChange } from '@inkling/shared/reading';

/** A room's readings: the newest of each glyph, what changed since the last frame, and what a slow screen missed. */
export class Readings {
  readonly #now = new Map<string, Reading>();
  readonly #changed = new Map<string, ReadingChange>();
  /** When each glyph last changed, counted in takes. */
  readonly #changedAt = new Map<string, number>();
  /** What was last told of each glyph, and when. */
  readonly #told = new Map<string, { readonly winner: number; readonly at: number }>();
  #take = 0;

  update(changes: readonly ReadingChange[]): void {
    for (const change of changes) {
      if (isGone(change)) this.#now.delete(change.glyph);
      else this.#now.set(change.glyph, change);
      this.#changed.set(change.glyph, change);
    }
  }

  /** Says that every glyph is gone, as when the canvas is replaced. */
  clear(): void {
    this.update([...this.#now.keys()].map((glyph) => ({ glyph, gone: true })));
  }

  /** What changed since this was last asked; a reading that only repeats its winner is held for a while. */
  takeChanges({ now, holdMs }: { readonly now: number; readonly holdMs: number }): ReadingChange[] {
    const changes: ReadingChange[] = [];
    this.#take++;
    for (const [glyph, change] of this.#changed) {
      const told = this.#told.get(glyph);
      if (isGone(change)) this.#told.delete(glyph);
      else {
        const winner = change.probabilities.indexOf(Math.max(...change.probabilities));
        // A clock that was turned back holds nothing up.
        const since = Math.abs(now - (told?.at ?? Number.NEGATIVE_INFINITY));
        if (told?.winner === winner && since < holdMs) continue;
        this.#told.set(glyph, { winner, at: now });
      }
      changes.push(change);
      this.#changed.delete(glyph);
      this.#changedAt.set(glyph, this.#take);
    }
    return changes;
  }

  /** Whether readings are held that must be told later. */
  get holding(): boolean {
    return this.#changed.size > 0;
  }

  /** A mark to ask `since` with. */
  get mark(): number {
    return this.#take;
  }

  /** What changed after a mark, with what is gone. */
  since(mark: number): ReadingChange[] {
    const changes: ReadingChange[] = [];
    for (const [glyph, at] of this.#changedAt) {
      if (at > mark) changes.push(this.#now.get(glyph) ?? { glyph, gone: true });
    }
    return changes;
  }

  /** Forgets glyphs that are gone once nobody can have missed it. */
  forgetGone(): void {
    for (const glyph of this.#changedAt.keys()) {
      if (!this.#now.has(glyph)) this.#changedAt.delete(glyph);
    }
  }

  all(): Iterable<Reading> {
    return this.#now.values();
  }
}

import { isGone, type Reading, type ReadingChange } from '@inkling/shared/reading';

/** A room's readings: the newest of each glyph, what changed since the last frame, and what a slow screen missed. */
export class Readings {
  readonly #now = new Map<string, Reading>();
  readonly #changed = new Map<string, ReadingChange>();
  /** When each glyph last changed, counted in takes. */
  readonly #changedAt = new Map<string, number>();
  readonly #gone = new Set<string>();
  #take = 0;
  /** Grows with every change. */
  revision = 0;

  update(changes: readonly ReadingChange[]): void {
    this.revision++;
    for (const change of changes) {
      if (isGone(change)) {
        this.#now.delete(change.glyph);
        this.#gone.add(change.glyph);
      } else this.#now.set(change.glyph, change);
      this.#changed.set(change.glyph, change);
    }
  }

  /** Says that every glyph is gone, as when the canvas is replaced. */
  clear(): void {
    this.update([...this.#now.keys()].map((glyph) => ({ glyph, gone: true })));
  }

  /** What changed since this was last asked. */
  takeChanges(): ReadingChange[] {
    this.#take++;
    for (const glyph of this.#changed.keys()) this.#changedAt.set(glyph, this.#take);
    const changes = [...this.#changed.values()];
    this.#changed.clear();
    return changes;
  }

  /** How often changes were taken: to ask `since` with. */
  get taken(): number {
    return this.#take;
  }

  /** What changed after so many takes, with what is gone. */
  since(taken: number): ReadingChange[] {
    const changes: ReadingChange[] = [];
    for (const [glyph, at] of this.#changedAt) {
      if (at > taken) changes.push(this.#now.get(glyph) ?? { glyph, gone: true });
    }
    return changes;
  }

  /** Forgets glyphs that are gone once nobody can have missed it. */
  forgetGone(): void {
    for (const glyph of this.#gone) if (!this.#now.has(glyph)) this.#changedAt.delete(glyph);
    this.#gone.clear();
  }

  all(): Iterable<Reading> {
    return this.#now.values();
  }
}

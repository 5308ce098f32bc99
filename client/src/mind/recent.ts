/** Which glyph the panel follows: the one chosen, else the one most recently changed by oneself, else by anyone. */
export class Recent {
  /** Glyph → whether its last change was one's own; in the order of the last change. */
  readonly #changed = new Map<string, boolean>();
  #chosen: string | null = null;

  /** A glyph's ink changed. One's own new ink ends what was chosen before. */
  touch(glyph: string, byMe: boolean): void {
    this.#changed.delete(glyph);
    this.#changed.set(glyph, byMe);
    if (byMe && glyph !== this.#chosen) this.#chosen = null;
  }

  /** A glyph is no more. */
  drop(glyph: string): void {
    this.#changed.delete(glyph);
    if (this.#chosen === glyph) this.#chosen = null;
  }

  /** Follows one glyph until further notice; null lets go. */
  choose(glyph: string | null): void {
    this.#chosen = glyph;
  }

  /** The glyph to follow now; null while there is none. */
  get followed(): string | null {
    if (this.#chosen !== null) return this.#chosen;
    let mine: string | null = null;
    let any: string | null = null;
    for (const [glyph, byMe] of this.#changed) {
      any = glyph;
      if (byMe) mine = glyph;
    }
    return mine ?? any;
  }
}

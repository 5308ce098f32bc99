import { isGone, type ReadingChange, strokeKey } from '@inkling/shared/reading';

/** What one probe's screen shows of a room's readings. */
export class Screen {
  readonly #shown = new Map<string, string>();

  take(changes: readonly ReadingChange[]): void {
    for (const change of changes) {
      if (isGone(change)) this.#shown.delete(change.glyph);
      else {
        const strokes = change.strokes.map(([author, stroke]) => strokeKey(author, stroke));
        this.#shown.set(change.glyph, `${strokes.join('+')} ${change.probabilities.join()}`);
      }
    }
  }

  /** All glyphs, each with its strokes and probabilities, in an order that is always the same. */
  toString(): string {
    return [...this.#shown]
      .map(([glyph, said]) => `${glyph}: ${said}`)
      .sort()
      .join('\n');
  }
}

/** Screens of many rooms, side by side. */
export class Screens {
  readonly #rooms = new Map<number, Screen[]>();

  /** One more screen of a room. */
  add(room: number): Screen {
    const screen = new Screen();
    this.#rooms.set(room, [...(this.#rooms.get(room) ?? []), screen]);
    return screen;
  }

  /** How many rooms look the same on all their screens. */
  alike(): number {
    const told = [...this.#rooms.values()].map((screens) => new Set(screens.map(String)));
    return told.filter((different) => different.size === 1).length;
  }
}

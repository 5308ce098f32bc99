import { type StrokeId, strokeKey } from '@inkling/shared/reading';

const IN_ONE_MESSAGE = 500;

/** Strokes that one erased and that the room has not confirmed: sent again until it has. */
export class Erasures {
  readonly #waiting = new Map<string, StrokeId>();
  #onTheirWay: readonly StrokeId[] = [];

  add(id: StrokeId): void {
    this.#waiting.set(strokeKey(...id), id);
  }

  /** Hands out what was erased under author 0, before the room had told who one is: it is to be erased under one's number. */
  takeNameless(): readonly StrokeId[] {
    const nameless = [...this.#waiting.values()].filter(([author]) => author === 0);
    for (const id of nameless) this.#waiting.delete(strokeKey(...id));
    return nameless;
  }

  has(key: string): boolean {
    return this.#waiting.has(key);
  }

  get size(): number {
    return this.#waiting.size;
  }

  /** The next message, one at a time; leaves out what `held` says (its ink is on its way: the erasure must come after it). */
  take(held: (id: StrokeId) => boolean): readonly StrokeId[] | null {
    if (this.#onTheirWay.length > 0) return null;
    const ready = [...this.#waiting.values()].filter((id) => !held(id)).slice(0, IN_ONE_MESSAGE);
    this.#onTheirWay = ready;
    return ready.length > 0 ? ready : null;
  }

  /** The room answered for good: it erased them, or it never will. */
  settle(ids: readonly StrokeId[]): void {
    for (const id of ids) this.#waiting.delete(strokeKey(...id));
    this.#onTheirWay = [];
  }

  /** No answer, or "not now": they go again. */
  takeBack(): void {
    this.#onTheirWay = [];
  }

  /** What to keep over a reload. */
  kept(): StrokeId[] {
    return [...this.#waiting.values()];
  }
}

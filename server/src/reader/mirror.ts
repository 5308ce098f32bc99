import type { Mark } from '@inkling/shared/mark';
import { type StrokeId, strokeKey } from '@inkling/shared/reading';
import { Segmenter } from '@inkling/shared/segment';
import type { PackedInk } from './pack.ts';

interface Held {
  readonly segmenter: Segmenter;
  readonly mark: Mark;
  /** Chunks that came before the points they follow. */
  early: PackedInk[];
}

/** One room's strokes as the reader thread holds them: the canvas again, as far as reading needs it. */
export class Mirror {
  readonly #surfaces = new Map<number, Segmenter>();
  readonly #strokes = new Map<string, Held>();
  readonly #lifted = new WeakMap<Mark, number>();
  /** Surfaces with something to settle. */
  readonly unsettled = new Set<Segmenter>();

  /** Takes ink in; what is known already changes nothing. `now` is when. */
  take(ink: PackedInk, now: number): void {
    const key = strokeKey(ink.author, ink.stroke);
    let held = this.#strokes.get(key);
    if (!held) {
      const segmenter = this.#surface(ink.surface);
      held = { segmenter, mark: segmenter.open(ink.author, ink.stroke), early: [] };
      this.#strokes.set(key, held);
    }
    if (held.mark.done) return;
    const known = held.mark.points.length / 2;
    if (ink.at > known) {
      held.early.push(ink);
      return;
    }
    const fresh = (known - ink.at) * 2;
    const ends = ink.done && fresh <= ink.points.length;
    if (fresh >= ink.points.length && !ends) return;
    held.mark.add(ink.points, fresh, 2);
    if (ends) {
      held.mark.finish();
      this.#lifted.set(held.mark, ink.settled ? -Infinity : now);
    }
    held.segmenter.touch(held.mark);
    this.unsettled.add(held.segmenter);
    const { early } = held;
    held.early = [];
    for (const later of early) this.take(later, now);
  }

  /** Takes strokes away. */
  erase(strokes: readonly StrokeId[]): void {
    for (const [author, stroke] of strokes) {
      const key = strokeKey(author, stroke);
      const held = this.#strokes.get(key);
      if (!held) continue;
      this.#strokes.delete(key);
      held.segmenter.remove(author, stroke);
      this.unsettled.add(held.segmenter);
    }
  }

  /** When the pen was lifted from the last of some strokes; Infinity while one is being drawn. */
  liftedAt(marks: readonly Mark[]): number {
    let last = -Infinity;
    for (const mark of marks) {
      const at = mark.done ? (this.#lifted.get(mark) ?? -Infinity) : Infinity;
      if (at > last) last = at;
    }
    return last;
  }

  #surface(surface: number): Segmenter {
    let segmenter = this.#surfaces.get(surface);
    if (!segmenter) {
      segmenter = new Segmenter(surface);
      this.#surfaces.set(surface, segmenter);
    }
    return segmenter;
  }
}

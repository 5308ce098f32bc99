import { type StrokeId, strokeKey } from '@inkling/shared/reading';
import { Segmenter } from '@inkling/shared/segment';
import type { Trace } from '@inkling/shared/trace';
import type { PackedInk } from './pack.ts';

interface Held {
  readonly segmenter: Segmenter;
  trace: Trace;
  /** When the pen was lifted; Infinity while it is down. */
  liftedAt: number;
}

/** One room's strokes as the reader thread holds them: the canvas again, as far as reading needs it. */
export class Mirror {
  readonly #surfaces = new Map<number, Segmenter>();
  readonly #strokes = new Map<string, Held>();
  /** Chunks that came before the points they follow; hardly ever any. */
  readonly #early = new Map<Held, PackedInk[]>();
  /** Surfaces with something to settle. */
  readonly unsettled = new Set<Segmenter>();

  /** Takes ink in; what is known already changes nothing. `now` is when. */
  take(ink: PackedInk, now: number): void {
    const key = strokeKey(ink.author, ink.stroke);
    let held = this.#strokes.get(key);
    if (!held) {
      const segmenter = this.#surface(ink.surface);
      held = { segmenter, trace: segmenter.open(ink.author, ink.stroke), liftedAt: Infinity };
      this.#strokes.set(key, held);
    }
    const known = held.trace.points.length / 2;
    if (ink.at > known) {
      const early = this.#early.get(held);
      if (early) early.push(ink);
      else this.#early.set(held, [ink]);
      return;
    }
    const fresh = (known - ink.at) * 2;
    const ends = ink.done && fresh <= ink.points.length;
    if (fresh >= ink.points.length && (held.trace.done || !ends)) return;
    if (held.trace.done) reopen(held);
    held.trace.add(ink.points, fresh, 2);
    if (ends) {
      held.trace.finish();
      held.liftedAt = ink.settled ? -Infinity : now;
    }
    held.segmenter.touch(held.trace);
    this.unsettled.add(held.segmenter);
    const early = this.#early.get(held);
    if (!early) return;
    this.#early.delete(held);
    for (const later of early) this.take(later, now);
  }

  /** Takes strokes away. */
  erase(strokes: readonly StrokeId[]): void {
    for (const [author, stroke] of strokes) {
      const key = strokeKey(author, stroke);
      const held = this.#strokes.get(key);
      if (!held) continue;
      this.#strokes.delete(key);
      this.#early.delete(held);
      held.segmenter.remove(author, stroke);
      this.unsettled.add(held.segmenter);
    }
  }

  /** When the pen was lifted from the last of some strokes; Infinity while one is being drawn. */
  liftedAt(traces: readonly Trace[]): number {
    let last = -Infinity;
    for (const trace of traces) {
      const held = this.#strokes.get(trace.key);
      // What was erased meanwhile is about to make another glyph of these: nothing settles until then.
      const at = held?.trace === trace ? held.liftedAt : Infinity;
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

/** A stroke that was finished for its author goes on: what was packed gives way to a trace that grows. */
function reopen(held: Held): void {
  const { author, stroke, points } = held.trace;
  held.segmenter.remove(author, stroke);
  held.trace = held.segmenter.open(author, stroke);
  held.trace.add(points, 0, 2);
  held.liftedAt = Infinity;
}

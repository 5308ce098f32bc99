import type { Stroke, StrokeFold } from '@inkling/shared/canvas';
import { POINT_STRIDE } from '@inkling/shared/ink';
import { type Reading, type StrokeId, strokeKey } from '@inkling/shared/reading';

/** Whether a drawing is of the task that is on; without a task every drawing is. */
export type IsOfTask = (drawing: readonly Reading[]) => boolean;

/** An author's newest stroke so far. */
export interface Newest {
  readonly stroke: number;
  /** Whether the pen was still down on it when it was last seen. */
  readonly drawing: boolean;
}

/**
 * Tells the ink of a task from what was there before it. Strokes are numbered in the order in which they were drawn, and ink
 * that is put back keeps its number: what is not newer than all that had been seen when the task began is not of it.
 */
export class TaskInk {
  readonly #newest = new Map<number, Newest>();
  #before: ReadonlyMap<number, Newest> = new Map();

  constructor(private readonly strokes: () => Pick<StrokeFold, 'get'>) {}

  /** A stroke is there, new or longer than it was. */
  saw({ author, stroke, done }: Pick<Stroke, 'author' | 'stroke' | 'done'>): void {
    const known = this.#newest.get(author);
    if (!known || stroke >= known.stroke) this.#newest.set(author, { stroke, drawing: !done });
  }

  /** Each author's newest stroke from before the task. */
  get before(): ReadonlyMap<number, Newest> {
    return this.#before;
  }

  /** A task begins now, or began when that was there. */
  begin(before: ReadonlyMap<number, Newest> = this.#newest): void {
    this.#before = new Map(before);
  }

  /** Whether a drawing is of the task: nothing of it is older, and there is more of it than the end of a stroke that was. */
  has(drawing: readonly Reading[]): boolean {
    const ids = drawing.flatMap(({ strokes }) => strokes);
    const isNew = ids.every(([author, stroke]) => {
      const before = this.#before.get(author);
      return !before || stroke > before.stroke;
    });
    return isNew && !ids.every((id) => this.#isTail(id));
  }

  /** A stroke that was cleared under the pen goes on as the next one, which begins with the same point twice. */
  #isTail([author, stroke]: StrokeId): boolean {
    const before = this.#before.get(author);
    if (!before?.drawing || stroke !== before.stroke + 1) return false;
    const points = this.strokes().get(strokeKey(author, stroke))?.points ?? [];
    return [0, 1, 2].every((i) => points[i] === points[POINT_STRIDE + i]);
  }
}

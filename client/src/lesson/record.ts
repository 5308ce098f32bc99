import type { Stroke, StrokeFold } from '@inkling/shared/canvas';
import type { Task } from '@inkling/shared/protocol';
import { type Reading, strokeKey } from '@inkling/shared/reading';
import { drawingsOf, readTiles, targetOf } from './outcome.ts';
import type { IsOfTask } from './task-ink.ts';

/** One student's drawing for one task, as it was last read. */
export interface Drawing {
  readonly began: number;
  readonly kind: Task['kind'];
  readonly target: string;
  readonly surface: number;
  readonly name: string;
  readonly color: string;
  /** What the network read: "7", "42", "–". */
  readonly said: string;
  readonly right: boolean;
  /** Probability of what was read, 0 to 1. */
  readonly confidence: number;
  /** Those of the drawing that was read: what lies around it is a slip of the pen. */
  readonly strokes: readonly Stroke[];
}

interface Present {
  readonly task: Task | null;
  readonly readings: Iterable<Reading>;
  readonly isOfTask: IsOfTask;
  readonly strokes: Pick<StrokeFold, 'get'>;
  nameOf(author: number): string;
  colorOf(author: number): string;
}

/** The drawings of a lesson: for each task and tile the last one, also when the tile was cleared for the next task. */
export class Lesson {
  readonly #drawings = new Map<string, Drawing>();

  /** Takes what is on the tiles now. */
  take(present: Present): void {
    const { task } = present;
    const target = targetOf(task);
    if (!task || target === null) return;
    const readings = [...present.readings];
    const drawn = drawingsOf(readings);
    for (const { surface, text, right, counts } of readTiles(
      readings,
      target,
      present.isOfTask,
    ).values()) {
      if (!counts) continue;
      const drawing = drawn.get(surface) ?? [];
      this.#drawings.set(`${task.began}.${surface}`, {
        began: task.began,
        kind: task.kind,
        target,
        surface,
        name: present.nameOf(surface),
        color: present.colorOf(surface),
        said: text,
        right: right === true,
        confidence: confidenceOf(drawing),
        strokes: drawing.flatMap(({ strokes }) =>
          strokes.flatMap(([a, s]) => present.strokes.get(strokeKey(a, s)) ?? []),
        ),
      });
    }
  }

  /** Takes up drawings that were kept from before; what was taken since is newer. */
  remember(kept: readonly Drawing[]): void {
    for (const drawing of kept) {
      const key = `${drawing.began}.${drawing.surface}`;
      if (!this.#drawings.has(key)) this.#drawings.set(key, drawing);
    }
  }

  /** Names people as they are called now; who is not known any more keeps their name. Says whether that changed anything. */
  rename(nameOf: (author: number) => string): boolean {
    let changed = false;
    for (const [key, drawing] of this.#drawings) {
      const name = nameOf(drawing.surface) || drawing.name;
      if (name === drawing.name) continue;
      this.#drawings.set(key, { ...drawing, name });
      changed = true;
    }
    return changed;
  }

  /** Every drawing, task by task. */
  get drawings(): readonly Drawing[] {
    return [...this.#drawings.values()].sort((a, b) => a.began - b.began || a.surface - b.surface);
  }
}

function confidenceOf(readings: readonly Reading[]): number {
  let all = 1;
  for (const { probabilities } of readings) all *= Math.max(...probabilities.subarray(0, 10)) / 255;
  return readings.length === 0 ? 0 : all;
}

/** Whether a drawing says how well the network reads a digit. Who fools it draws its mistakes on purpose: they are not its own. */
export function isDigit({ kind, target }: Pick<Drawing, 'kind' | 'target'>): boolean {
  return kind === 'draw' && /^\d$/.test(target);
}

/** A class's confusion matrix. */
export interface Confusion {
  /** Asked digit → read as (0–9, then anything else) → the drawings. */
  readonly cells: readonly (readonly (readonly Drawing[])[])[];
  /** For each digit that was drawn, how many of its drawings were read right. */
  readonly accuracy: readonly ({ readonly right: number; readonly of: number } | null)[];
  /** The digit with the smallest share read right; null while every drawing was, or only one digit was asked. */
  readonly hardest: number | null;
}

/** Columns of the matrix: ten digits, and "anything else". */
export const READ_AS = 11;

/** The confusion matrix of the drawings of single digits (`isDigit`). */
export function confusionOf(drawings: readonly Drawing[]): Confusion {
  const cells: Drawing[][][] = Array.from({ length: 10 }, () =>
    Array.from({ length: READ_AS }, () => []),
  );
  for (const drawing of drawings) {
    if (!isDigit(drawing)) continue;
    const column = /^\d$/.test(drawing.said) ? Number(drawing.said) : READ_AS - 1;
    cells[Number(drawing.target)]?.[column]?.push(drawing);
  }
  const accuracy = cells.map((row, digit) => {
    const of = row.reduce((sum, cell) => sum + cell.length, 0);
    return of === 0 ? null : { right: row[digit]?.length ?? 0, of };
  });
  let hardest: number | null = null;
  accuracy.forEach((now, digit) => {
    const worst = hardest === null ? null : accuracy[hardest];
    if (now && now.right < now.of && (!worst || now.right / now.of < worst.right / worst.of))
      hardest = digit;
  });
  // The only one is the easiest as well.
  if (accuracy.filter(Boolean).length < 2) hardest = null;
  return { cells, accuracy, hardest };
}

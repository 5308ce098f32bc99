import type { Mark } from '@inkling/shared/mark';
import { marksKey } from '@inkling/shared/segment';
import type { Answer } from './batch.ts';

type Take = (answer: Answer) => void;

/** One answer and the set of strokes it is for; most strokes are in one set, few in more than three. */
interface Kept {
  readonly key: string;
  readonly answer: Answer;
  readonly next: Kept | undefined;
}

/** What the network said of sets of finished strokes, each asked once; kept as long as the first stroke of the set. */
export class Answers {
  readonly #known = new WeakMap<Mark, Kept>();
  readonly #waiting = new WeakMap<Mark, Map<string, Take[]>>();

  /** The answer for a set of strokes, if there is one. */
  get(marks: readonly Mark[]): Answer | undefined {
    const key = marksKey(marks);
    let kept = this.#known.get(marks[0] as Mark);
    while (kept && kept.key !== key) kept = kept.next;
    return kept?.answer;
  }

  /** Waits for an answer; says whether somebody asked for it before, so that it is on its way. */
  wait(marks: readonly Mark[], take: Take): boolean {
    const first = marks[0] as Mark;
    const key = marksKey(marks);
    let waiting = this.#waiting.get(first);
    if (!waiting) {
      waiting = new Map();
      this.#waiting.set(first, waiting);
    }
    const takers = waiting.get(key);
    if (takers) takers.push(take);
    else waiting.set(key, [take]);
    return takers !== undefined;
  }

  /** Keeps an answer and hands it to those who wait for it. */
  keep(marks: readonly Mark[], answer: Answer): void {
    const first = marks[0] as Mark;
    const key = marksKey(marks);
    this.#known.set(first, { key, answer, next: this.#known.get(first) });
    const waiting = this.#waiting.get(first);
    const takers = waiting?.get(key) ?? [];
    waiting?.delete(key);
    if (waiting?.size === 0) this.#waiting.delete(first);
    for (const take of takers) take(answer);
  }
}

import { tracesKey } from '@inkling/shared/segment';
import type { Trace } from '@inkling/shared/trace';
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
  readonly #known = new WeakMap<Trace, Kept>();
  readonly #waiting = new WeakMap<Trace, Map<string, Take[]>>();

  /** The answer for a set of strokes, if there is one. */
  get(traces: readonly Trace[]): Answer | undefined {
    const key = tracesKey(traces);
    let kept = this.#known.get(traces[0] as Trace);
    while (kept && kept.key !== key) kept = kept.next;
    return kept?.answer;
  }

  /** Waits for an answer; says whether somebody asked for it before, so that it is on its way. */
  wait(traces: readonly Trace[], take: Take): boolean {
    const first = traces[0] as Trace;
    const key = tracesKey(traces);
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
  keep(traces: readonly Trace[], answer: Answer): void {
    const first = traces[0] as Trace;
    const key = tracesKey(traces);
    this.#known.set(first, { key, answer, next: this.#known.get(first) });
    const waiting = this.#waiting.get(first);
    const takers = waiting?.get(key) ?? [];
    waiting?.delete(key);
    if (waiting?.size === 0) this.#waiting.delete(first);
    for (const take of takers) take(answer);
  }
}

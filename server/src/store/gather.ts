import { type Clock, Tick } from '../room/tick.ts';

interface Waiting<Task> {
  readonly task: Task;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Does many tasks in one act. The first after a quiet window is done at once; what comes within a window, or while an
 * act is under way, is done together. Where an act fails, its tasks are tried one by one: none takes others with it.
 */
export class Gather<Task> {
  readonly #tick: Tick;
  #waiting: Waiting<Task>[] = [];
  #acting: Promise<void> | null = null;

  constructor(
    private readonly act: (tasks: readonly Task[]) => Promise<void>,
    clock: Clock,
    windowMs: number,
  ) {
    this.#tick = new Tick(
      clock,
      () => windowMs,
      () => void this.#begin(),
    );
  }

  /** Resolves when the task was done, and rejects with why it could not be. */
  add(task: Task): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ task, resolve, reject });
      if (!this.#acting) this.#tick.touch();
    });
  }

  /** Resolves when everything that was added before is settled, without waiting for the window. */
  async settled(): Promise<void> {
    const last = this.#waiting.at(-1);
    await this.#acting;
    if (last) await (this.#waiting.includes(last) ? this.#begin() : this.#acting);
  }

  #begin(): Promise<void> {
    this.#tick.stop();
    const waiting = this.#waiting.splice(0);
    if (waiting.length === 0) return Promise.resolve();
    this.#acting = this.#settle(waiting).then(() => {
      this.#acting = null;
      if (this.#waiting.length > 0) this.#tick.touch();
    });
    return this.#acting;
  }

  async #settle(waiting: readonly Waiting<Task>[]): Promise<void> {
    try {
      await this.act(waiting.map(({ task }) => task));
      for (const { resolve } of waiting) resolve();
    } catch (error) {
      if (waiting.length === 1) waiting[0]?.reject(error);
      else for (const one of waiting) await this.#settle([one]);
    }
  }
}

/** Lets only so many do something at the same time; the others wait in line, and a line that is too long is refused. */
export class Turns {
  #free: number;
  readonly #waiting: (() => void)[] = [];

  constructor(
    atOnce: number,
    private readonly longest: number,
  ) {
    this.#free = atOnce;
  }

  /** Does something when its turn comes; null when too many wait. */
  async take<Made>(make: () => Promise<Made>): Promise<Made | null> {
    if (this.#free === 0 && this.#waiting.length >= this.longest) return null;
    if (this.#free > 0) this.#free--;
    else await new Promise<void>((go) => this.#waiting.push(go));
    try {
      return await make();
    } finally {
      const next = this.#waiting.shift();
      if (next) next();
      else this.#free++;
    }
  }
}

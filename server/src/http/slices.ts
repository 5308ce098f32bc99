/** The main thread works this long at a stretch, in milliseconds: frames of every room wait for it. */
const SLICE_MS = 8;

/** Gathers what is made piece by piece, a slice at a time: between slices everything else gets its turn. */
export async function inSlices<Part>(parts: Iterable<Part>): Promise<Part[]> {
  const all: Part[] = [];
  let until = performance.now() + SLICE_MS;
  for (const part of parts) {
    all.push(part);
    if (performance.now() < until) continue;
    await new Promise((resolve) => setImmediate(resolve));
    until = performance.now() + SLICE_MS;
  }
  return all;
}

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

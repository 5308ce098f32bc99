/** Ranges kept at most; beyond that the lowest is forgotten. */
const MOST_RANGES = 1000;

/** A set of whole numbers kept as sorted, disjoint ranges: stroke numbers come in runs, so it stays small. */
export class NumberSet {
  readonly #ranges: [from: number, to: number][];

  constructor(ranges: Iterable<readonly [number, number]> = []) {
    this.#ranges = [...ranges].map(([from, to]) => [from, to]);
  }

  /** The index of the first range that ends at or after a number. */
  #find(n: number): number {
    let low = 0;
    let high = this.#ranges.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#ranges[middle] as [number, number])[1] < n) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  has(n: number): boolean {
    const range = this.#ranges[this.#find(n)];
    return range !== undefined && range[0] <= n;
  }

  add(n: number): void {
    if (this.has(n)) return;
    const i = this.#find(n);
    const before = this.#ranges[i - 1];
    const after = this.#ranges[i];
    const joinsBefore = before !== undefined && before[1] === n - 1;
    const joinsAfter = after !== undefined && after[0] === n + 1;
    if (joinsBefore && joinsAfter) {
      before[1] = after[1];
      this.#ranges.splice(i, 1);
    } else if (joinsBefore) before[1] = n;
    else if (joinsAfter) after[0] = n;
    else this.#ranges.splice(i, 0, [n, n]);
    // Numbers go up: nobody asks for the lowest any more. One that was never added must not be taken for one that was.
    this.#ranges.splice(0, Math.max(0, this.#ranges.length - MOST_RANGES));
  }

  delete(n: number): void {
    const i = this.#find(n);
    const range = this.#ranges[i];
    if (!range || range[0] > n) return;
    const [from, to] = range;
    const parts: [number, number][] = [];
    if (from < n) parts.push([from, n - 1]);
    if (to > n) parts.push([n + 1, to]);
    this.#ranges.splice(i, 1, ...parts);
  }

  /** How many ranges it takes. */
  get ranges(): number {
    return this.#ranges.length;
  }

  /** The highest number in it; undefined when it is empty. */
  get highest(): number | undefined {
    return this.#ranges.at(-1)?.[1];
  }

  /** The ranges, as the store keeps them. */
  toJSON(): [number, number][] {
    return this.#ranges.map(([from, to]) => [from, to]);
  }
}

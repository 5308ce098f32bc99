/** Things of which the first is taken out again and again: a binary heap. Where two are alike, either may come first. */
export class Heap<Thing> {
  readonly #things: Thing[] = [];

  constructor(private readonly goesBefore: (one: Thing, other: Thing) => boolean) {}

  push(thing: Thing): void {
    const things = this.#things;
    let at = things.length;
    while (at > 0) {
      const above = (at - 1) >> 1;
      const parent = things[above] as Thing;
      if (!this.goesBefore(thing, parent)) break;
      things[at] = parent;
      at = above;
    }
    things[at] = thing;
  }

  /** Takes the first out. */
  pop(): Thing | undefined {
    const things = this.#things;
    const first = things[0];
    const last = things.pop();
    if (last === undefined || things.length === 0) return first;
    let at = 0;
    for (;;) {
      let below = 2 * at + 1;
      if (below >= things.length) break;
      const right = below + 1;
      if (right < things.length && this.goesBefore(things[right] as Thing, things[below] as Thing))
        below = right;
      if (!this.goesBefore(things[below] as Thing, last)) break;
      things[at] = things[below] as Thing;
      at = below;
    }
    things[at] = last;
    return first;
  }
}

import { type Entry, parseEntry } from '@inkling/shared/canvas';
import { strokeKey } from '@inkling/shared/reading';

/** One step of a Yjs array event. */
export interface DeltaStep {
  readonly retain?: number | undefined;
  readonly insert?: string | readonly unknown[] | object | undefined;
  readonly delete?: number | undefined;
}

/** What somebody else's change took from and put on the list. */
export interface FollowedDelta {
  readonly gone: readonly string[];
  readonly came: readonly { readonly key: string; readonly entry: Entry }[];
}

/** The key of each entry of the document's list, in its order. An entry that does not parse has the empty key. */
export class EntryOrder {
  #keys: string[] = [];

  push(...keys: readonly string[]): void {
    this.#keys.push(...keys);
  }

  /** Takes every entry of some strokes out, in runs, from the end: live ink is near it. Tells where each run was. */
  cut(keys: ReadonlySet<string>, run: (start: number, length: number) => void): void {
    for (let end = this.#keys.length; end > 0; end--) {
      if (!keys.has(this.#keys[end - 1] as string)) continue;
      let start = end - 1;
      while (start > 0 && keys.has(this.#keys[start - 1] as string)) start--;
      run(start, end - start);
      this.#keys.splice(start, end - start);
      end = start + 1;
    }
  }

  /** Where the entries of some strokes stand. */
  places(keys: ReadonlySet<string>): number[] {
    const places: number[] = [];
    this.#keys.forEach((key, i) => {
      if (keys.has(key)) places.push(i);
    });
    return places;
  }

  /** Does to the order what an event says was done to the list. */
  follow(delta: readonly DeltaStep[]): FollowedDelta {
    const gone: string[] = [];
    const came: { key: string; entry: Entry }[] = [];
    let at = 0;
    for (const step of delta) {
      if (step.retain) at += step.retain;
      if (step.delete) gone.push(...this.#keys.splice(at, step.delete));
      if (Array.isArray(step.insert)) {
        const entries = step.insert as Entry[];
        const keys = entries.map(keyOf);
        this.#keys.splice(at, 0, ...keys);
        at += keys.length;
        keys.forEach((key, i) => {
          came.push({ key, entry: entries[i] as Entry });
        });
      }
    }
    return { gone, came };
  }
}

function keyOf(entry: Entry): string {
  const parsed = parseEntry(entry);
  return parsed ? strokeKey(parsed.author, parsed.stroke) : '';
}

import { followPath, PATH_LENGTH } from '@inkling/shared/path';
import { RASTER_LENGTH, rasterise } from '@inkling/shared/rasterise';
import { inOneGo, type Trace } from '@inkling/shared/trace';
import { BATCH, type Session } from './session.ts';
import { weigh } from './weigh.ts';

/** What the two heads say of one glyph. */
export interface Answer {
  /** 0–9 and "not a digit", for finished ink. */
  readonly final: readonly number[];
  /** 0–9, for ink in progress. */
  readonly live: readonly number[];
}

type Take = (answer: Answer) => void;

const FINAL_CLASSES = 11;
const LIVE_CLASSES = 10;

/** One row of a table. A plain list with no room to spare takes a third of what a small typed array does, and it is kept. */
function row(table: Float32Array, nth: number, length: number): number[] {
  const values: number[] = [];
  for (let i = 0; i < length; i++) values.push(table[nth * length + i] as number);
  return values.slice();
}

/** Glyphs and pictures gathered for one run of the network, and who waits for what it says. */
export class Batch {
  readonly #rasters = new Uint8Array(BATCH * RASTER_LENGTH);
  readonly #paths = new Uint8Array(BATCH * PATH_LENGTH);
  #waiting: Take[] = [];

  get size(): number {
    return this.#waiting.length;
  }

  /** Whether there is no place for one more: some take two. */
  get full(): boolean {
    return this.#waiting.length > BATCH - 2;
  }

  /** Adds strokes, in the order they were drawn. */
  addLines(lines: readonly ArrayLike<number>[], take: Take): void {
    rasterise(lines, this.#rasters, this.#waiting.length * RASTER_LENGTH);
    followPath(lines, this.#paths, this.#waiting.length * PATH_LENGTH);
    this.#waiting.push(take);
  }

  /**
   * Adds strokes that will not grow, in the order of a glyph. Several are looked at twice, with their path and without; what
   * was drawn in several goes only without, since no hand writes a digit along such a path.
   */
  addFinished(traces: readonly Trace[], take: Take): void {
    const lines = traces.map(({ points }) => points);
    if (lines.length < 2) this.addLines(lines, take);
    else if (inOneGo(traces)) this.#addTwice(lines, take);
    else this.#addSeen(lines, take);
  }

  #addTwice(lines: readonly ArrayLike<number>[], take: Take): void {
    const at = this.#waiting.length * RASTER_LENGTH;
    let drawn: Answer | null = null;
    this.addLines(lines, (answer) => {
      drawn = answer;
    });
    this.addRaster(this.#rasters.subarray(at, at + RASTER_LENGTH), (seen) => {
      const { final, live } = drawn as unknown as Answer;
      take({ final: weigh(final, seen.final), live });
    });
  }

  #addSeen(lines: readonly ArrayLike<number>[], take: Take): void {
    const at = this.#waiting.length;
    rasterise(lines, this.#rasters, at * RASTER_LENGTH);
    this.#paths.fill(0, at * PATH_LENGTH, (at + 1) * PATH_LENGTH);
    this.#waiting.push(take);
  }

  /** Adds a picture, of which nobody knows how it was drawn. */
  addRaster(raster: Uint8Array, take: Take): void {
    const at = this.#waiting.length;
    this.#rasters.set(raster, at * RASTER_LENGTH);
    this.#paths.fill(0, at * PATH_LENGTH, (at + 1) * PATH_LENGTH);
    this.#waiting.push(take);
  }

  /** Runs the network over what was gathered, hands out what it says, and is empty again. */
  async run(session: Session): Promise<void> {
    const waiting = this.#waiting;
    this.#waiting = [];
    const { final, live } = await session.read(
      { rasters: this.#rasters, paths: this.#paths },
      waiting.length,
    );
    for (const [i, take] of waiting.entries()) {
      take({
        final: row(final, i, FINAL_CLASSES),
        live: row(live, i, LIVE_CLASSES),
      });
    }
  }
}

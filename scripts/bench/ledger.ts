import { isDot } from '../../server/src/reader/glyph-reading.ts';

/** What a pen did, and when: the load process's own clock times both ends. */
export interface PenStroke {
  /** When each point was made. */
  readonly times: number[];
  readonly xs: number[];
  readonly ys: number[];
  /** Points that lie outside the box of those before them: a reading's box tells whether it knows them. Of a dot nothing is said. */
  readonly widening: number[];
}

/** Everything that pens did, and how long others waited for it. */
export class Ledger {
  readonly screen: number[] = [];
  readonly reading: number[] = [];
  points = 0;
  refused = 0;
  /** Frames that probes got, their bytes, and how many of those are the canvas's. */
  readonly frames = { count: 0, bytes: 0, canvas: 0 };
  measuring = false;
  #from = Number.POSITIVE_INFINITY;
  readonly #strokes = new Map<string, PenStroke>();

  start(): void {
    this.measuring = true;
    this.#from = performance.now();
  }

  stop(): void {
    this.measuring = false;
  }

  /** Notes a point that a pen makes now. */
  made(key: string, x: number, y: number): void {
    let stroke = this.#strokes.get(key);
    if (!stroke) {
      stroke = { times: [], xs: [], ys: [], widening: [] };
      this.#strokes.set(key, stroke);
    }
    const { xs, ys, widening, times } = stroke;
    const [left, right] = [Math.min(...xs), Math.max(...xs)];
    const [top, bottom] = [Math.min(...ys), Math.max(...ys)];
    const wider = x < left || x > right || y < top || y > bottom;
    const bounds = {
      left: Math.min(x, left),
      right: Math.max(x, right),
      top: Math.min(y, top),
      bottom: Math.max(y, bottom),
    };
    if (wider && !isDot({ bounds })) widening.push(times.length);
    times.push(performance.now());
    xs.push(x);
    ys.push(y);
    if (this.measuring) this.points++;
  }

  /** Every stroke that pens drew, by room, author and number. */
  strokes(): ReadonlyMap<string, PenStroke> {
    return this.#strokes;
  }

  stroke(key: string): PenStroke | undefined {
    return this.#strokes.get(key);
  }

  framed(bytes: number, canvas: number): void {
    if (!this.measuring) return;
    this.frames.count++;
    this.frames.bytes += bytes;
    this.frames.canvas += canvas;
  }

  /** Somebody else's screen has a point. */
  shown(key: string, index: number): void {
    this.#note(this.screen, this.#strokes.get(key)?.times[index]);
  }

  /** Somebody else's screen has a reading that knows a point. */
  read(key: string, index: number): void {
    this.#note(this.reading, this.#strokes.get(key)?.times[index]);
  }

  #note(times: number[], made: number | undefined): void {
    if (this.measuring && made !== undefined && made >= this.#from) {
      times.push(performance.now() - made);
    }
  }
}

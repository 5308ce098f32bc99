import type { Stroke, StrokeFold } from '@inkling/shared/canvas';
import { POINT_STRIDE } from '@inkling/shared/ink';
import { STROKE_MS, STROKE_POINTS } from '@inkling/shared/limits';
import { type Box, type StrokeId, strokeKey } from '@inkling/shared/reading';
import type { Clock } from './clock.ts';
import type { Erasures } from './erasures.ts';
import type { PenDown, PenStroke } from './link.ts';
import type { KeptStroke, Outbox, OwnStroke } from './outbox.ts';
import { moveOntoTile } from './placing.ts';

/** A stroke of one's own as the painter sees it. */
export interface OverlayStroke extends Stroke {
  /** The room refused it: it fades and is gone soon. */
  readonly refused: boolean;
}

/** A whole stroke; without a number it gets the next one. */
export type WholeInk = Pick<Stroke, 'surface' | 'pressure' | 'points'> & {
  readonly stroke?: number;
  readonly tile?: Box | undefined;
};

interface Overlaid {
  own: OwnStroke;
  state: 'drawing' | 'waiting' | 'refused' | 'gone';
  /** The canvas at hand has shown some of it, or the room has some of it for good. */
  seen: boolean;
}

/** How long a refused stroke stays to be seen fading. */
export const FADE_MS = 900;
/** An acknowledged stroke that the canvas does not show by then was erased by somebody else. */
const SHOWN_WITHIN_MS = 3000;

/** What one's own ink rests on. */
export interface OwnInkParts {
  readonly outbox: Outbox;
  readonly erasures: Erasures;
  readonly clock: Clock;
  /** One's author number; 0 while the room has not given one. */
  readonly me: () => number;
  /** The surface that this page draws on; null while the room has not told. */
  readonly paper: () => number | null;
  readonly canvas: () => StrokeFold;
  /** A stroke number that this person never used in this room. */
  readonly nextStroke: () => number;
  /** There is something to send. */
  readonly send: () => void;
  readonly changed: () => void;
}

/** One's own ink: drawn at once from here, until the canvas holds it. */
export class InkOverlay {
  readonly #strokes = new Map<number, Overlaid>();
  /** Every number that a stroke had here, also of those that the canvas holds by now. */
  readonly #numbers = new Set<number>();
  readonly hidden = new Set<string>();

  constructor(private readonly parts: OwnInkParts) {}

  /** Pen down. `ended` is called with each stroke that came of it: a very long one goes on as another. */
  begin(down: PenDown, ended: (stroke: number) => void): PenStroke {
    let overlaid = this.#add({ ...down, points: [], done: false }, 'drawing');
    let base = 0;
    const end = () => {
      const { own, state } = overlaid;
      own.done = true;
      if (state === 'drawing') {
        overlaid.state = 'waiting';
        this.#place(overlaid);
      }
      // Of a stroke that was refused under the pen the room may have a part.
      if (this.has(own.stroke)) ended(own.stroke);
    };
    const next = (x: number, y: number, ms: number, pressure: number) => {
      const last = overlaid.own.points.slice(-POINT_STRIDE);
      end();
      base = ms;
      // It begins where the one before ended, unless somebody erased that one under the pen.
      const gone = overlaid.state === 'gone' || overlaid.state === 'refused' || last.length === 0;
      const [fromX = x, fromY = y, , fromPressure = pressure] = gone ? [] : last;
      overlaid = this.#add(
        { ...down, points: [fromX, fromY, 0, fromPressure], done: false },
        'drawing',
      );
    };
    const parts = this.parts;
    return {
      get stroke() {
        return overlaid.own.stroke;
      },
      add: (points) => {
        // A refused stroke stays refused until the pen is lifted: the room has said why.
        if (overlaid.state === 'refused') return;
        for (let i = 0; i < points.length; i += POINT_STRIDE) {
          const [x, y, ms, pressure] = points.slice(i, i + POINT_STRIDE) as [
            number,
            number,
            number,
            number,
          ];
          const full = overlaid.own.points.length >= STROKE_POINTS * POINT_STRIDE;
          if (overlaid.state === 'gone' || full || ms - base > STROKE_MS) next(x, y, ms, pressure);
          overlaid.own.points.push(x, y, ms - base, pressure);
        }
        parts.send();
        parts.changed();
      },
      end: () => {
        end();
        parts.send();
        parts.changed();
      },
      cancel: () => {
        overlaid.own.done = true;
        if (overlaid.state === 'drawing') this.erase([[parts.me(), overlaid.own.stroke]]);
        parts.changed();
      },
    };
  }

  /** Puts a whole stroke on paper: ink that comes back. Returns its number. */
  put(ink: WholeInk): number {
    return this.putAll([ink])[0] as number;
  }

  /** The same for many strokes, from a file or kept over a reload: told once, because the sheet looks at all of them each time. */
  putAll(ink: Iterable<WholeInk>): number[] {
    const numbers: number[] = [];
    for (const { stroke, ...one } of ink) {
      // Where a browser forgot which numbers it used, the pen may have taken that of a stroke from before.
      const free = stroke !== undefined && !this.#numbers.has(stroke) ? { stroke } : {};
      const fresh = { ...one, ...free, points: [...one.points], done: true };
      numbers.push(this.#add(fresh, 'waiting').own.stroke);
    }
    this.parts.send();
    this.parts.changed();
    return numbers;
  }

  #add(ink: Omit<OwnStroke, 'stroke'> & { stroke?: number }, state: Overlaid['state']): Overlaid {
    const own = { ...ink, stroke: ink.stroke ?? this.parts.nextStroke() };
    const overlaid: Overlaid = { own, state, seen: false };
    this.#place(overlaid);
    this.#strokes.set(own.stroke, overlaid);
    this.#numbers.add(own.stroke);
    if (ink.stroke === undefined) this.parts.outbox.add(own);
    else this.parts.outbox.addKept(own);
    return overlaid;
  }

  /** The room has told where this page draws: what was drawn before goes there. */
  place(): void {
    for (const overlaid of this.#strokes.values()) this.#place(overlaid);
    this.parts.changed();
  }

  #place({ own, state }: Overlaid): void {
    const paper = this.parts.paper();
    // Ink stays under a pen that is down: it goes to its tile when the pen is lifted.
    if (!own.tile || paper === null || (paper !== 0 && state === 'drawing')) return;
    if (paper !== 0) moveOntoTile(own.points, own.tile);
    own.surface = paper;
    own.tile = undefined;
  }

  /** Takes strokes off the paper, own or not; what the room never saw just goes. */
  erase(ids: readonly StrokeId[]): void {
    for (const [by, stroke] of ids) {
      // What was erased before the room told who one is has the author 0.
      const author = by === 0 ? this.parts.me() : by;
      if (author === this.parts.me()) {
        const neverSent = this.parts.outbox.has(stroke) && !this.parts.outbox.wasSent(stroke);
        const overlaid = this.#strokes.get(stroke);
        if (overlaid) overlaid.state = 'gone';
        this.#strokes.delete(stroke);
        this.parts.outbox.drop(stroke);
        if (neverSent) continue;
      }
      this.hidden.add(strokeKey(author, stroke));
      this.parts.erasures.add([author, stroke]);
    }
    this.parts.send();
    this.parts.changed();
  }

  /** The room has told who one is: what was erased before that is erased under that number. */
  claim(): void {
    const nameless = this.parts.erasures.takeNameless();
    if (nameless.length === 0) return;
    for (const id of nameless) this.hidden.delete(strokeKey(...id));
    this.erase(nameless);
  }

  /** Whether a stroke of one's own can be seen. */
  has(stroke: number): boolean {
    const state = this.#strokes.get(stroke)?.state;
    if (state === 'waiting' || state === 'drawing') return true;
    const key = strokeKey(this.parts.me(), stroke);
    return !this.hidden.has(key) && this.parts.canvas().get(key) !== undefined;
  }

  /** The ink of a stroke of one's own. */
  inkOf(stroke: number): Omit<KeptStroke, 'stroke'> | undefined {
    const overlaid = this.#strokes.get(stroke);
    const own = overlaid?.state === 'refused' ? undefined : overlaid?.own;
    const found = own ?? this.parts.canvas().get(strokeKey(this.parts.me(), stroke));
    if (!found) return undefined;
    const { surface, pressure, points } = found;
    return { surface, pressure, points: points.slice(), tile: own?.tile };
  }

  /** Whether the pen is down. */
  get drawing(): boolean {
    for (const { state } of this.#strokes.values()) if (state === 'drawing') return true;
    return false;
  }

  /** Own strokes that the canvas does not hold yet. */
  *strokes(): Generator<OverlayStroke> {
    const author = this.parts.me();
    for (const { own, state } of this.#strokes.values()) {
      if (own.points.length > 0) yield { ...own, author, refused: state === 'refused' };
    }
  }

  /** The canvas changed: what it now holds needs no overlay, and what it lost of one's own is gone. */
  canvasChanged(keys: ReadonlySet<string>): void {
    const me = this.parts.me();
    const before = this.#strokes.size + this.hidden.size;
    for (const [stroke, overlaid] of this.#strokes) {
      const key = strokeKey(me, stroke);
      if (keys.has(key)) this.#compare(overlaid, this.parts.canvas().get(key));
    }
    for (const key of keys) {
      if (this.hidden.has(key) && !this.parts.canvas().get(key) && !this.parts.erasures.has(key)) {
        this.hidden.delete(key);
      }
    }
    if (this.#strokes.size + this.hidden.size !== before) this.parts.changed();
  }

  /** The room has another canvas. What it only showed, and never acknowledged, may have died with the one before: nobody erased it. */
  canvasReplaced(): void {
    for (const overlaid of this.#strokes.values()) {
      overlaid.seen &&= this.parts.outbox.wasAcknowledged(overlaid.own.stroke);
    }
  }

  #compare(overlaid: Overlaid, known: Stroke | undefined): void {
    const { own } = overlaid;
    if (known) {
      overlaid.seen = true;
      const whole = known.done && own.done && known.points.length >= own.points.length;
      if (!whole || overlaid.state === 'refused') return;
      // It is seen, but only its acknowledgement says that it is kept: the outbox waits for that.
      this.#strokes.delete(own.stroke);
    } else if (overlaid.seen) {
      overlaid.state = 'gone';
      this.#strokes.delete(own.stroke);
      this.parts.outbox.drop(own.stroke);
    }
  }

  /** The room has all of these strokes; their frame comes with the next tick. */
  finished(strokes: readonly number[]): void {
    this.parts.clock.after(SHOWN_WITHIN_MS, () => {
      for (const stroke of strokes) {
        if (this.#strokes.get(stroke)?.state === 'waiting' && !this.parts.outbox.has(stroke)) {
          this.#strokes.delete(stroke);
        }
      }
      this.parts.changed();
    });
  }

  /** The room would not have a stroke: it fades. */
  refused(stroke: number): void {
    const overlaid = this.#strokes.get(stroke);
    if (!overlaid) return;
    overlaid.state = 'refused';
    this.parts.changed();
    this.parts.clock.after(FADE_MS, () => {
      this.#strokes.delete(stroke);
      this.parts.changed();
    });
  }

  /** The room settled erasures: what it refused comes back into sight. */
  erasuresSettled(ids: readonly StrokeId[], refused: boolean): void {
    for (const id of ids) {
      const key = strokeKey(...id);
      if (refused || !this.parts.canvas().get(key)) this.hidden.delete(key);
    }
    this.parts.changed();
  }
}

import { boxAround, boxesMeet, brushSize, inkBox } from '@inkling/shared/brush';
import type { Stroke } from '@inkling/shared/canvas';
import { POINT_STRIDE, pointCount } from '@inkling/shared/ink';
import { type Box, type StrokeId, strokeKey } from '@inkling/shared/reading';
import type { RoomLink } from '../link/link.ts';

/** A stroke on a sheet, as the painter knows it. */
export interface Drawn {
  readonly key: string;
  readonly author: number;
  readonly stroke: number;
  readonly pressure: boolean;
  readonly done: boolean;
  readonly refused: boolean;
  /** Whether it is drawn from one's own overlay: at once and whole. */
  readonly own: boolean;
  readonly points: readonly number[];
  /** How many points it had when it was looked at; the list itself may grow in place. */
  readonly count: number;
  /** The box around it, once somebody asked: `Sheet.boxOf`. */
  box: Box | null;
}

/** What of a room a sheet needs. */
export type SheetLink = Pick<
  RoomLink,
  'strokes' | 'onStrokes' | 'ownInk' | 'colorOf' | 'you' | 'onRefused'
>;

/** The ink of one surface: the canvas's strokes, and over them one's own that the canvas does not hold yet. */
export class Sheet {
  readonly #strokes = new Map<string, Drawn>();
  readonly #undo: (() => void)[];
  #overlaid = new Map<string, Drawn>();

  constructor(
    private readonly link: SheetLink,
    readonly surface: number,
    /** Called after the sheet changed, with what was and what is now. */
    private readonly changed: (before: Drawn | undefined, now: Drawn | undefined) => void,
  ) {
    this.#undo = [
      link.onStrokes((keys) => this.#canvasChanged(keys)),
      link.ownInk.onChange(() => this.#ownChanged()),
    ];
    this.#ownChanged();
    for (const { author, stroke } of link.strokes.strokes()) this.#look(strokeKey(author, stroke));
  }

  close(): void {
    for (const undo of this.#undo) undo();
  }

  strokes(): Iterable<Drawn> {
    return this.#strokes.values();
  }

  get(key: string): Drawn | undefined {
    return this.#strokes.get(key);
  }

  /** The box around a stroke, pen included. */
  boxOf(drawn: Drawn): Box {
    drawn.box ??= inkBox(drawn.points, brushSize(this.surface));
    return drawn.box;
  }

  /** The box around all strokes; null where there are none. */
  bounds(): Box | null {
    let bounds: Box | null = null;
    for (const drawn of this.#strokes.values()) bounds = boxAround(bounds, this.boxOf(drawn));
    return bounds;
  }

  /** The strokes that a sweep from one point to another touches. */
  touched(sweep: Sweep, lets: (drawn: Drawn) => boolean): StrokeId[] {
    const reach = sweep.radius + brushSize(this.surface) / 2;
    const x = Math.min(sweep.x0, sweep.x1) - reach;
    const y = Math.min(sweep.y0, sweep.y1) - reach;
    const w = Math.abs(sweep.x1 - sweep.x0) + 2 * reach;
    const box = { x, y, w, h: Math.abs(sweep.y1 - sweep.y0) + 2 * reach };
    const ids: StrokeId[] = [];
    for (const drawn of this.#strokes.values()) {
      if (drawn.refused || !lets(drawn) || !boxesMeet(box, this.boxOf(drawn))) continue;
      if (isNear(drawn.points, sweep, reach)) ids.push([drawn.author, drawn.stroke]);
    }
    return ids;
  }

  #canvasChanged(keys: ReadonlySet<string>): void {
    for (const key of keys) this.#look(key);
  }

  #ownChanged(): void {
    const { ownInk } = this.link;
    const before = this.#overlaid;
    this.#overlaid = new Map();
    for (const stroke of ownInk.strokes()) {
      if (stroke.surface !== this.surface) continue;
      const drawn = drawnOf(stroke, { own: true, refused: stroke.refused });
      this.#overlaid.set(drawn.key, drawn);
    }
    for (const key of new Set([...before.keys(), ...this.#overlaid.keys()])) this.#look(key);
    for (const key of ownInk.hidden) if (this.#strokes.has(key)) this.#look(key);
    for (const key of this.#hidden) if (!ownInk.hidden.has(key)) this.#look(key);
    this.#hidden = new Set(ownInk.hidden);
  }

  #hidden = new Set<string>();

  /** Looks at one stroke anew. */
  #look(key: string): void {
    const before = this.#strokes.get(key);
    const now = this.#overlaid.get(key) ?? this.#onCanvas(key);
    if (before && now && isSame(before, now)) {
      // The canvas took over what the overlay drew: nothing to be seen.
      this.#strokes.set(key, now);
      if (before.own !== now.own || before.points !== now.points) this.changed(before, now);
      return;
    }
    if (now) this.#strokes.set(key, now);
    else this.#strokes.delete(key);
    if (before || now) this.changed(before, now);
  }

  #onCanvas(key: string): Drawn | undefined {
    if (this.link.ownInk.hidden.has(key)) return undefined;
    const stroke = this.link.strokes.get(key);
    if (!stroke || stroke.surface !== this.surface) return undefined;
    return drawnOf(stroke, { own: false, refused: false });
  }
}

/** A straight piece of an eraser's path, and how far it reaches. */
export interface Sweep {
  readonly x0: number;
  readonly y0: number;
  readonly x1: number;
  readonly y1: number;
  readonly radius: number;
}

function drawnOf(stroke: Stroke, from: { own: boolean; refused: boolean }): Drawn {
  const { author, pressure, done, points } = stroke;
  const key = strokeKey(author, stroke.stroke);
  return {
    key,
    author,
    stroke: stroke.stroke,
    pressure,
    done,
    points,
    count: pointCount(points),
    box: null,
    ...from,
  };
}

function isSame(a: Drawn, b: Drawn): boolean {
  return a.count === b.count && a.done === b.done && a.refused === b.refused;
}

/** Whether ink comes as near to a sweep as that. */
function isNear(points: readonly number[], sweep: Sweep, reach: number): boolean {
  for (let i = 0; i < points.length; i += POINT_STRIDE) {
    const x = points[i] as number;
    const y = points[i + 1] as number;
    const j = i + POINT_STRIDE < points.length ? i + POINT_STRIDE : i;
    const to = { x1: points[j] as number, y1: points[j + 1] as number };
    if (segmentsGap(sweep, { x0: x, y0: y, ...to }) <= reach) return true;
  }
  return false;
}

interface Segment {
  readonly x0: number;
  readonly y0: number;
  readonly x1: number;
  readonly y1: number;
}

function pointGap(x: number, y: number, s: Segment): number {
  const dx = s.x1 - s.x0;
  const dy = s.y1 - s.y0;
  const length = dx * dx + dy * dy;
  const along = length === 0 ? 0 : ((x - s.x0) * dx + (y - s.y0) * dy) / length;
  const t = Math.min(Math.max(along, 0), 1);
  return Math.hypot(x - s.x0 - t * dx, y - s.y0 - t * dy);
}

function side(s: Segment, x: number, y: number): number {
  return Math.sign((s.x1 - s.x0) * (y - s.y0) - (s.y1 - s.y0) * (x - s.x0));
}

/** The distance between two segments. */
function segmentsGap(a: Segment, b: Segment): number {
  const cross =
    side(a, b.x0, b.y0) * side(a, b.x1, b.y1) < 0 && side(b, a.x0, a.y0) * side(b, a.x1, a.y1) < 0;
  if (cross) return 0;
  return Math.min(
    pointGap(a.x0, a.y0, b),
    pointGap(a.x1, a.y1, b),
    pointGap(b.x0, b.y0, a),
    pointGap(b.x1, b.y1, a),
  );
}

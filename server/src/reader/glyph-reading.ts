import { SETTLE_MS } from '@inkling/shared/limits';
import {
  type Box,
  NOT_A_DIGIT,
  READING_CLASSES,
  type Reading,
  type StrokeId,
} from '@inkling/shared/reading';
import { type Glyph, glyphBox, strokeIds } from '@inkling/shared/segment';
import type { Answer } from './batch.ts';

/** A glyph whose longer side is below this many units is a dot, which is never a digit. */
const DOT_UNITS = 16;
/** Probabilities (of 255) of ink in progress that differ by no more than this look the same. */
const SAME = 2;

/** Whether a glyph holds too little ink to be read. */
export function isDot({ bounds }: Pick<Glyph, 'bounds'>): boolean {
  return Math.max(bounds.right - bounds.left, bounds.bottom - bounds.top) < DOT_UNITS;
}

/** What both heads say of a dot: no digit. */
export const DOT_ANSWER: Answer = {
  final: Array.from({ length: READING_CLASSES }, (_, i) => (i === NOT_A_DIGIT ? 1 : 0)),
  live: new Array<number>(READING_CLASSES - 1).fill(0),
};

/** Probabilities as the wire carries them. */
export function toBytes(probabilities: readonly number[]): Uint8Array {
  const bytes = new Uint8Array(READING_CLASSES);
  for (let i = 0; i < probabilities.length; i++) {
    bytes[i] = Math.round((probabilities[i] as number) * 255);
  }
  return bytes;
}

interface Read {
  readonly glyph: Glyph;
  readonly answer: Answer;
  readonly liftedAt: number;
}

interface Spoken {
  readonly glyph: Glyph;
  readonly box: Box;
  readonly strokes: readonly StrokeId[];
  readonly probabilities: readonly number[];
}

function sameStrokes(a: Glyph, b: Glyph): boolean {
  return a.marks.length === b.marks.length && a.marks.every((mark, i) => mark === b.marks[i]);
}

/** One glyph's way from ink to reading: what was last drawn, last read, and last said of it. */
export class GlyphReading {
  #read: Read | null = null;
  #spoken: Spoken | null = null;
  #version: number;

  constructor(
    readonly room: string,
    /** The newest shape of the glyph. */
    public glyph: Glyph,
    firstVersion: number,
  ) {
    this.#version = firstVersion;
  }

  /** Whether a reading of it was said. */
  get spoken(): boolean {
    return this.#spoken !== null;
  }

  /** The newest answer there is, and for which shape of the glyph. */
  get read(): Read | null {
    return this.#read;
  }

  /** Takes what the network says of one shape of the glyph. */
  take(glyph: Glyph, answer: Answer, liftedAt: number): void {
    this.#read = { glyph, answer, liftedAt };
  }

  /** When the other head gets its say; Infinity while the pen is down, -Infinity when it has spoken. */
  settlesAt(now: number): number {
    const at = (this.#read?.liftedAt ?? Infinity) + SETTLE_MS;
    return at > now ? at : -Infinity;
  }

  /** What there is to say now; null when nobody would see a difference. */
  speak(now: number): Reading | null {
    if (!this.#read) return null;
    const { glyph, answer, liftedAt } = this.#read;
    const settled = liftedAt + SETTLE_MS <= now;
    // A dot may be the beginning of a digit: nothing is said of it before it is all there is.
    if (!settled && isDot(glyph)) return null;
    const probabilities = toBytes(settled ? answer.final : answer.live);
    const box = glyphBox(glyph);
    // What is said last is said as it is: two machines on their own ways there must end with the same.
    const same = settled ? 0 : SAME;
    const next = { glyph, box, probabilities, same };
    if (this.#spoken && looksLike(this.#spoken, next)) return null;
    const strokes = strokeIds(glyph);
    this.#spoken = { glyph, box, strokes, probabilities: [...probabilities] };
    const { id, surface } = glyph;
    return { glyph: id, surface, box, version: this.#version++, strokes, probabilities };
  }
}

interface Next extends Pick<Spoken, 'glyph' | 'box'> {
  readonly probabilities: Uint8Array;
  /** How far probabilities may be apart. */
  readonly same: number;
}

/** Whether nobody would see a difference between what was said and what would be said next. */
function looksLike(spoken: Spoken, next: Next): boolean {
  const { x, y, w, h } = spoken.box;
  const { box } = next;
  if (box.x !== x || box.y !== y || box.w !== w || box.h !== h) return false;
  if (!sameStrokes(spoken.glyph, next.glyph)) return false;
  return next.probabilities.every(
    (p, i) => Math.abs(p - (spoken.probabilities[i] as number)) <= next.same,
  );
}

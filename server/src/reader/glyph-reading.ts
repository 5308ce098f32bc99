import { SETTLE_MS } from '@inkling/shared/limits';
import { type Box, NOT_A_DIGIT, READING_CLASSES, type Reading } from '@inkling/shared/reading';
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

/** One of the two heads' probabilities as the wire carries them. */
function bytesOf({ answer }: Read, settled: boolean): Uint8Array {
  return toBytes(settled ? answer.final : answer.live);
}

interface Saying extends Pick<Reading, 'box' | 'probabilities'> {
  readonly glyph: Glyph;
}

function sameBox(a: Box, b: Box): boolean {
  return a.x === b.x && a.y === b.y && a.w === b.w && a.h === b.h;
}

function sameStrokes(a: Glyph, b: Glyph): boolean {
  return a.traces.length === b.traces.length && a.traces.every((trace, i) => trace === b.traces[i]);
}

/** One glyph's way from ink to reading: what was last drawn, last read, and last said of it. */
export class GlyphReading {
  #read: Read | null = null;
  /** What was last said, as what it was said from: of a glyph that has settled, one answer is kept and no copy. */
  #spoken: Read | null = null;
  /** Whether it was said of finished ink. */
  #spokenSettled = false;
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

  /** The version of what is said of it next. */
  get nextVersion(): number {
    return this.#version;
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
    const { glyph, liftedAt } = this.#read;
    const settled = liftedAt + SETTLE_MS <= now;
    // A dot may be the beginning of a digit: nothing is said of it before it is all there is.
    if (!settled && isDot(glyph)) return null;
    const probabilities = bytesOf(this.#read, settled);
    const box = glyphBox(glyph);
    // What is said last is said as it is: two machines on their own ways there must end with the same.
    if (this.#wasSaid({ glyph, box, probabilities }, settled ? 0 : SAME)) return null;
    this.#spoken = this.#read;
    this.#spokenSettled = settled;
    const { id, surface } = glyph;
    const strokes = strokeIds(glyph);
    return { glyph: id, surface, box, version: this.#version++, strokes, probabilities };
  }

  /** Whether nobody would see a difference between what was said and what would be said next: `same` is how far probabilities may be apart. */
  #wasSaid({ glyph, box, probabilities }: Saying, same: number): boolean {
    const spoken = this.#spoken;
    if (!spoken || !sameBox(glyphBox(spoken.glyph), box)) return false;
    if (!sameStrokes(spoken.glyph, glyph)) return false;
    const said = bytesOf(spoken, this.#spokenSettled);
    return probabilities.every((p, i) => Math.abs(p - (said[i] as number)) <= same);
  }
}

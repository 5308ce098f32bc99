/** Classes that a reading has a probability for: the digits 0–9, then "not a digit". */
export const READING_CLASSES = 11;

/** The index of "not a digit" among a reading's probabilities. */
export const NOT_A_DIGIT = 10;

/** A rectangle in surface units. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly w: number;
  readonly h: number;
}

/** Names one stroke: who drew it, and that author's number for it. */
export type StrokeId = readonly [author: number, stroke: number];

/** What the network makes of a glyph. */
export interface Reading {
  /** "author.stroke" of the glyph's oldest stroke, by the author with the lowest number; it survives the glyph's growth. */
  readonly glyph: string;
  readonly surface: number;
  readonly box: Box;
  /** Grows with every change of the glyph's ink. */
  readonly version: number;
  readonly strokes: readonly StrokeId[];
  /** `READING_CLASSES` probabilities × 255, as the wire carries them. */
  readonly probabilities: Uint8Array;
}

/** A glyph that no longer is: its ink was erased or went to another glyph. */
export interface GoneReading {
  readonly glyph: string;
  readonly gone: true;
}

/** What a frame says of one glyph. */
export type ReadingChange = Reading | GoneReading;

/** Whether a change takes a reading away. */
export function isGone(change: ReadingChange): change is GoneReading {
  return 'gone' in change;
}

/** "author.stroke": the key of a stroke, and the id of a glyph whose oldest stroke it is. */
export function strokeKey(author: number, stroke: number): string {
  return `${author}.${stroke}`;
}

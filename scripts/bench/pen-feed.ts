import { penDigits } from '../../e2e/pen.ts';
import type { PenPoint } from '../../e2e/strokes.ts';

/** One sample of a pen at 60 Hz: down at a place, or up. */
export type Sample =
  | { readonly down: true; readonly x: number; readonly y: number }
  | { readonly down: false };

export const SAMPLE_MS = 1000 / 60;
/** Samples for which a pen is up, as people's are. A restless one is lifted and put down again. */
const BETWEEN_STROKES = 12;
const BETWEEN_DIGITS = 24;

/** A rectangle in units for somebody to write in, digit after digit. */
export interface Sheet {
  readonly x: number;
  readonly y: number;
  readonly w: number;
  readonly h: number;
  /** The longer side of a digit, in units. */
  readonly digit: number;
}

function* strokeSamples(way: readonly PenPoint[], at: PenPoint, size: number): Generator<Sample> {
  for (const [x, y] of way) {
    yield { down: true, x: Math.round(at[0] + x * size), y: Math.round(at[1] + y * size) };
  }
}

/** What a pen does that writes digit after digit on its sheet, line by line, for ever. */
export function* penSamples(
  sheet: Sheet,
  { seed, restless }: { readonly seed: number; readonly restless: boolean },
): Generator<Sample, never> {
  const digits = penDigits();
  const step = sheet.digit * 1.7;
  const columns = Math.max(1, Math.floor(sheet.w / step));
  const rows = Math.max(1, Math.floor(sheet.h / step));
  for (let n = 0; ; n++) {
    const digit = digits[(seed * 37 + n * 101) % digits.length];
    const cell = n % (columns * rows);
    const at: PenPoint = [
      sheet.x + (cell % columns) * step,
      sheet.y + Math.floor(cell / columns) * step,
    ];
    for (const way of digit?.strokes ?? []) {
      yield* strokeSamples(way, at, sheet.digit);
      for (let i = 0; i < (restless ? 1 : BETWEEN_STROKES); i++) yield { down: false };
    }
    for (let i = 0; i < (restless ? 0 : BETWEEN_DIGITS); i++) yield { down: false };
  }
}

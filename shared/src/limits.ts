/**
 * Every number that both sides of the wire must agree on. Limits of strokes and rooms are what the server enforces unless
 * its environment says otherwise; the page knows them as they are here.
 */

/** The wire version that `join` must name. */
export const WIRE_VERSION = 1;

/** The shared board's size in units (surface 0). */
export const BOARD = { w: 4096, h: 2560 } as const;

/** A tile's size in units (surface n is author n's own). */
export const TILE = { w: 2048, h: 2048 } as const;

/** The largest message that a client may send, in bytes. */
export const MESSAGE_BYTES = 64 * 1024;

/** Points in one stroke at most. */
export const STROKE_POINTS = 4000;

/** Strokes in one room at most. */
export const ROOM_STROKES = 5000;

/** People who may draw in one room at once. */
export const ROOM_DRAWING = 60;

/** People who may watch one room at once. */
export const ROOM_WATCHING = 200;

/** A stroke lasts this many milliseconds at most. */
export const STROKE_MS = 60 * 60 * 1000;

/** A name's length at most, in UTF-16 units. */
export const NAME_LENGTH = 40;

/** `point` events a second that a client may send. */
export const POINTS_A_SECOND = 20;

/** How long after the last pen-up a glyph still counts as being drawn, in milliseconds. */
export const SETTLE_MS = 400;

/** How long `clear` can be undone, in milliseconds. */
export const UNDO_MS = 10 * 60 * 1000;

/** Letters of a room code: the alphabet without I, L and O. */
export const CODE_LETTERS = 'ABCDEFGHJKMNPQRSTUVWXYZ';

/** Letters in a room code. */
export const CODE_LENGTH = 6;

/** The size in units of a surface: the board for 0, a tile for anything else. */
export function surfaceSize(surface: number): { readonly w: number; readonly h: number } {
  return surface === 0 ? BOARD : TILE;
}

/** Figures that stand for one letter alone. O, 0, I, 1 and L are in no code, and might be meant for several. */
const MEANT: Readonly<Record<string, string>> = { '2': 'Z', '5': 'S', '6': 'G', '8': 'B' };

/**
 * The room code that a person typed, in capitals; null when it is none. Spaces and punctuation are left out, and a figure is
 * taken for the letter that it looks like where there is only one.
 */
export function parseCode(typed: string): string | null {
  const code = typed
    .replace(/[\s\p{P}]/gu, '')
    .toUpperCase()
    .replace(/[2568]/g, (figure) => MEANT[figure] ?? figure);
  if (code.length !== CODE_LENGTH) return null;
  for (const letter of code) if (!CODE_LETTERS.includes(letter)) return null;
  return code;
}

import { inkBox } from '@inkling/shared/brush';
import { POINT_STRIDE } from '@inkling/shared/ink';
import { TILE } from '@inkling/shared/limits';
import type { Room, You } from '@inkling/shared/protocol';
import type { Box } from '@inkling/shared/reading';

/** The surface that a person's page draws on: in a class a tile of their own, until the host calls them to the board. */
export function paperOf(room: Room, you: You): number {
  return room.kind === 'class' && room.spotlight !== 0 ? you.surface : 0;
}

/** Shifts a span so that it lies between 0 and `whole`. */
const movedIn = (start: number, length: number, whole: number) =>
  Math.min(Math.max(start, 0), whole - length);

/**
 * Turns points of the board into points of a tile, in place: ink from before the page knew that it has one. `tile` is
 * what a tile covers of the screen, in units of the board. Ink stays where it was seen on the screen; a stroke that
 * reaches beyond the tile is moved in, and made smaller where it must be.
 */
export function moveOntoTile(points: number[], tile: Box): void {
  const ink = inkBox(points, 0);
  const across = Math.max(ink.w / TILE.w, ink.h / TILE.h);
  const scale = Math.min(TILE.w / tile.w, across > 0 ? 1 / across : Number.POSITIVE_INFINITY);
  const x = movedIn((ink.x - tile.x) * (TILE.w / tile.w), ink.w * scale, TILE.w);
  const y = movedIn((ink.y - tile.y) * (TILE.h / tile.h), ink.h * scale, TILE.h);
  for (let i = 0; i < points.length; i += POINT_STRIDE) {
    points[i] = Math.round(x + ((points[i] as number) - ink.x) * scale);
    points[i + 1] = Math.round(y + ((points[i + 1] as number) - ink.y) * scale);
  }
}

import type { Stroke } from '@inkling/shared/canvas';
import { strokeKey } from '@inkling/shared/reading';
import type { RoomLink } from '../link/link.ts';

/** The ink of a surface as this page shows it: the canvas's, without what one just erased, and one's own that is still on its way. */
export function inkHere(
  link: { readonly strokes: Pick<RoomLink['strokes'], 'strokes'> } & {
    readonly ownInk: Pick<RoomLink['ownInk'], 'strokes' | 'hidden'>;
  },
  surface: number,
): Stroke[] {
  const { strokes, ownInk } = link;
  const ink = new Map<string, Stroke>();
  for (const stroke of strokes.strokes()) {
    const key = strokeKey(stroke.author, stroke.stroke);
    if (stroke.surface === surface && !ownInk.hidden.has(key)) ink.set(key, stroke);
  }
  for (const { refused, ...stroke } of ownInk.strokes()) {
    const key = strokeKey(stroke.author, stroke.stroke);
    if (stroke.surface !== surface) continue;
    if (refused) ink.delete(key);
    else ink.set(key, stroke);
  }
  return [...ink.values()];
}

import type { Person, Room } from '@inkling/shared/protocol';

interface Wanted {
  readonly room: Pick<Room, 'kind' | 'spotlight' | 'curtain'> | null;
  /** What the keys of this projector chose: a surface, or null for the grid; undefined follows the host. */
  readonly chosen: number | null | undefined;
  readonly people: readonly Pick<Person, 'author'>[];
}

/** The surface that the stage shows large; null for the grid of a class. A tile of nobody is not shown, nor any behind the curtain. */
export function onStage({ room, chosen, people }: Wanted): number | null {
  if (room?.kind !== 'class') return chosen ?? room?.spotlight ?? 0;
  const wanted = chosen === undefined ? room.spotlight : chosen;
  if (wanted === null || wanted === 0) return wanted;
  const isShown = !room.curtain && people.some(({ author }) => author === wanted);
  return isShown ? wanted : null;
}

/** Who has a tile on the stage: those who are here to draw, and those whose ink is there. */
export function studentsOf(
  people: readonly Person[],
  hasInk: (author: number) => boolean,
): readonly Person[] {
  return people.filter(({ author, as, here }) => (as === 'draw' && here) || hasInk(author));
}

import type { Person } from '@inkling/shared/protocol';
import type { Reading } from '@inkling/shared/reading';

/** The authors of all ink that is read, on whatever surface. */
export function authorsIn(readings: Iterable<Reading>): ReadonlySet<number> {
  return new Set([...readings].flatMap(({ strokes }) => strokes.map(([author]) => author)));
}

/** Whom the remote can show and remove: all but the host who draw or left their ink, also who only watches now. */
export function drawersOf(
  people: readonly Person[],
  owners: ReadonlySet<number>,
): readonly Person[] {
  // Whoever is not here is told only with ink, and as somebody who draws.
  return people.filter(({ author, as, host }) => !host && (as === 'draw' || owners.has(author)));
}

/** However much room there is, more than these are counted. */
const SHOWN = 6;
/** Across, in CSS pixels: what surrounds the avatars, each of them, and the count of those left out. */
const AROUND = 10;
const EACH = 22;
const COUNT = 34;

/** How many of some people are shown as avatars in a width; the others are counted, and never a single one. */
export function avatarsIn(width: number, people: number): number {
  const fit = (w: number) => Math.max(0, Math.floor((w - AROUND) / EACH));
  if (people <= Math.min(SHOWN + 1, fit(width))) return people;
  return Math.min(SHOWN, fit(width - COUNT), Math.max(0, people - 2));
}

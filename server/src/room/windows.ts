/**
 * Windows in milliseconds, by how many are told. With few, speed matters. With a handful, a frame carries little ink and
 * its envelope weighs most, so it waits longest; a crowd fills a frame sooner. A glyph whose pen is down is read no
 * oftener than its pace.
 */
const WINDOWS = [
  { people: 3, ms: 16, pace: 0 },
  { people: 15, ms: 60, pace: 120 },
  { people: Number.POSITIVE_INFINITY, ms: 20, pace: 32 },
] as const;

/** The window of a room that tells so many, and the pace of its readings. */
export function windowFor(people: number): (typeof WINDOWS)[number] {
  return WINDOWS.find((window) => people <= window.people) ?? WINDOWS[2];
}

/** Where people are on other machines, ink goes there after this long at most: it is to come before their next frame. */
export const SHARE_MS = 12;

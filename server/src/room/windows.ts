interface Window {
  /** Up to so many people. */
  readonly people: number;
  /** How long a frame gathers, in milliseconds. */
  readonly ms: number;
  /** The same where somebody's frames have an envelope. */
  readonly envelopedMs: number;
  /** A glyph whose pen is down is read no oftener than this. */
  readonly pace: number;
}

/**
 * With few who are told, speed matters. With a handful, a frame carries little ink: where an envelope outweighs it, it
 * waits longest. A crowd fills a frame sooner.
 */
const WINDOWS: readonly Window[] = [
  { people: 3, ms: 8, envelopedMs: 16, pace: 0 },
  { people: 15, ms: 44, envelopedMs: 60, pace: 120 },
];
const CROWD: Window = { people: Number.POSITIVE_INFINITY, ms: 20, envelopedMs: 20, pace: 32 };

/** Whether so many are a crowd. */
export function isCrowd(people: number): boolean {
  return people > (WINDOWS.at(-1)?.people ?? 0);
}

/** The window of a room that tells so many, and the pace of its readings. */
export function windowFor(people: number, enveloped: boolean): Pick<Window, 'ms' | 'pace'> {
  const { ms, envelopedMs, pace } = WINDOWS.find((window) => people <= window.people) ?? CROWD;
  return { ms: enveloped ? envelopedMs : ms, pace };
}

/** Where people are on other machines, ink goes there after this long at most: it is to come before their next frame. */
export const SHARE_MS = 12;

interface Window {
  /** Up to so many people. */
  readonly people: number;
  /** How long a frame gathers, in milliseconds. */
  readonly ms: number;
  /** The same where somebody's frames have an envelope. */
  readonly envelopedMs: number;
  /** A glyph whose pen is down is read no oftener than this. */
  readonly pace: number;
  /** To what that may grow where the reader has many rooms: that is what is given up first. */
  readonly slowestPace: number;
}

/**
 * With few who are told, speed matters. With a handful, a frame carries little ink: where an envelope outweighs it, it
 * waits longest. A crowd fills a frame sooner.
 */
const WINDOWS: readonly Window[] = [
  { people: 3, ms: 8, envelopedMs: 16, pace: 8, slowestPace: 64 },
  { people: 15, ms: 44, envelopedMs: 60, pace: 44, slowestPace: 120 },
];
const CROWD: Window = {
  people: Number.POSITIVE_INFINITY,
  ms: 20,
  envelopedMs: 20,
  pace: 32,
  slowestPace: 32,
};

/** Whether so many are a crowd. */
export function isCrowd(people: number): boolean {
  return people > (WINDOWS.at(-1)?.people ?? 0);
}

/** The window of a room that tells so many, and the pace of its readings. */
export function windowFor(
  people: number,
  enveloped: boolean,
): Pick<Window, 'ms' | 'pace' | 'slowestPace'> {
  const { ms, envelopedMs, pace, slowestPace } =
    WINDOWS.find((window) => people <= window.people) ?? CROWD;
  return { ms: enveloped ? envelopedMs : ms, pace, slowestPace };
}

/** In a room of so many, the list of them is told again after this many milliseconds for each, and after the longest at most. */
const NEWS_MS_EACH = 2;
const LONGEST_NEWS_MS = 300;

/** Bytes that a person takes in the list, about, and bytes of lists that a room tells a second. */
const PERSON_BYTES = 120;
const NEWS_BYTES = 20_000_000;

/**
 * How long a list of people rests once it was told: each of N is told of all N, and a class comes in one moment. Beside those
 * who are told, it lists all who left ink: where that makes it long, it rests as its bytes bear.
 */
export function peopleWindowFor(told: number, listed: number): number {
  const byPeople = isCrowd(told) ? Math.min(NEWS_MS_EACH * told, LONGEST_NEWS_MS) : 0;
  const byBytes = (1000 * listed * told * PERSON_BYTES) / NEWS_BYTES;
  return isCrowd(told) || isCrowd(listed) ? Math.max(byPeople, byBytes) : 0;
}

/** Where people are on other machines, ink goes there after this long at most: it is to come before their next frame. */
export const SHARE_MS = 12;

/** A Chromium of this machine: the one named by CHROME_PATH, or the first found; null when there is none. */
export function findChromium(): string | null;
/** A sentence when Inkling does not run on this version of Node.js; null otherwise. */
export function nodeWillNotDo(version: string): string | null;

/** A Chromium of this machine: the one named by CHROME_PATH, or the first found; null when there is none. */
export function findChromium(): string | null;

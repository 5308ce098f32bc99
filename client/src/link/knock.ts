/** How often somebody knocks, and how long an answer may take, in milliseconds. */
export interface Rhythm {
  readonly everyMs: number;
  readonly answerMs: number;
}

const RHYTHM: Rhythm = { everyMs: 1000, answerMs: 2500 };

/**
 * Finds out that a network is back while a try to connect hangs: what was asked while nothing passed is asked again only
 * after seconds, each time twice as many, so a fresh question goes beside it. `answered` is called once, when the first
 * has its answer. Returns what ends it.
 */
export function knock(url: string, answered: () => void, rhythm = RHYTHM): () => void {
  let over = false;
  const ask = async () => {
    const late = new AbortController();
    const timer = setTimeout(() => late.abort(), rhythm.answerMs);
    try {
      const { ok } = await fetch(url, { cache: 'no-store', signal: late.signal });
      if (over || !ok) return;
      end();
      answered();
    } catch {
      // Nobody is there yet.
    } finally {
      clearTimeout(timer);
    }
  };
  const knocking = setInterval(ask, rhythm.everyMs);
  const end = () => {
    over = true;
    clearInterval(knocking);
  };
  return end;
}

/** How often somebody knocks, and how long an answer may take, in milliseconds. */
const EVERY_MS = 1000;
const ANSWER_MS = 2500;

/**
 * Finds out that a network is back while a try to connect hangs: what was asked while nothing passed is asked again only
 * after seconds, each time twice as many, so a fresh question goes beside it. `answered` is called once, when the first
 * has its answer. Returns what ends it.
 */
export function knock(url: string, answered: () => void): () => void {
  const questions = new Set<AbortController>();
  const ask = async () => {
    const question = new AbortController();
    questions.add(question);
    const late = setTimeout(() => question.abort(), ANSWER_MS);
    try {
      const { ok } = await fetch(url, { cache: 'no-store', signal: question.signal });
      // The first to be answered ended the others.
      if (!ok || question.signal.aborted) return;
      end();
      answered();
    } catch {
      // Nobody is there yet.
    } finally {
      clearTimeout(late);
      questions.delete(question);
    }
  };
  const knocking = setInterval(ask, EVERY_MS);
  const end = () => {
    clearInterval(knocking);
    for (const question of questions) question.abort();
  };
  return end;
}

import type { Reading } from '@inkling/shared/reading';
import { createSignal, onCleanup } from 'solid-js';
import type { AskPast } from '../mind/ask-past.ts';
import type { History } from '../mind/history.ts';

/** Glyphs that are asked for at the same time. */
const AT_ONCE = 2;
/** After a failure the next try comes this much later, so many times. */
const AGAIN_MS = 1500;
const TRIES = 5;

/** Readings of ink that this page did not hear: asked for when a replay comes to them. */
export interface Past {
  /** What was read of a glyph while it was made; null while that is not known. Reactive. */
  historyOf(now: Reading): History | null;
  /** Whether it cannot be had. Reactive. */
  isLost(now: Reading): boolean;
  /** Asks for a glyph's past, unless that was done. */
  want(now: Reading): void;
}

const shapeOf = ({ glyph, version }: Reading) => `${glyph} ${version}`;

/** Has the room read half-made glyphs again: readings are a function of the ink, so they are the same as they were. */
export function createPast(ask: AskPast): Past {
  const known = new Map<string, History | 'asked' | 'lost'>();
  const [news, setNews] = createSignal(0);
  const waiting: Reading[] = [];
  const abort = new AbortController();
  let asking = 0;
  onCleanup(() => abort.abort());

  async function fetchOne(now: Reading): Promise<void> {
    for (let tries = 0; tries < TRIES && !abort.signal.aborted; tries++) {
      if (tries > 0) await new Promise((resolve) => setTimeout(resolve, AGAIN_MS));
      const history = await ask(now.glyph, abort.signal);
      if (!history) continue;
      known.set(shapeOf(now), history);
      return;
    }
    known.set(shapeOf(now), 'lost');
  }

  function next(): void {
    // What the replay came to last is what is looked at.
    const now = asking < AT_ONCE ? waiting.pop() : undefined;
    if (!now || abort.signal.aborted) return;
    asking++;
    void fetchOne(now).then(() => {
      asking--;
      setNews((n) => n + 1);
      next();
    });
  }

  const look = (now: Reading) => {
    news();
    return known.get(shapeOf(now));
  };
  return {
    historyOf(now) {
      const history = look(now);
      return typeof history === 'object' ? history : null;
    },
    isLost: (now) => look(now) === 'lost',
    want(now) {
      if (known.has(shapeOf(now))) return;
      known.set(shapeOf(now), 'asked');
      waiting.push(now);
      next();
    },
  };
}

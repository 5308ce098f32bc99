import {
  type ClearAnswer,
  type Done,
  type HostRequest,
  type Refusal,
  refuse,
  type Vote,
} from '@inkling/shared/protocol';
import type { Clock } from './clock.ts';
import type { Deeds } from './deeds.ts';
import type { Line } from './line.ts';

interface WishParts {
  /** The line while the room has us. */
  readonly line: () => Line | null;
  readonly clock: Clock;
  readonly deeds: Deeds;
  /** How much of one's own the room does not have yet. */
  readonly waiting: () => number;
  /** Calls when the room has everything. Returns its undo. */
  readonly onFlushed: (call: () => void) => () => void;
}

/** How long `clear` waits for ink that is still on its way. */
const FLUSH_MS = 2000;
const DOWN = 'The line is down; try again when it is back.';

/** What is asked of the room once and answered at once: these are not kept for later, because they might surprise then. */
export function makeWishes({ line, clock, deeds, waiting, onFlushed }: WishParts) {
  async function ask<T>(wish: (line: Line) => Promise<T>): Promise<T | Refusal> {
    const up = line();
    if (!up) return refuse('busy', DOWN);
    try {
      return await wish(up);
    } catch {
      return refuse('busy', DOWN);
    }
  }

  function untilFlushed(): Promise<void> {
    return new Promise((resolve) => {
      const undo = [onFlushed(() => end()), clock.after(FLUSH_MS, () => end())];
      const end = () => {
        for (const off of undo) off();
        resolve();
      };
    });
  }

  return {
    async clear(surface?: number): Promise<ClearAnswer> {
      // What one sees is what is cleared: ink on its way arrives first.
      if (waiting() > 0) await untilFlushed();
      const answer = await ask<ClearAnswer>((up) => up.clear(surface));
      if (answer.ok) deeds.cleared(answer.undo);
      return answer;
    },
    async restore(undo: string): Promise<Done | Refusal> {
      const answer = await ask<Done | Refusal>((up) => up.restore(undo));
      if (answer.ok) deeds.restored(undo);
      return answer;
    },
    host: (request: HostRequest) => ask<Done | Refusal>((up) => up.host(request)),
    vote: (vote: Vote) => ask<Done | Refusal>((up) => up.vote(vote)),
  };
}

import type { ClearAnswer, Done, HostRequest, Refusal, Vote } from '@inkling/shared/protocol';
import type { Clock } from './clock.ts';
import type { Deeds } from './deeds.ts';
import type { Line } from './line.ts';
import { isGoneForGood } from './passing.ts';
import { UNASKED, type Unasked } from './unasked.ts';

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

/** What is asked of the room once and answered at once: these are not kept for later, because they might surprise then. */
export function makeWishes({ line, clock, deeds, waiting, onFlushed }: WishParts) {
  async function ask<T>(wish: (line: Line) => Promise<T>): Promise<T | Unasked> {
    const up = line();
    if (!up) return UNASKED;
    try {
      return await wish(up);
    } catch {
      return UNASKED;
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
    async clear(surface?: number): Promise<ClearAnswer | Unasked> {
      // What one sees is what is cleared: ink on its way arrives first.
      if (waiting() > 0) await untilFlushed();
      const answer = await ask<ClearAnswer>((up) => up.clear(surface));
      if (answer.ok) deeds.cleared(answer.undo);
      return answer;
    },
    async restore(undo: string): Promise<Done | Refusal | Unasked> {
      const answer = await ask<Done | Refusal>((up) => up.restore(undo));
      if (answer.ok || isGoneForGood(answer.reason)) deeds.restored(undo);
      return answer;
    },
    host: (request: HostRequest) => ask<Done | Refusal>((up) => up.host(request)),
    vote: (vote: Vote) => ask<Done | Refusal>((up) => up.vote(vote)),
  };
}

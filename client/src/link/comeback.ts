import type { Clock } from './clock.ts';

/** How a page notices that it may be worth trying at once. */
export interface PageSigns {
  /** Whether somebody looks at the page. */
  visible(): boolean;
  /** Calls when the network or the page comes back. Returns its undo. */
  onBack(call: () => void): () => void;
  /** Calls when the page is left. Returns its undo. */
  onLeave(call: () => void): () => void;
}

/** The signs that a browser gives; none elsewhere. */
export const browserSigns: PageSigns = {
  visible: () => typeof document === 'undefined' || document.visibilityState === 'visible',
  onBack(call) {
    if (typeof window === 'undefined') return () => {};
    const shown = () => {
      if (document.visibilityState === 'visible') call();
    };
    window.addEventListener('online', call);
    window.addEventListener('pageshow', call);
    document.addEventListener('visibilitychange', shown);
    return () => {
      window.removeEventListener('online', call);
      window.removeEventListener('pageshow', call);
      document.removeEventListener('visibilitychange', shown);
    };
  },
  onLeave(call) {
    if (typeof window === 'undefined') return () => {};
    window.addEventListener('pagehide', call);
    return () => window.removeEventListener('pagehide', call);
  },
};

const SHORTEST_MS = 500;
const LONGEST_MS = 2000;
const LONGEST_HIDDEN_MS = 15_000;
/** How often somebody knocks at a shut door, and how often the page of nobody does. */
const KNOCK_MS = 4000;
const KNOCK_HIDDEN_MS = 30_000;

/** When to try again after a cut: first after 0.5 to 1 s, then after up to 2 s while somebody looks, more slowly while nobody does. */
export class Comeback {
  #tries = 0;
  #undo: (() => void) | null = null;

  constructor(
    private readonly parts: {
      readonly clock: Clock;
      readonly random: () => number;
      readonly visible: () => boolean;
      readonly connect: () => void;
    },
  ) {}

  /** Tries again after a while, at random and later with every try: a school that comes back must not come in one moment. */
  later(): void {
    if (this.#undo) return;
    const longest = this.parts.visible() ? LONGEST_MS : LONGEST_HIDDEN_MS;
    const most = Math.min(SHORTEST_MS * 2 ** ++this.#tries, longest);
    const wait = SHORTEST_MS + this.parts.random() * (most - SHORTEST_MS);
    this.#undo = this.parts.clock.after(wait, () => this.now());
  }

  /** Knocks at a shut door after a while: the host may open it again. */
  knock(): void {
    if (this.#undo) return;
    const every = this.parts.visible() ? KNOCK_MS : KNOCK_HIDDEN_MS;
    this.#undo = this.parts.clock.after(every * (0.75 + this.parts.random() / 2), () => this.now());
  }

  /** Tries at once. */
  now(): void {
    this.stop();
    this.parts.connect();
  }

  /** The line is good: the next cut starts from the shortest wait. */
  arrived(): void {
    this.stop();
    this.#tries = 0;
  }

  stop(): void {
    this.#undo?.();
    this.#undo = null;
  }
}

/** Time as the link needs it, so that tests turn it by hand. */
export interface Clock {
  /** Epoch milliseconds. */
  now(): number;
  /** Calls once after that many ms. Returns its undo. */
  after(ms: number, call: () => void): () => void;
}

/** The time of this machine. */
export const machineClock: Clock = {
  now: () => Date.now(),
  after(ms, call) {
    const timer = setTimeout(call, ms);
    return () => clearTimeout(timer);
  },
};

import type { Outgoing, Peer } from '../peer/peer.ts';
import type { Checkpoint } from './audience.ts';

/** So long frames are held for those who are patient, in milliseconds. */
const HOLD_MS = 60;

/** Frames that wait until several of them leave in one piece, for connections that look at something else than what is in them. */
export class HeldFrames {
  #frames: Outgoing[] = [];
  #peers = new Set<Peer>();
  #since = 0;
  #from: Checkpoint | null = null;

  /** Begins to hold frames for some, unless some are held already. */
  begin(peers: Iterable<Peer>, from: Checkpoint, now: number): void {
    if (this.#peers.size > 0) return;
    // All for whom frames were held may have left.
    this.#frames = [];
    this.#peers = new Set(peers);
    this.#since = now;
    this.#from = from;
  }

  /** Whether frames are held for a connection. */
  has(peer: Peer): boolean {
    return this.#peers.has(peer);
  }

  get isEmpty(): boolean {
    return this.#peers.size === 0;
  }

  /** Whether they have been held long enough; a clock that was set back lets go, too. */
  isOver(now: number): boolean {
    return Math.abs(now - this.#since) >= HOLD_MS;
  }

  push(frame: Outgoing): void {
    this.#frames.push(frame);
  }

  delete(peer: Peer): void {
    this.#peers.delete(peer);
  }

  /** Hands out what was held, for whom, and up to where they were shown the room before; nothing is held then. */
  release(): {
    readonly frames: readonly Outgoing[];
    readonly peers: ReadonlySet<Peer>;
    readonly from: Checkpoint | null;
  } {
    const held = { frames: this.#frames, peers: this.#peers, from: this.#from };
    this.#frames = [];
    this.#peers = new Set();
    this.#from = null;
    return held;
  }
}

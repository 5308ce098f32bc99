import { encodeFrame, type Frame } from '@inkling/shared/frame';
import type { Outgoing, Peer } from '../peer/peer.ts';

/** Where a connection stood when it stopped getting frames. */
export interface Standing {
  readonly epoch: number;
  readonly vector: Uint8Array;
  readonly mark: number;
}

export interface AudienceOptions {
  /** One frame with all that was missed since; null when the canvas has been replaced meanwhile. */
  missed(since: Standing): Frame | null;
  onSkip(): void;
}

/** The connections of a room. A slow screen is skipped, not queued, and then given one frame with all it missed. */
export class Audience {
  readonly #peers = new Map<Peer, Standing | null>();

  constructor(private readonly options: AudienceOptions) {}

  add(peer: Peer): void {
    this.#peers.set(peer, null);
  }

  delete(peer: Peer): boolean {
    return this.#peers.delete(peer);
  }

  get size(): number {
    return this.#peers.size;
  }

  [Symbol.iterator](): Iterator<Peer> {
    return this.#peers.keys();
  }

  /** Whether somebody waits to be told what they missed. */
  get anyBehind(): boolean {
    for (const standing of this.#peers.values()) if (standing) return true;
    return false;
  }

  /** Sends a frame (or, for those who were behind, all they missed); `before` is where everybody stood without it. */
  send(frame: Frame, before: () => Standing): void {
    const outgoing = frameOnce(frame);
    const isEmpty = !frame.canvas && !frame.readings?.length && !frame.pointers?.length;
    for (const [peer, behind] of this.#peers) {
      if (peer.backedUp()) {
        if (!behind) this.#peers.set(peer, before());
        this.options.onSkip();
      } else if (behind) this.#catchUp(peer, behind);
      else if (!isEmpty) peer.frame(outgoing);
    }
  }

  #catchUp(peer: Peer, behind: Standing): void {
    const missed = this.options.missed(behind);
    if (!missed) {
      peer.drop();
      return;
    }
    this.#peers.set(peer, null);
    peer.frame(frameOnce(missed));
  }
}

function frameOnce(frame: Frame): Outgoing {
  let bytes: Uint8Array | undefined;
  return {
    frame,
    bytes: () => {
      bytes ??= encodeFrame(frame);
      return bytes;
    },
  };
}

import { encodeFrame, type Frame } from '@inkling/shared/frame';
import { packInk, type WrittenInk } from '@inkling/shared/packed-ink';
import type { Outgoing, Peer } from '../peer/peer.ts';
import { HeldFrames } from './held-frames.ts';
import { isCrowd } from './windows.ts';

/** Up to where a connection was shown a room, when it stopped getting frames. */
export interface Checkpoint {
  readonly epoch: number;
  readonly vector: Uint8Array;
  /** How often changes of the readings had been taken. */
  readonly taken: number;
}

export interface AudienceOptions {
  /** One frame with all that was missed since; null when the canvas has been replaced meanwhile. */
  missed(since: Checkpoint): Frame | null;
  onSkip(): void;
  /** So many bytes went to so many screens together. */
  onSent(bytes: number): void;
  now(): number;
}

interface Behind {
  readonly from: Checkpoint;
  readonly since: number;
}

/** Whoever reads nothing for so long is cut: they come back and sync, or were never going to read. */
const STUCK_MS = 60_000;

/** The connections of a room. A slow screen is skipped, not queued, and then given one frame with all it missed. */
export class Audience {
  readonly #peers = new Map<Peer, Behind | null>();
  /** Those to whom news of the room and its people could not be told. */
  readonly #uninformed = new Set<Peer>();
  readonly #held = new HeldFrames();
  #enveloped = 0;

  constructor(private readonly options: AudienceOptions) {}

  add(peer: Peer): void {
    this.#peers.set(peer, null);
    if (peer.enveloped) this.#enveloped++;
  }

  delete(peer: Peer): boolean {
    this.#uninformed.delete(peer);
    this.#held.delete(peer);
    const wasHere = this.#peers.delete(peer);
    if (wasHere && peer.enveloped) this.#enveloped--;
    return wasHere;
  }

  /** Whether somebody's frames have an envelope. */
  get anyEnveloped(): boolean {
    return this.#enveloped > 0;
  }

  /** Whether frames are held for somebody. */
  get isHolding(): boolean {
    return !this.#held.isEmpty;
  }

  get size(): number {
    return this.#peers.size;
  }

  [Symbol.iterator](): Iterator<Peer> {
    return this.#peers.keys();
  }

  /** Whether somebody waits to be told what they missed, or what is held for them. */
  get anyBehind(): boolean {
    if (this.#uninformed.size > 0 || !this.#held.isEmpty) return true;
    for (const behind of this.#peers.values()) if (behind) return true;
    return false;
  }

  /** Tells everybody some news, and all news to those who could not be told before; the backed-up hear it later. */
  tell(news: (peer: Peer) => void, all: (peer: Peer) => void): void {
    for (const peer of this.#peers.keys()) {
      if (peer.backedUp()) this.#uninformed.add(peer);
      else if (this.#uninformed.delete(peer)) all(peer);
      else news(peer);
    }
  }

  /** Whether somebody could not be told the last news. */
  get anyUninformed(): boolean {
    return this.#uninformed.size > 0;
  }

  /**
   * Sends a frame (or, for those who were behind, all they missed); `before` is up to where everybody was shown without it, and
   * `written` what its canvas is if it may be packed. Where it may be held, the patient of a crowd are sent several at a time.
   */
  send(
    frame: Frame,
    before: () => Checkpoint,
    { written = null, hold = false }: { written?: WrittenInk | null; hold?: boolean } = {},
  ): void {
    const crowd = isCrowd(this.#peers.size);
    const outgoing = frameOnce(frame, { written, crowd });
    const isEmpty = !frame.canvas && !frame.readings?.length && !frame.pointers?.length;
    if (hold && crowd && !isEmpty && this.#held.isEmpty) this.#hold(before());
    let bytes = 0;
    for (const [peer, behind] of this.#peers) {
      if (this.#held.has(peer)) continue;
      if (peer.backedUp())
        this.#skip(peer, behind ?? { from: before(), since: this.options.now() });
      else if (behind) this.#catchUp(peer, behind.from);
      else if (!isEmpty) {
        const told = peer.packed ? outgoing.packed() : outgoing;
        peer.frame(told);
        bytes += told.bytes().length;
      }
    }
    if (!this.#held.isEmpty) {
      if (!isEmpty) this.#held.push(outgoing);
      if (!hold || this.#held.isOver(this.options.now())) bytes += this.#release();
    }
    if (bytes > 0) this.options.onSent(bytes);
  }

  #hold(from: Checkpoint): void {
    const patient = [...this.#peers].filter(([peer, behind]) => !behind && peer.patient);
    this.#held.begin(
      patient.map(([peer]) => peer),
      from,
      this.options.now(),
    );
  }

  /** Sends what was held; returns the bytes of it. */
  #release(): number {
    const { frames, peers, from } = this.#held.release();
    const each = frames.reduce((sum, frame) => sum + frame.packed().bytes().length, 0);
    let bytes = 0;
    for (const peer of peers) {
      if (peer.backedUp() && from) this.#skip(peer, { from, since: this.options.now() });
      else {
        peer.together?.(frames);
        bytes += each;
      }
    }
    return bytes;
  }

  #skip(peer: Peer, behind: Behind): void {
    this.#peers.set(peer, behind);
    this.options.onSkip();
    if (this.options.now() - behind.since > STUCK_MS) peer.drop();
  }

  #catchUp(peer: Peer, behind: Checkpoint): void {
    const missed = this.options.missed(behind);
    if (!missed) {
      peer.drop();
      return;
    }
    this.#peers.set(peer, null);
    const outgoing = frameOnce(missed);
    peer.frame(peer.packed ? outgoing.packed() : outgoing);
  }
}

function frameOnce(
  frame: Frame,
  { written = null, crowd = false }: { written?: WrittenInk | null; crowd?: boolean } = {},
): Outgoing {
  const outgoing: Outgoing = {
    frame,
    crowd,
    bytes: once(() => encodeFrame(frame)),
    packed: once(() => {
      const bytes = once(() => encodeFrame(withPackedInk(frame, written), true));
      return { frame, crowd, bytes, packed: () => outgoing.packed() };
    }),
  };
  return outgoing;
}

function withPackedInk(frame: Frame, written: WrittenInk | null): Frame {
  const ink = frame.canvas && written ? packInk(written) : null;
  if (!ink) return frame;
  const { canvas: _, ...rest } = frame;
  return { ...rest, ink };
}

/** What is made when somebody first asks for it. */
function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | null = null;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

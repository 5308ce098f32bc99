import type { Frame } from '@inkling/shared/frame';
import type { As, Person, Reason, Room, Tally } from '@inkling/shared/protocol';

/** What one tick tells everybody, with its bytes made at most once for all who want them. */
export interface Outgoing {
  readonly frame: Frame;
  readonly bytes: () => Uint8Array;
  /** The same, packed: for those who hold all that was told before. */
  readonly packed: () => Outgoing;
  /** Whether it goes to a crowd, where what it costs matters more than when it comes. */
  readonly crowd: boolean;
}

/** One connection of a person to a room, whatever wire it speaks. */
export interface Peer {
  readonly author: number;
  readonly as: As;
  /** Whether each of its frames has an envelope that may outweigh it. */
  readonly enveloped: boolean;
  /** Whether it takes packed frames. */
  readonly packed: boolean;
  /** Whether it may wait for frames in a class, because it looks at its own tile, and what it draws there it has already. */
  readonly patient?: boolean;
  /** Whether so much waits to be sent that more would only pile up. */
  backedUp(): boolean;
  frame(outgoing: Outgoing): void;
  /** Several frames in one piece, packed. */
  together?(held: readonly Outgoing[]): void;
  people(people: readonly Person[]): void;
  room(room: Room): void;
  votes(tallies: readonly Tally[]): void;
  /** Whom the room keeps out: passed on to a host, and to nobody else. */
  removed(people: readonly Person[]): void;
  /** Says why, then disconnects. */
  bye(why: { readonly reason: Reason; readonly message: string }): void;
  /** Disconnects without a word, so that the client comes back and syncs anew. */
  drop(): void;
}

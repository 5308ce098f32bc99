/** Redis, or whatever carries the bus, cannot be reached just now. */
export class BusDown extends Error {}

/** A room's log as it is kept: events in order, each with its place (1, 2, 3, …), the oldest folded into a snapshot. */
export interface Log {
  /** The snapshot, when it is newer than what was asked for. */
  readonly snapshot: { readonly at: number; readonly bytes: Uint8Array } | null;
  /** Events after the snapshot, or after what was asked for. */
  readonly events: readonly (readonly [at: number, bytes: Uint8Array])[];
  /** The place of the newest event. */
  readonly last: number;
  /** What each machine that has the room open last said of who is there, as far as it is still believed. */
  readonly here: readonly Uint8Array[];
}

/** The head of a room's log. */
export interface LogHead {
  /** The place of the newest event. */
  readonly last: number;
  /** The place up to which the snapshot goes. */
  readonly snapshotAt: number;
}

/** Numbers that are given out once in a room, across all machines. */
export type Counter = 'author' | 'writer';

/** What a machine is told of a room it follows. */
export interface BusListener {
  /** Something was added to the log. May come again, late, or not at all: the place says which. */
  event(at: number, bytes: Uint8Array): void;
  /** Something that is not kept: pointers, who is here. */
  whisper(bytes: Uint8Array): void;
  /** The room was ended. */
  ended(): void;
}

/**
 * What machines that share rooms have in common: a log per room, a lossy channel beside it, numbers, leases. Every
 * promise rejects with `BusDown` when the bus cannot be reached; then it is not known whether the act was done.
 */
export interface Bus {
  /** This machine's name: another one with every start. */
  readonly machine: string;
  /** Whether the bus could be reached when it was last tried. */
  readonly up: boolean;
  /** Makes a room with a first snapshot; says whether it did: not when that code is taken, or was ended. */
  create(code: string, room: NewRoom): Promise<boolean>;
  /**
   * Adds an event to a room's log; resolves to its place once it is there. `mark` grows with every publish of this
   * machine: one that comes after a later one, as after a lost line, is left out, and resolves to null.
   */
  publish(code: string, mark: number, bytes: Uint8Array): Promise<number | null>;
  /** The log after a place; `null` when there is no such room, `'ended'` when it was ended. */
  read(code: string, after: number): Promise<Log | null | 'ended'>;
  /** Follows a room from now on; resolves once nothing can be missed. */
  follow(code: string, listener: BusListener): Promise<void>;
  unfollow(code: string): Promise<void>;
  /** Tells the other machines something that need not arrive. */
  whisper(code: string, bytes: Uint8Array): void;
  /** The next number of a counter. */
  allot(code: string, counter: Counter): Promise<number>;
  /** Sees to it that a counter gives no number up to this one, as after the bus lost some. Without a room, nothing. */
  raise(code: string, counter: Counter, least: number): Promise<void>;
  /** Renews what this machine says of who is here, telling the others (null: it closes the room); the head of the log. */
  beat(code: string, here: Uint8Array | null): Promise<LogHead | null>;
  /** Whether this machine now does the room's housekeeping, for so many milliseconds. */
  lease(code: string, ms: number): Promise<boolean>;
  /** Replaces the log up to a place by a snapshot; says whether it did: only with the lease, never backwards. */
  snapshot(code: string, at: number, bytes: Uint8Array): Promise<boolean>;
  /** Ends a room: nothing of it is kept but that it ended, and everybody who follows it is told. */
  end(code: string): Promise<void>;
  /** How many rooms there are. */
  count(): Promise<number>;
  probe(): Promise<void>;
  /** Calls back whenever the bus can be reached again. */
  onUp(callback: () => void): void;
  close(): Promise<void>;
}

export interface NewRoom {
  readonly snapshot: Uint8Array;
  /** When nothing of it need be kept any more, in epoch milliseconds. */
  readonly ends: number;
  readonly author: number;
  readonly writer: number;
}

/** What a machine said of who is here is believed this long without being renewed. */
export const HERE_MS = 12_000;

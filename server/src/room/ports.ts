import type { Reason } from '@inkling/shared/protocol';
import type { StrokeId } from '@inkling/shared/reading';
import type { Elsewhere } from '../cluster/cluster.ts';
import type { Limits } from '../config.ts';
import type { ReadAs, ReaderInk } from '../reader/reader.ts';
import type { Store } from '../store/store.ts';
import type { Clock } from './tick.ts';

/** The reader as a room sees it. */
export interface RoomReader {
  /** Takes new ink. */
  ink(room: string, ink: readonly ReaderInk[], as?: ReadAs): void;
  erase(room: string, strokes: readonly StrokeId[]): void;
  forget(room: string): void;
}

/** What rooms are told of themselves, for metrics. */
export interface RoomWatch {
  chunks(count: number): void;
  refused(reason: Reason): void;
  skipped(): void;
  /** Bytes of frames, for all who got them. */
  sent?(bytes: number): void;
  frame(ms: number): void;
  stored(ms: number): void;
}

/** What every room of a server shares. */
export interface RoomPorts {
  readonly store: Store;
  readonly reader: RoomReader;
  readonly clock: Clock;
  readonly limits: Limits;
  readonly watch: RoomWatch;
  /** The other machines, where there are any. */
  readonly elsewhere?: Elsewhere;
  onStoreFault(error: unknown): void;
  /** Whether memory is near its end: `tight` begins nothing new, and `full` lets nobody new in. */
  readonly memory?: { readonly tight: boolean; readonly full: boolean };
  /** By how much windows widen just now, because the machine is strained. */
  readonly strain?: { readonly windows: { readonly tick: number; readonly reader: number } };
}

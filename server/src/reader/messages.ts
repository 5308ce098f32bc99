import type { StrokeId } from '@inkling/shared/reading';
import type { Inside } from './inside.ts';
import type { HalfMade } from './past.ts';
import type { Prediction } from './prediction.ts';

/** What the main thread tells the reader thread, rooms by the names it gives them. Ink is packed (`packInk`), strokes too (`packLines`). */
export type Told =
  | { readonly do: 'ink'; readonly rooms: readonly RoomInk[] }
  | { readonly do: 'erase'; readonly room: string; readonly strokes: readonly StrokeId[] }
  | { readonly do: 'forget'; readonly room: string }
  | { readonly do: 'known'; readonly room: string; readonly glyphs: readonly string[] }
  | { readonly do: 'strokes'; readonly id: number; readonly lines: Float64Array }
  | { readonly do: 'image'; readonly id: number; readonly bytes: Uint8Array }
  | { readonly do: 'past'; readonly id: number; readonly past: HalfMade }
  | { readonly do: 'inside'; readonly id: number; readonly room: string; readonly glyph: string }
  | { readonly do: 'stop' };

/** New ink of one room. */
export interface RoomInk {
  readonly room: string;
  /** Packed (`packInk`). */
  readonly ink: Int32Array;
  /** Milliseconds between two readings of one glyph at least, while its pen is down. */
  readonly paceMs: number;
  /** To what that may grow while the thread has much to read; left out, it does not. */
  readonly slowestMs?: number;
}

/** What the reader thread says. Readings are packed (`packReadings`). */
export type Said =
  | { readonly say: 'ready' }
  | { readonly say: 'broken'; readonly message: string }
  | { readonly say: 'readings'; readonly rooms: readonly string[]; readonly readings: Packed }
  | { readonly say: 'prediction'; readonly id: number; readonly prediction: Prediction }
  | { readonly say: 'past'; readonly id: number; readonly probabilities: Uint8Array }
  | { readonly say: 'inside'; readonly id: number; readonly inside: Inside | null }
  | {
      readonly say: 'refused';
      readonly id: number;
      readonly refusal: 'image' | 'fault';
      readonly message: string;
    };

/** Readings of several rooms in two flat lists. */
export interface Packed {
  readonly ints: Int32Array;
  readonly probabilities: Uint8Array;
}

/** How the reader thread is started. */
export interface ThreadStart {
  readonly modelPath: string;
  /** How many threads there were before this one. */
  readonly life: number;
  readonly pulse: Int32Array;
}

/** Slots of the numbers that both threads see. */
export const PULSE = {
  beat: 0,
  heard: 1,
  queue: 2,
  batch: 3,
  micros: 4,
  read: 5,
  length: 6,
} as const;

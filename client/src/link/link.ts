import type { Stroke, StrokeFold } from '@inkling/shared/canvas';
import type { Pointer } from '@inkling/shared/frame';
import type {
  As,
  ClearAnswer,
  Done,
  HostRequest,
  Person,
  Reason,
  Refusal,
  Room,
  RoomKind,
  Tally,
  Vote,
  You,
} from '@inkling/shared/protocol';
import type { Box, Reading, ReadingChange, StrokeId } from '@inkling/shared/reading';
import type { Accessor } from 'solid-js';
import type { OverlayStroke } from './own-ink.ts';
import type { Unasked } from './unasked.ts';

/** Where this page stands with its room. */
export type Link =
  | { readonly at: 'joining' }
  | { readonly at: 'live' }
  /** The line is down since then (epoch ms); it is tried again by itself. */
  | { readonly at: 'away'; readonly since: number }
  /** For good, or until somebody opens the door again: of that the page finds out by itself. */
  | { readonly at: 'over'; readonly reason: Reason; readonly message: string };

/** Where one's own ink stands. */
export type Saved =
  | { readonly at: 'saved' }
  | { readonly at: 'sending'; readonly waiting: number }
  | { readonly at: 'offline'; readonly waiting: number }
  | { readonly at: 'catching-up' }
  | { readonly at: 'not-saved' };

/** A stroke of one's own that the room would not have; stroke 0 when it was another wish, such as an erasure. */
export interface RefusedInk {
  readonly stroke: number;
  readonly reason: Reason | Unasked['reason'];
  readonly message: string;
}

/** A stroke of one's own while the pen is down. */
export interface PenStroke {
  readonly stroke: number;
  /** Adds points: flat, `POINT_STRIDE` numbers each (x, y, ms since the stroke began, pressure 0–255). */
  add(points: readonly number[]): void;
  /** The pen was lifted. */
  end(): void;
  /** The stroke was never meant (a second finger came down): takes it back and leaves nothing to undo. */
  cancel(): void;
}

/** How a stroke begins. */
export interface PenDown {
  readonly surface: number;
  /** Whether the pen reports pressure. */
  readonly pressure: boolean;
  /**
   * What a tile would cover of the board that is seen, in units. Ink from before the page knows its paper waits with it:
   * if that turns out to be a tile, it is moved there.
   */
  readonly tile?: Box | undefined;
}

/** One sweep of the eraser: whatever it touches is one thing to undo. */
export interface EraserSweep {
  touch(strokes: readonly StrokeId[]): void;
}

/** One's own ink: the overlay that is drawn at once, and what one did to it. */
export interface OwnInk {
  begin(down: PenDown): PenStroke;
  eraser(): EraserSweep;
  /** Puts whole strokes on the paper as one's own; all of them are one thing to undo. */
  paste(strokes: readonly Pick<Stroke, 'surface' | 'pressure' | 'points'>[]): void;
  /** Own strokes that the canvas does not hold yet; the author is 0 until the room has given one a number. */
  strokes(): Iterable<OverlayStroke>;
  /** Keys ("author.stroke") of strokes that one erased but that the canvas still holds: not to be painted. */
  readonly hidden: ReadonlySet<string>;
  /** Calls after every change of `strokes()` or `hidden`. Returns its undo. */
  onChange(listener: () => void): () => void;
  /** Whether the pen is down. Plain, not reactive: follow with `onChange`. */
  readonly drawing: boolean;
  undo(): void;
  redo(): void;
  readonly canUndo: Accessor<boolean>;
  readonly canRedo: Accessor<boolean>;
}

/** What `createRoom` needs to know; everything else has a default for the browser. */
export interface RoomOptions {
  /** Null makes a room, as soon as the line is up. */
  readonly code: string | null;
  /** What the page's address gives for the host key; perhaps it is none. */
  readonly key?: string;
  readonly kind?: RoomKind;
  readonly name?: string;
  readonly as?: As;
}

/** A room as this page has it: who is there, the ink, the readings, and what one may do. */
export interface RoomLink {
  readonly link: Accessor<Link>;
  readonly saved: Accessor<Saved>;
  readonly room: Accessor<Room | null>;
  readonly you: Accessor<You | null>;
  /** The surface that this page draws on; null as long as the room has not told. */
  readonly paper: Accessor<number | null>;
  readonly people: Accessor<readonly Person[]>;
  /** What the class sees on the tiles of a task. */
  readonly tallies: Accessor<readonly Tally[]>;
  /** Whom the room keeps out; null as long as it has not told, which it tells hosts only. */
  readonly removed: Accessor<readonly Person[] | null>;

  /** The canvas's strokes. Plain, not reactive: follow with `onStrokes`, and ask for it anew each time (an epoch brings another). */
  readonly strokes: StrokeFold;
  /** Calls with the keys ("author.stroke") that may have changed: grown, done or gone. Returns its undo. */
  onStrokes(listener: (keys: ReadonlySet<string>) => void): () => void;
  /** An author's own colour (#rrggbb) as the room gave it, also for those who left. */
  colorOf(author: number): string;
  /** An author's name, also for those who left; '' for nobody known. */
  nameOf(author: number): string;

  /** Glyph id → its latest reading. */
  readonly readings: ReadonlyMap<string, Reading>;
  onReadings(listener: (changes: readonly ReadingChange[]) => void): () => void;
  /** Author → where their pointer last was. */
  readonly pointers: ReadonlyMap<number, Pointer>;
  onPointers(listener: (moved: readonly Pointer[]) => void): () => void;
  onRefused(listener: (refused: RefusedInk) => void): () => void;

  readonly ownInk: OwnInk;
  /** Erases strokes; the room refuses what is not one's own, unless one is the host. Can be undone for one's own. */
  erase(strokes: readonly StrokeId[]): void;
  /** Clears one's own ink, or as host everyone's; `undo` is good for ten minutes and is also what `ownInk.undo()` does next. */
  clear(surface?: number): Promise<ClearAnswer | Unasked>;
  restore(undo: string): Promise<Done | Refusal | Unasked>;
  /** Says what one sees on somebody's tile; said again, it replaces what was said. */
  vote(vote: Vote): Promise<Done | Refusal | Unasked>;
  host(request: HostRequest): Promise<Done | Refusal | Unasked>;
  /** Tells the room where one's pointer is; at most 20 a second travel. */
  point(surface: number, x: number, y: number): void;
  /** Takes another name in the room. */
  rename(name: string): void;
  /** Leaves for good. Also done when the owner is disposed. */
  leave(): void;
}

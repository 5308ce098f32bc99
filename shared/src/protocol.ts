import type { StrokeId } from './reading.ts';

/** Every reason for which something is refused, with one sentence that a person can read. */
export const REASONS = {
  'bad-ink': 'That ink could not be read.',
  frozen: 'The host has frozen the pens.',
  'not-yours': 'That is not yours to draw on or to change.',
  'not-host': 'Only the host can do that.',
  'too-fast': 'That was too much at once; wait a moment and try again.',
  'stroke-full': 'This stroke is as long as a stroke can be; lift the pen and go on.',
  'canvas-full': 'This canvas is full; clear some of it and go on.',
  'room-full': 'This room is full.',
  closed: 'The host has closed the door to this room.',
  removed: 'The host has removed you from this room.',
  ended: 'This room has ended.',
  'no-such-room': 'There is no room with that code.',
  'too-old': 'This page is too old for this server; reload it.',
  busy: 'The server is busy; try again in a moment.',
} as const satisfies Record<string, string>;

export type Reason = keyof typeof REASONS;

/** A refusal is a value: a reason for programs and a sentence for people. */
export interface Refusal {
  readonly ok: false;
  readonly reason: Reason;
  readonly message: string;
}

/** The refusal for a reason, with its standard sentence unless a better one is given. */
export function refuse(reason: Reason, message: string = REASONS[reason]): Refusal {
  return { ok: false, reason, message };
}

export type RoomKind = 'board' | 'class';

/** Something that the host asked the room to do. */
export interface Task {
  readonly kind: 'draw' | 'fool' | 'fifty' | 'fastest';
  /** The digit or number to draw, for those tasks that have one. */
  readonly target: string | null;
  /** When it began, in epoch milliseconds. */
  readonly began: number;
}

/** What everybody in a room knows about it. */
export interface Room {
  readonly code: string;
  readonly kind: RoomKind;
  readonly frozen: boolean;
  readonly closed: boolean;
  /** Whether names are shown. */
  readonly names: boolean;
  /** Whether pointers are shown. */
  readonly pointers: boolean;
  /** Whether students see only their own tile until it is lifted. */
  readonly curtain: boolean;
  readonly spotlight: number | null;
  readonly task: Task | null;
  /** When the room expires, in epoch milliseconds. */
  readonly ends: number;
}

export type As = 'draw' | 'watch';

/** Someone connected to a room, now or earlier. */
export interface Person {
  readonly author: number;
  readonly name: string;
  readonly color: string;
  readonly surface: number;
  readonly as: As;
  readonly here: boolean;
  readonly host: boolean;
}

/** Oneself: a person and what proves it. */
export interface You extends Person {
  /** Says who one was in this room, so that a reload is the same person. */
  readonly token: string;
  /** The host key, for a host. */
  readonly key?: string;
}

/** What a client already has of a canvas. */
export interface Have {
  readonly epoch: number;
  /** A Yjs state vector. */
  readonly vector: Uint8Array;
}

export interface JoinRequest {
  readonly v: number;
  readonly room?: string;
  readonly kind?: RoomKind;
  readonly token?: string;
  readonly key?: string;
  readonly name?: string;
  readonly as?: As;
  readonly have?: Have;
  /** This client takes bare frames as well (`bare.ts`). */
  readonly bare?: true;
  /** This client takes packed frames as well (`packed-ink.ts`, `packed-readings.ts`). */
  readonly packed?: true;
}

/** The whole of a canvas and its readings, or what is missing of them. */
export interface Canvas {
  readonly epoch: number;
  /** A Yjs v1 update. */
  readonly canvas: Uint8Array;
  /** Every reading there is. */
  readonly readings: Uint8Array;
}

export interface Joined extends Canvas {
  readonly ok: true;
  readonly room: Room;
  readonly you: You;
  readonly people: readonly Person[];
  /** This server takes bare ink as well (`bare.ts`). */
  readonly bare?: true;
}

export interface RefusedStroke {
  readonly stroke: number;
  readonly reason: Reason;
  readonly message: string;
}

export type InkAnswer =
  | { readonly ok: true; readonly refused?: readonly RefusedStroke[] }
  | Refusal;

export interface Done {
  readonly ok: true;
}

/** What `clear` answers as its undo when it took nothing: there is nothing to bring back. */
export const NOTHING_TAKEN = 'nothing';

export type ClearAnswer = { readonly ok: true; readonly undo: string } | Refusal;

export type HostRequest =
  | { readonly do: 'freeze' | 'close' | 'names' | 'pointers' | 'curtain'; readonly on: boolean }
  | { readonly do: 'remove' | 'readmit'; readonly author: number }
  | { readonly do: 'spotlight'; readonly surface: number | null }
  | { readonly do: 'task'; readonly task: Pick<Task, 'kind' | 'target'> | null }
  | { readonly do: 'end' };

/** What one person sees on a tile: a digit, or 10 for none. */
export interface Vote {
  readonly surface: number;
  readonly says: number;
}

/** What a class sees on a tile: how many said each digit, and at index 10 how many said none. */
export interface Tally {
  readonly surface: number;
  readonly counts: readonly number[];
}

type Answer<T> = (answer: T) => void;

/** What a client may say, with the answer to each. */
export interface UpEvents {
  join: (request: JoinRequest, answer: Answer<Joined | Refusal>) => void;
  ink: (chunks: Uint8Array, answer: Answer<InkAnswer>) => void;
  erase: (request: { strokes: readonly StrokeId[] }, answer: Answer<Done | Refusal>) => void;
  clear: (request: { surface?: number }, answer: Answer<ClearAnswer>) => void;
  restore: (request: { undo: string }, answer: Answer<Done | Refusal>) => void;
  host: (request: HostRequest, answer: Answer<Done | Refusal>) => void;
  sync: (request: Have, answer: Answer<Canvas | Refusal>) => void;
  /** In the task "fool": what one sees on somebody else's tile. Said again, it replaces what was said. */
  vote: (vote: Vote, answer: Answer<Done | Refusal>) => void;
  point: (at: readonly [surface: number, x: number, y: number]) => void;
}

/** What the server says unasked. */
export interface DownEvents {
  frame: (bytes: Uint8Array) => void;
  people: (people: readonly Person[]) => void;
  room: (room: Room) => void;
  /** The votes of the task, after a change and after joining. */
  votes: (tallies: readonly Tally[]) => void;
  /** To connections that showed the host key: whom the room keeps out, after a change and after joining. */
  removed: (people: readonly Person[]) => void;
  bye: (why: { readonly reason: Reason; readonly message: string }) => void;
}

import type { RoomKind, Task } from '@inkling/shared/protocol';

/** What the store keeps of a person, so that a reload, or a restart of the server, finds the same one. */
export interface PersonRecord {
  readonly author: number;
  /** Random: a number alone may be given again after a crash; number and mark are not. */
  readonly mark: string;
  name: string;
  readonly color: string;
  host: boolean;
  removed: boolean;
  /** Who else was here when they left, in the task that is on, while votes are given. */
  met?: readonly number[];
}

/** What the store keeps of a room beside its ink. */
export interface RoomRecord {
  readonly code: string;
  readonly kind: RoomKind;
  readonly keyHash: string;
  readonly made: number;
  ends: number;
  epoch: number;
  /** The Yjs client number last written with; grows with every load and every fresh document. */
  writer: number;
  /** Whether a server has the room open: still set after a crash. */
  open: boolean;
  /** Whether anybody ever drew here. */
  inked: boolean;
  frozen: boolean;
  closed: boolean;
  names: boolean;
  pointers: boolean;
  curtain: boolean;
  spotlight: number | null;
  task: Task | null;
  /** What people said they see on tiles, in the task that is on. */
  votes: [surface: number, author: number, says: number][];
  people: PersonRecord[];
  /** The number that the next new person gets; never handed out twice. */
  nextAuthor: number;
  /** Per author, ranges of stroke numbers that were erased. */
  erased: [author: number, ranges: [number, number][]][];
}

/** Strokes taken away by one act, kept for a while so that it can be undone. */
export interface UndoRecord {
  readonly id: string;
  /** Whose act it was; `restore` is theirs or a host's. */
  readonly author: number;
  /** The person whose removal this was, if it was one. */
  readonly removed: number | null;
  readonly until: number;
  /** A Yjs v1 update of a document with just these strokes. */
  readonly strokes: Uint8Array;
}

export interface StoredRoom {
  readonly record: RoomRecord;
  /** Yjs v1 updates, oldest first, without those that the disk has spoiled. */
  readonly updates: readonly Uint8Array[];
  /** How many updates could not be read and were set aside. */
  readonly spoiled: number;
  readonly undos: readonly UndoRecord[];
  /** Set when other machines write the room as well: the Yjs client number that is ours alone. */
  readonly shared?: { readonly writer: number };
}

/** One act on a room, all of it or nothing: resolves once a killed process would still have it. */
export interface RoomWrite {
  readonly append?: Uint8Array;
  /** Takes the place of all updates so far. */
  readonly snapshot?: Uint8Array;
  readonly record?: RoomRecord;
  readonly undos?: readonly UndoRecord[];
  readonly dropUndos?: readonly string[];
}

/** Where rooms outlive the process. */
export interface Store {
  /** Says whether the room was made: not when one has that code already. */
  create(record: RoomRecord): Promise<boolean>;
  load(code: string): StoredRoom | null | Promise<StoredRoom | null>;
  write(code: string, write: RoomWrite): Promise<void>;
  delete(code: string): Promise<void>;
  /** Every room's record, without its ink. */
  records(): Iterable<RoomRecord>;
  /** How many rooms there are. */
  count(): number;
  /** Tries a write; throws what went wrong when the store cannot be written. */
  probe(): Promise<void>;
  close(): Promise<void>;
}

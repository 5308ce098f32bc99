import { randomInt } from 'node:crypto';
import { CODE_LENGTH, CODE_LETTERS } from '@inkling/shared/limits';
import { type Refusal, type RoomKind, refuse } from '@inkling/shared/protocol';
import type { RoomRecord } from '../store/store.ts';
import { Bucket } from './pace.ts';
import type { RoomPorts } from './ports.ts';
import { hashKey, makeKey } from './roles.ts';

/** A room that nobody has drawn in by then may make place for another. */
const UNUSED_MS = 10 * 60_000;
const PLACE_EVERY_MS = 60_000;

const TOO_MANY = 'Too many rooms are being made; try again in a moment.';
const NO_PLACE =
  'There is no place for another room; one that exists still works. Try again in some minutes.';
const NO_MEMORY =
  'The server is short of memory; a room that exists still works. Try again in a minute.';
const NOT_KEPT = 'Not saved: the server cannot write to its store just now.';

/** A room that was just made, and the key that rules it. */
export interface MadeRoom {
  readonly code: string;
  readonly key: string;
}

/** Makes rooms in the store, at a pace and as long as there is place. */
export class RoomMaker {
  readonly #pace: Bucket;
  #madePlaceAt = Number.NEGATIVE_INFINITY;

  constructor(
    private readonly ports: RoomPorts,
    private readonly options: {
      readonly ttlMs: number;
      /** Whether a room is open here: it is kept, drawn in or not. */
      isOpen(code: string): boolean;
    },
  ) {
    const { roomRate, roomBurst } = ports.limits;
    this.#pace = new Bucket({ rate: roomRate, burst: roomBurst }, ports.clock.now);
  }

  /** Makes a room; or says that too many are being made, that there is no place for more, or that none can be kept. */
  async make(kind: RoomKind): Promise<MadeRoom | Refusal> {
    const { store, limits, memory } = this.ports;
    if (memory?.tight) return refuse('busy', NO_MEMORY);
    if (!this.#pace.take()) return refuse('busy', TOO_MANY);
    try {
      if (store.count() >= limits.rooms) await this.#makePlace();
      if (store.count() >= limits.rooms) return refuse('busy', NO_PLACE);
      return await this.#make(kind);
    } catch (error) {
      this.ports.onStoreFault(error);
      return refuse('busy', NOT_KEPT);
    }
  }

  /** Rooms that were made a while ago and never drawn in make place for new ones, so that making rooms fills nothing up. */
  async #makePlace(): Promise<void> {
    const now = this.ports.clock.now();
    if (now - this.#madePlaceAt < PLACE_EVERY_MS) return;
    this.#madePlaceAt = now;
    for (const { code, inked, made } of this.ports.store.records()) {
      if (inked || now - made < UNUSED_MS || this.options.isOpen(code)) continue;
      await this.ports.store.delete(code);
    }
  }

  async #make(kind: RoomKind): Promise<MadeRoom> {
    const key = makeKey();
    for (;;) {
      const record = newRecord(makeCode(), kind, {
        keyHash: hashKey(key),
        now: this.ports.clock.now(),
        ttlMs: this.options.ttlMs,
      });
      const made = await this.ports.store.create(record);
      if (made) return { code: record.code, key };
    }
  }
}

function makeCode(): string {
  let code = '';
  for (let i = 0; i < CODE_LENGTH; i++) code += CODE_LETTERS[randomInt(CODE_LETTERS.length)];
  return code;
}

/** The record of a room that nobody has been in. */
export function newRecord(
  code: string,
  kind: RoomKind,
  made: { readonly keyHash: string; readonly now: number; readonly ttlMs: number },
): RoomRecord {
  return {
    code,
    kind,
    keyHash: made.keyHash,
    made: made.now,
    ends: made.now + made.ttlMs,
    epoch: 1,
    writer: 0,
    open: false,
    inked: false,
    frozen: false,
    closed: false,
    names: true,
    pointers: true,
    curtain: false,
    spotlight: null,
    task: null,
    votes: [],
    people: [],
    nextAuthor: 1,
    erased: [],
  };
}

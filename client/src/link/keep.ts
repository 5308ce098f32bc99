import type { StrokeId } from '@inkling/shared/reading';
import { del, get, set } from 'idb-keyval';
import type { KeptStroke } from './outbox.ts';
import { type Slot, takeSlot } from './slot.ts';

/** What a browser keeps of somebody's own changes until the room has them. */
export interface KeptChanges {
  readonly strokes: readonly KeptStroke[];
  readonly erasures: readonly StrokeId[];
}

/** Where a page keeps what must outlive a reload. Everything in it works, only forgetfully, where nothing can be kept. */
export interface Keep {
  /** A stroke number that this browser never used in this room. Works before `open`. */
  nextStroke(): number;
  /** This browser's numbers in this room begin here at the earliest. */
  strokesFrom(number: number): void;
  /** Takes a place in the room, so that a second tab is a second person. */
  open(): Promise<void>;
  token(): string | undefined;
  setToken(token: string): void;
  /** The host key, if the room once confirmed it to this browser. */
  key(): string | undefined;
  setKey(key: string): void;
  changes(): Promise<KeptChanges | undefined>;
  setChanges(changes: KeptChanges | null): Promise<void>;
  /** The room that had no code yet has one: everything moves there. */
  moveTo(code: string): Promise<void>;
  close(): void;
}

/** What of a browser a keep needs; any of it may be missing. */
export interface KeepBrowser {
  readonly local: Storage | null;
  readonly session: Storage | null;
  readonly locks?: LockManager | undefined;
  readonly idb: boolean;
}

/** The room that is not made yet. */
const NEW = 'new';

/** This browser, as far as it allows anything to be kept. */
export function thisBrowser(): KeepBrowser {
  // Where cookies are blocked, their very names throw.
  const storage = <N extends 'localStorage' | 'sessionStorage' | 'indexedDB'>(name: N) => {
    try {
      return globalThis[name] ?? null;
    } catch {
      return null;
    }
  };
  const locks = typeof navigator === 'undefined' ? undefined : navigator.locks;
  const idb = storage('indexedDB') !== null;
  return { local: storage('localStorage'), session: storage('sessionStorage'), locks, idb };
}

/** Keeps a room's token, host key, stroke numbers and unsent ink in this browser. */
export function makeKeep(code: string | null, browser: KeepBrowser = thisBrowser()): Keep {
  let room = code ?? NEW;
  let slot: Slot | null = null;
  let closed = false;
  const memory = new Map<string, string>();
  /** What the browser did not take: what it holds there is older. */
  const unwritten = new Set<string>();
  // Without locks a place is the tab's own, and so is what is kept under it.
  const own = () => (browser.locks ? browser.local : browser.session);

  const read = (storage: Storage | null, key: string) => {
    try {
      return (unwritten.has(key) ? null : storage?.getItem(key)) ?? memory.get(key);
    } catch {
      return memory.get(key);
    }
  };
  const write = (storage: Storage | null, key: string, value: string) => {
    memory.set(key, value);
    try {
      storage?.setItem(key, value);
      unwritten.delete(key);
    } catch {
      // Full or forbidden: it is kept for as long as the page lives.
      unwritten.add(key);
    }
  };
  /** Asks the browser's database; nothing comes back where there is none, or it fails, at once or later. */
  const ask = async <T>(question: () => Promise<T>): Promise<T | undefined> => {
    if (!browser.idb) return undefined;
    try {
      return await question();
    } catch {
      return undefined;
    }
  };
  const nextKey = () => `inkling:${room}:next`;
  const tokenKey = () => `inkling:${room}:${slot?.name ?? '0'}:token`;
  const hostKey = () => `inkling:${room}:key`;
  const changesKey = () => `inkling:${room}:${slot?.name ?? '0'}:changes`;
  const nextNumber = () =>
    Math.max(Number(read(browser.local, nextKey())) || 1, Number(memory.get(nextKey())) || 1);
  const strokesFrom = (number: number) => {
    if (number > nextNumber()) write(browser.local, nextKey(), String(number));
  };

  return {
    nextStroke() {
      const number = nextNumber();
      write(browser.local, nextKey(), String(number + 1));
      return number;
    },
    strokesFrom,
    async open() {
      const taken = await takeSlot(room, browser);
      if (closed) taken.release();
      else slot = taken;
    },
    token: () => read(own(), tokenKey()),
    setToken: (token) => write(own(), tokenKey(), token),
    key: () => read(browser.local, hostKey()),
    setKey: (key) => write(browser.local, hostKey(), key),
    async changes() {
      return slot ? ask(() => get<KeptChanges>(changesKey())) : undefined;
    },
    async setChanges(changes) {
      if (slot) await ask(() => (changes ? set(changesKey(), changes) : del(changesKey())));
    },
    async moveTo(to) {
      if (room === to) return;
      const next = nextNumber();
      const oldSlot = slot;
      const oldChanges = changesKey();
      room = to;
      strokesFrom(next);
      slot = await takeSlot(to, browser);
      await ask(() => del(oldChanges));
      oldSlot?.release();
      if (closed) slot.release();
    },
    close() {
      closed = true;
      slot?.release();
    },
  };
}

import { afterEach, describe, expect, it } from 'vitest';
import { type KeepBrowser, makeKeep, thisBrowser } from './keep.ts';
import { takeSlot } from './slot.ts';
import { settle } from './testing/hand-clock.ts';

class MemoryStorage implements Storage {
  readonly #kept = new Map<string, string>();
  get length() {
    return this.#kept.size;
  }
  clear = () => this.#kept.clear();
  getItem = (key: string) => this.#kept.get(key) ?? null;
  key = (n: number) => [...this.#kept.keys()][n] ?? null;
  removeItem = (key: string) => void this.#kept.delete(key);
  setItem = (key: string, value: string) => void this.#kept.set(key, value);
}

/** Web Locks as several tabs of one browser share them. */
class Locks {
  readonly held = new Set<string>();
  async request(
    name: string,
    _options: LockOptions,
    hold: (lock: { name: string } | null) => Promise<void> | undefined,
  ): Promise<void> {
    if (this.held.has(name)) return hold(null);
    this.held.add(name);
    await hold({ name });
    this.held.delete(name);
  }
}

function makeBrowser() {
  const local = new MemoryStorage();
  const locks = new Locks() as unknown as LockManager;
  return {
    local,
    tab: (session = new MemoryStorage()): KeepBrowser => ({ local, session, locks, idb: false }),
  };
}

const forbidden = () => {
  throw new DOMException('not here', 'SecurityError');
};

afterEach(() => void Reflect.deleteProperty(globalThis, 'indexedDB'));

describe('what a browser keeps', () => {
  it('[LINK11] a reload is the same person, a second tab another', async () => {
    const { tab } = makeBrowser();
    const session = new MemoryStorage();
    const first = makeKeep('ABCDEF', tab(session));
    await first.open();
    first.setToken('one');
    const second = makeKeep('ABCDEF', tab());
    await second.open();
    expect(second.token()).toBeUndefined();
    second.setToken('two');
    first.close();
    await settle();
    const reloaded = makeKeep('ABCDEF', tab(session));
    await reloaded.open();
    expect(reloaded.token()).toBe('one');
  });

  it('[LINK12] without Web Locks a tab is a person of its own', async () => {
    const { tab } = makeBrowser();
    const session = new MemoryStorage();
    const without = (s: Storage) => ({ ...tab(), session: s, locks: undefined });
    const first = makeKeep('ABCDEF', without(session));
    await first.open();
    first.setToken('one');
    const other = makeKeep('ABCDEF', without(new MemoryStorage()));
    await other.open();
    expect(other.token()).toBeUndefined();
    const reloaded = makeKeep('ABCDEF', without(session));
    await reloaded.open();
    expect(reloaded.token()).toBe('one');
  });

  it('[LINK13] a stroke number is never used twice, not even after a reload', async () => {
    const { tab } = makeBrowser();
    const first = makeKeep('ABCDEF', tab());
    expect([first.nextStroke(), first.nextStroke()]).toEqual([1, 2]);
    first.strokesFrom(10);
    expect(makeKeep('ABCDEF', tab()).nextStroke()).toBe(10);
  });

  it('[LINK40] a stroke number is never used twice where the browser takes no more than it holds', () => {
    const { tab, local } = makeBrowser();
    makeKeep('ABCDEF', tab()).strokesFrom(7);
    const full = makeKeep('ABCDEF', tab());
    full.setToken('old');
    local.setItem = () => {
      throw new Error('full');
    };
    expect([full.nextStroke(), full.nextStroke(), full.nextStroke()]).toEqual([7, 8, 9]);
    full.setToken('new');
    expect(full.token()).toBe('new');
  });

  it('[LINK14] the room that was not made yet hands everything on once it has a code', async () => {
    const { tab } = makeBrowser();
    const session = new MemoryStorage();
    const keep = makeKeep(null, tab(session));
    await keep.open();
    keep.nextStroke();
    await keep.moveTo('QKWMPT');
    keep.setToken('me');
    keep.setKey('host');
    keep.close();
    await settle();
    const again = makeKeep('QKWMPT', tab(session));
    await again.open();
    expect([again.token(), again.key(), again.nextStroke()]).toEqual(['me', 'host', 2]);
  });

  it('[LINK15] a browser that keeps nothing still draws', async () => {
    const none: KeepBrowser = { local: null, session: null, locks: undefined, idb: false };
    const keep = makeKeep(null, none);
    await keep.open();
    expect([keep.nextStroke(), keep.nextStroke()]).toEqual([1, 2]);
    keep.setToken('me');
    await keep.setChanges(null);
    expect(await keep.changes()).toBeUndefined();
  });

  it('[LINK41] a browser whose database may not be named, or not be opened, still draws', async () => {
    Object.defineProperty(globalThis, 'indexedDB', { get: forbidden, configurable: true });
    expect(thisBrowser().idb).toBe(false);
    Object.defineProperty(globalThis, 'indexedDB', { value: { open: forbidden } });
    const keep = makeKeep(null, { local: null, session: null, locks: undefined, idb: true });
    await keep.open();
    await keep.setChanges({ strokes: [], erasures: [] });
    expect(await keep.changes()).toBeUndefined();
    await keep.moveTo('QKWMPT');
    keep.setToken('me');
    expect(keep.token()).toBe('me');
  });

  it('[LINK16] more tabs than places still get one each', async () => {
    const { tab } = makeBrowser();
    const names = new Set<string>();
    for (let i = 0; i < 10; i++) {
      const { locks, session } = tab();
      names.add((await takeSlot('ABCDEF', { locks, session })).name);
    }
    expect(names.size).toBe(10);
  });
});

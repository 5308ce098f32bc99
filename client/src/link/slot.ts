/** A place in a room that one tab of this browser holds: what it keeps under it is nobody else's. */
export interface Slot {
  readonly name: string;
  release(): void;
}

/** Places that one browser may hold in one room. */
const SLOTS = 8;

/** Tries to hold a lock; null when another tab holds it. */
function holdLock(locks: LockManager, name: string): Promise<(() => void) | null> {
  return new Promise((resolve) => {
    locks
      .request(name, { ifAvailable: true }, (lock) => {
        if (!lock) {
          resolve(null);
          return undefined;
        }
        return new Promise<void>((release) => resolve(release));
      })
      .catch(() => resolve(null));
  });
}

/**
 * Takes a place in a room: this tab's last one if it is free, else the first free one. So a reload is the same person
 * and a second tab another one. Without Web Locks (a page served without https) a tab's place lives and dies with it.
 */
export async function takeSlot(
  room: string,
  browser: { readonly locks?: LockManager | undefined; readonly session: Storage | null },
): Promise<Slot> {
  const { locks, session } = browser;
  const key = `inkling:${room}:slot`;
  const last = session?.getItem(key);
  if (!locks) {
    const name = last ?? `tab-${Math.random().toString(36).slice(2, 12)}`;
    remember(session, key, name);
    return { name, release: () => {} };
  }
  const names = Array.from({ length: SLOTS }, (_, n) => String(n));
  if (last && names.includes(last)) names.unshift(last);
  for (const name of names) {
    const release = await holdLock(locks, `inkling:${room}:${name}`);
    if (!release) continue;
    remember(session, key, name);
    return { name, release };
  }
  return { name: `tab-${Math.random().toString(36).slice(2, 12)}`, release: () => {} };
}

function remember(storage: Storage | null, key: string, value: string): void {
  try {
    storage?.setItem(key, value);
  } catch {
    // A full or forbidden storage costs only what it would have kept.
  }
}

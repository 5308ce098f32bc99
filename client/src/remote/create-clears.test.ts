import { NOTHING_TAKEN, type Room } from '@inkling/shared/protocol';
import { createRoot, createSignal } from 'solid-js';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { RoomLink } from '../link/link.ts';
import { createClears } from './create-clears.ts';

/** A remote whose room answers clears with the given undos, one after the other. */
function openRemote(undos: readonly string[], refuse: 'busy' | 'not-yours' | null = null) {
  const answers = [...undos];
  const restored: string[] = [];
  const [room] = createSignal({ code: 'QKWMPT' } as Room);
  const link = {
    room,
    clear: async () => ({ ok: true, undo: answers.shift() }),
    restore: async (undo: string) => {
      if (refuse) return { ok: false, reason: refuse, message: '' };
      restored.push(undo);
      return { ok: true };
    },
  } as unknown as RoomLink;
  const clears = createRoot(() => createClears(link, (answer) => answer.ok));
  return { clears, restored };
}

describe('what a host cleared', () => {
  const kept = new Map<string, string>();
  vi.stubGlobal('sessionStorage', {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, text: string) => void kept.set(key, text),
  });
  afterEach(() => {
    kept.clear();
    vi.useRealTimers();
  });

  it('[CLASS31] is undone one clear after the other, the latest first; one that took nothing is none', async () => {
    const { clears, restored } = openRemote(['a', 'b', NOTHING_TAKEN]);
    expect(clears.canRestore()).toBe(false);
    for (let n = 0; n < 3; n++) expect(await clears.clear()).toBe(true);
    while (clears.canRestore()) await clears.restore();
    expect(restored).toEqual(['b', 'a']);
  });

  it('[CLASS31] can be tried again unless it is gone for good', async () => {
    const busy = openRemote(['a'], 'busy').clears;
    await busy.clear();
    await busy.restore();
    expect(busy.canRestore()).toBe(true);
    const gone = openRemote(['a'], 'not-yours').clears;
    await gone.clear();
    // What the page before had cleared is still to be undone.
    for (let n = 0; n < 2; n++) await gone.restore();
    expect(gone.canRestore()).toBe(false);
  });

  it('[CLASS31] outlives the page for ten minutes', async () => {
    vi.useFakeTimers();
    await openRemote(['a']).clears.clear();
    vi.advanceTimersByTime(9 * 60_000);
    const again = openRemote([]);
    expect(again.clears.canRestore()).toBe(true);
    await again.clears.restore();
    expect(again.restored).toEqual(['a']);
    expect(openRemote([]).clears.canRestore()).toBe(false);
    await openRemote(['b']).clears.clear();
    vi.advanceTimersByTime(11 * 60_000);
    expect(openRemote([]).clears.canRestore()).toBe(false);
  });
});

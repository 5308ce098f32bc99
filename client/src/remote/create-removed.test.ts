import type { HostRequest, Person, Room } from '@inkling/shared/protocol';
import { createRoot, createSignal } from 'solid-js';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { RoomLink } from '../link/link.ts';
import { createRemoved } from './create-removed.ts';

const ben = { author: 2, name: 'Ben' } as Person;
const cleo = { author: 3, name: 'Cleo' } as Person;

/** A remote whose room tells whom it keeps out when the test says so. */
function openRemote() {
  const [room] = createSignal({ code: 'QKWMPT' } as Room);
  const [told, tell] = createSignal<readonly Person[] | null>(null);
  const asked: HostRequest[] = [];
  const ask = async (request: HostRequest) => asked.push(request) > 0;
  const link = { room, removed: told } as unknown as RoomLink;
  const removed = createRoot(() => createRemoved(link, ask));
  return { removed, tell, asked, names: () => removed.people().map(({ name }) => name) };
}

describe('whom the host removed', () => {
  const kept = new Map<string, string>();
  vi.stubGlobal('sessionStorage', {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, text: string) => void kept.set(key, text),
  });
  afterEach(() => kept.clear());

  it('[CLASS37] is what the room says, whatever device did it, and is kept', async () => {
    const { removed, tell, names } = openRemote();
    await removed.remove(ben);
    expect(names()).toEqual(['Ben']);
    tell([ben, cleo]);
    expect(names()).toEqual(['Ben', 'Cleo']);
    tell([cleo]);
    expect(names()).toEqual(['Cleo']);
    expect(openRemote().names()).toEqual(['Cleo']);
    tell([]);
    expect(openRemote().names()).toEqual([]);
  });
});

import type { Room } from '@inkling/shared/protocol';
import { createRoot, createSignal } from 'solid-js';
import { expect, it } from 'vitest';
import { createTaskStart } from './task-start.ts';

const room = (began?: number, frozen = false) =>
  ({ frozen, task: began === undefined ? null : { kind: 'fifty', began } }) as unknown as Room;

it('[CLASS50] a task that starts is told; one that stops, or is on when the page comes, is not', () => {
  const [now, setNow] = createSignal<Room | null>(null);
  let started = 0;
  const dispose = createRoot((dispose) => {
    createTaskStart(now, () => started++);
    return dispose;
  });
  setNow(room(1));
  expect(started).toBe(0);
  setNow(room(1, true));
  expect(started).toBe(0);
  setNow(room(2));
  expect(started).toBe(1);
  setNow(room());
  expect(started).toBe(1);
  setNow(room(3));
  expect(started).toBe(2);
  dispose();
});

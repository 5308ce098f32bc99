import type { Room } from '@inkling/shared/protocol';
import { type Accessor, createEffect, createMemo, on } from 'solid-js';

/** Tells of each task that starts: not of one that stops, nor of the one that is on when the page comes. */
export function createTaskStart(room: Accessor<Room | null>, started: () => void): void {
  /** Null without a task, undefined without a room. */
  const began = createMemo(() => {
    const now = room();
    return now ? (now.task?.began ?? null) : undefined;
  });
  createEffect(
    on(began, (now, before) => {
      if (before !== undefined && typeof now === 'number') started();
    }),
  );
}

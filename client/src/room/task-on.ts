import type { Room, Task } from '@inkling/shared/protocol';

/** The task that a page's own ink is for; none at a class's shared board: a task is drawn on one's own tile. */
export function taskOn(room: Pick<Room, 'kind' | 'spotlight' | 'task'> | null): Task | null {
  if (!room || isAtBoard(room)) return null;
  return room.task;
}

/** Whether a class was called to the shared board. */
export function isAtBoard(room: Pick<Room, 'kind' | 'spotlight'>): boolean {
  return room.kind === 'class' && room.spotlight === 0;
}

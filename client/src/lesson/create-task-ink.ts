import { createEffect, createSignal, onCleanup } from 'solid-js';
import type { RoomLink } from '../link/link.ts';
import { keepLesson, readLesson } from './kept-lesson.ts';
import { type IsOfTask, TaskInk } from './task-ink.ts';

/** Follows what is drawn, to tell what was drawn for the task that is on; reactive. */
export function createTaskInk(link: RoomLink): IsOfTask {
  const ink = new TaskInk(() => link.strokes);
  for (const stroke of link.strokes.strokes()) ink.saw(stroke);
  onCleanup(
    link.onStrokes((keys) => {
      for (const key of keys) {
        const stroke = link.strokes.get(key);
        if (stroke) ink.saw(stroke);
      }
    }),
  );
  const [starts, setStarts] = createSignal(0);
  let began: number | null | undefined;
  createEffect(() => {
    const room = link.room();
    const now = room?.task?.began ?? null;
    if (!room || now === began) return;
    if (now === null) ink.begin(new Map());
    else if (began === undefined) {
      // The task is older than this page: only this tab may know what was there before it.
      const kept = readLesson(room.code).before.find((one) => one.began === now);
      ink.begin(new Map(kept?.newest ?? []));
    } else {
      ink.begin();
      keepLesson(room.code, { part: 'before', kept: [{ began: now, newest: [...ink.before] }] });
    }
    began = now;
    setStarts((n) => n + 1);
  });
  return (drawing) => {
    starts();
    return ink.has(drawing);
  };
}

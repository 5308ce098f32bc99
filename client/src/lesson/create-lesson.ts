import { isGone } from '@inkling/shared/reading';
import { type Accessor, createEffect, createSignal, onCleanup } from 'solid-js';
import type { RoomLink } from '../link/link.ts';
import { type Drawing, Lesson } from './record.ts';

/** Between two looks at the tiles at least, in milliseconds. */
const REST_MS = 250;

/** The drawings of the lesson so far, kept while the page is open. */
export function createLesson(link: RoomLink): Accessor<readonly Drawing[]> {
  const lesson = new Lesson();
  const [drawings, setDrawings] = createSignal<readonly Drawing[]>([]);
  let timer: ReturnType<typeof setTimeout> | undefined;
  const take = () => {
    timer = undefined;
    const task = link.room()?.task ?? null;
    const { nameOf, colorOf, strokes } = link;
    lesson.take({ task, readings: link.readings.values(), strokes, nameOf, colorOf });
    setDrawings(lesson.drawings);
  };
  onCleanup(
    link.onReadings((changes) => {
      // A tile that is only cleared has nothing new to keep.
      if (changes.every(isGone)) return;
      timer ??= setTimeout(take, REST_MS);
    }),
  );
  createEffect(() => {
    if (link.room()?.task) take();
  });
  createEffect(() => {
    const known = new Set(link.people().map(({ author }) => author));
    if (known.size === 0) return;
    for (const { surface } of lesson.drawings) if (!known.has(surface)) lesson.forget(surface);
  });
  onCleanup(() => clearTimeout(timer));
  return drawings;
}

import { isGone } from '@inkling/shared/reading';
import { type Accessor, createEffect, createMemo, createSignal, on, onCleanup } from 'solid-js';
import type { RoomLink } from '../link/link.ts';
import { keepLesson, readLesson } from './kept-lesson.ts';
import { type Drawing, Lesson } from './record.ts';
import type { IsOfTask } from './task-ink.ts';

/** Between two looks at the tiles at least, in milliseconds. */
const REST_MS = 250;
/** Between two writings of what is to be kept. */
const KEEP_MS = 2000;

/** The drawings of the lesson so far, kept while the tab is open. */
export function createLesson(link: RoomLink, isOfTask: IsOfTask): Accessor<readonly Drawing[]> {
  const lesson = new Lesson();
  const [drawings, setDrawings] = createSignal<readonly Drawing[]>([]);
  const code = createMemo(() => link.room()?.code ?? null);
  let timer: ReturnType<typeof setTimeout> | undefined;
  let writing: ReturnType<typeof setTimeout> | undefined;
  const take = () => {
    timer = undefined;
    const task = link.room()?.task ?? null;
    const { nameOf, colorOf, strokes } = link;
    lesson.take({ task, readings: link.readings.values(), isOfTask, strokes, nameOf, colorOf });
    setDrawings(lesson.drawings);
    writing ??= setTimeout(write, KEEP_MS);
  };
  const write = () => {
    clearTimeout(writing);
    writing = undefined;
    const now = code();
    if (now && drawings().length > 0) keepLesson(now, { part: 'drawings', kept: drawings() });
  };
  window.addEventListener('pagehide', write);
  onCleanup(() => {
    write();
    window.removeEventListener('pagehide', write);
  });
  createEffect(
    on(code, (now) => {
      if (!now) return;
      lesson.remember(readLesson(now).drawings);
      setDrawings(lesson.drawings);
    }),
  );
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
  onCleanup(() => clearTimeout(timer));
  return drawings;
}

/**
 * The drawings of those whom the room knows now, for a page that everybody sees: whoever is removed is gone from it at
 * once. (So is whoever left before the tiles were cleared, until they are back: the wire does not tell the two apart.)
 */
export function ofThosePresent(
  link: RoomLink,
  drawings: Accessor<readonly Drawing[]>,
): Accessor<readonly Drawing[]> {
  return createMemo(() => {
    const known = new Set(link.people().map(({ author }) => author));
    return drawings().filter(({ surface }) => known.has(surface));
  });
}

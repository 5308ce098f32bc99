import { isGone } from '@inkling/shared/reading';
import { type Accessor, createEffect, createMemo, createSignal, on, onCleanup } from 'solid-js';
import type { RoomLink } from '../link/link.ts';
import { keepLesson, readLesson, withoutRemoved } from './kept-lesson.ts';
import { type Drawing, Lesson } from './record.ts';
import type { IsOfTask } from './task-ink.ts';

/** Between two tellings of what is new at least, in milliseconds. */
const REST_MS = 250;
/** Between two writings of what is to be kept. */
const KEEP_MS = 2000;

/** The drawings of the lesson so far, kept while the tab is open. */
export function createLesson(link: RoomLink, isOfTask: IsOfTask): Accessor<readonly Drawing[]> {
  const lesson = new Lesson();
  const [drawings, setDrawings] = createSignal<readonly Drawing[]>([]);
  const code = createMemo(() => link.room()?.code ?? null);
  let resting: ReturnType<typeof setTimeout> | undefined;
  let isNews = false;
  let writing: ReturnType<typeof setTimeout> | undefined;
  /** Takes what is on some tiles now, or on all. */
  const take = (surfaces?: ReadonlySet<number>) => {
    const task = link.room()?.task ?? null;
    const readings = [...link.readings.values()].filter((r) => surfaces?.has(r.surface) ?? true);
    const { nameOf, colorOf, strokes } = link;
    lesson.take({ task, readings, isOfTask, strokes, nameOf, colorOf });
  };
  const tell = () => {
    setDrawings(lesson.drawings);
    writing ??= setTimeout(write, KEEP_MS);
  };
  const rest = () => {
    resting = setTimeout(() => {
      resting = undefined;
      if (!isNews) return;
      isNews = false;
      take();
      tell();
      rest();
    }, REST_MS);
  };
  const write = () => {
    clearTimeout(writing);
    writing = undefined;
    const now = code();
    const kept = lesson.drawings;
    if (now && kept.length > 0) keepLesson(now, { part: 'drawings', kept });
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
      const read = new Set(changes.flatMap((change) => (isGone(change) ? [] : change.surface)));
      // Taken at once: the next frame may clear it for the next task.
      take(read);
      if (resting !== undefined) isNews = true;
      else {
        // What was taken back leaves what was there before; of a tile that is cleared the last drawing stays.
        if (read.size < changes.length) take();
        tell();
        rest();
      }
    }),
  );
  createEffect(() => {
    if (!link.room()?.task) return;
    take();
    tell();
  });
  createEffect(() => {
    link.people();
    if (lesson.rename(link.nameOf)) tell();
  });
  onCleanup(() => clearTimeout(resting));
  return drawings;
}

/**
 * The drawings for a page that everybody sees: whoever is removed is gone from it at once. (Without the host key so is
 * whoever left before the tiles were cleared, until they are back: the wire does not tell the two apart.)
 */
export function ofThosePresent(
  link: RoomLink,
  drawings: Accessor<readonly Drawing[]>,
): Accessor<readonly Drawing[]> {
  return createMemo(() => {
    const removed = link.removed();
    if (removed) return withoutRemoved({ drawings: drawings(), removed });
    const known = new Set(link.people().map(({ author }) => author));
    return drawings().filter(({ surface }) => known.has(surface));
  });
}

import { type Accessor, createMemo, createSignal, onCleanup } from 'solid-js';
import type { RoomLink } from '../link/link.ts';
import type { Mind } from '../mind/mind.ts';
import { words } from '../words/words.ts';
import { markList } from './mark-list.ts';
import type { Mark } from './marks.tsx';

/** The pen counts as in use until this long (ms) after the last own ink: a number is written without a pause. */
const IN_USE_MS = 1500;

/** The marks of a surface, and whether one's own pen is in use. */
export function createMarks(
  link: RoomLink,
  mind: Mind,
  surface: number,
): { readonly marks: Accessor<readonly Mark[]>; readonly drawing: Accessor<boolean> } {
  const [drawing, setDrawing] = createSignal(false);
  let rest: ReturnType<typeof setTimeout> | undefined;
  onCleanup(
    link.ownInk.onChange(() => {
      setDrawing(true);
      clearTimeout(rest);
      rest = setTimeout(() => setDrawing(false), IN_USE_MS);
    }),
  );
  onCleanup(() => clearTimeout(rest));
  const marks = createMemo(() => {
    mind.news();
    const here = [...link.readings.values()].filter((reading) => reading.surface === surface);
    const followed = mind.reading()?.glyph ?? null;
    return markList(here, { sayOf: mind.sayOf, followed, words: words() });
  });
  return { marks, drawing };
}

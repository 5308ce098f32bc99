import { UNDO_MS } from '@inkling/shared/limits';
import { NOTHING_TAKEN, type Refusal } from '@inkling/shared/protocol';
import { type Accessor, createEffect, createMemo, createSignal, on } from 'solid-js';
import { type Clear, keepLesson, readLesson } from '../lesson/kept-lesson.ts';
import type { RoomLink } from '../link/link.ts';
import { isGoneForGood } from '../link/passing.ts';
import type { Unasked } from '../link/unasked.ts';

/** What this host cleared, so that it can be undone. */
export interface Clears {
  readonly canRestore: Accessor<boolean>;
  /** Clears everything; says whether the room did. */
  clear(): Promise<boolean>;
  /** Undoes the latest clear that was not undone. */
  restore(): Promise<void>;
}

/** Clears and undoes; kept by the tab, because an undo is good for ten minutes and a phone throws pages away. */
export function createClears(
  link: RoomLink,
  heard: (answer: { readonly ok: true } | Refusal | Unasked) => boolean,
): Clears {
  /** The latest last. */
  const [clears, setClears] = createSignal<readonly Clear[]>([]);
  const code = createMemo(() => link.room()?.code ?? null);
  const keep = (next: readonly Clear[]) => {
    setClears(next);
    const now = code();
    if (now) keepLesson(now, { part: 'clears', kept: next });
  };
  createEffect(
    on(code, (now) => {
      if (now) setClears(readLesson(now).clears.filter(({ until }) => until > Date.now()));
    }),
  );
  return {
    canRestore: () => clears().length > 0,
    async clear() {
      const answer = await link.clear();
      if (answer.ok && answer.undo !== NOTHING_TAKEN) {
        keep([...clears(), { undo: answer.undo, until: Date.now() + UNDO_MS }]);
      }
      return heard(answer);
    },
    async restore() {
      const undo = clears().at(-1)?.undo;
      if (undo === undefined) return;
      const answer = await link.restore(undo);
      heard(answer);
      const isOver = answer.ok || isGoneForGood(answer.reason);
      if (isOver) keep(clears().filter((clear) => clear.undo !== undo));
    },
  };
}

import type { Person } from '@inkling/shared/protocol';
import type { Drawing } from './record.ts';
import type { Newest } from './task-ink.ts';

/** What this tab keeps of a lesson: a reload, a phone that threw the page away or an ended room takes nothing of the report. */
export interface KeptLesson {
  readonly drawings: readonly Drawing[];
  /** Whom the host removed: they can be let in again, and are in no report until then. */
  readonly removed: readonly Person[];
  /** What was there before the latest task. */
  readonly before: readonly TaskStart[];
  /** What the host cleared and has not undone, the latest last. */
  readonly clears: readonly Clear[];
}

/** A clear that can be undone until then (epoch ms). */
export interface Clear {
  readonly undo: string;
  readonly until: number;
}

/** Each author's newest stroke when a task began. */
interface TaskStart {
  readonly began: number;
  readonly newest: readonly (readonly [author: number, newest: Newest])[];
}

const keyOf = (code: string, part: keyof KeptLesson) => `inkling:lesson:${code}:${part}`;

/** The tab's own storage: it goes with the tab. Null where the browser keeps nothing. */
function tabStorage(): Storage | null {
  try {
    return globalThis.sessionStorage ?? null;
  } catch {
    return null;
  }
}

/** What was kept of a room's lesson. */
export function readLesson(code: string, storage = tabStorage()): KeptLesson {
  const read = <Part extends keyof KeptLesson>(part: Part): KeptLesson[Part] | [] => {
    try {
      return JSON.parse(storage?.getItem(keyOf(code, part)) ?? '[]') as KeptLesson[Part];
    } catch {
      return [];
    }
  };
  return {
    drawings: read('drawings'),
    removed: read('removed'),
    before: read('before'),
    clears: read('clears'),
  };
}

/** Keeps a part of a lesson. */
export function keepLesson<Part extends keyof KeptLesson>(
  code: string,
  { part, kept }: { readonly part: Part; readonly kept: KeptLesson[Part] },
  storage = tabStorage(),
): void {
  try {
    storage?.setItem(keyOf(code, part), JSON.stringify(kept));
  } catch {
    // A full storage costs the report its reload, nothing else.
  }
}

/** The drawings of everybody who was not removed. */
export function withoutRemoved({
  drawings,
  removed,
}: Pick<KeptLesson, 'drawings' | 'removed'>): readonly Drawing[] {
  const gone = new Set(removed.map(({ author }) => author));
  return drawings.filter(({ surface }) => !gone.has(surface));
}

import type { Reason } from '@inkling/shared/protocol';
import { createSignal } from 'solid-js';
import type { Unasked } from '../link/unasked.ts';
import { en } from './en.ts';
import type { enClass } from './en-class.ts';

type Said<T> = T extends (...args: infer A) => string
  ? (...args: A) => string
  : T extends readonly string[]
    ? readonly string[]
    : T extends string
      ? string
      : { readonly [K in keyof T]: Said<T[K]> };

/** Everything the room says. A language that lacks a string does not compile. */
export type Words = Said<typeof en>;

/** Everything the stage, the remote and the look inside say. */
export type ClassWords = Said<typeof enClass>;

/** A language: what it says, and which way it runs. */
export interface Language {
  readonly code: string;
  readonly dir: 'ltr' | 'rtl';
  readonly room: Words;
  readonly class: ClassWords;
}

const [language, setLanguage] = createSignal<Language | null>(null);

/** The language in use; null for English, which needs no loading. Reactive. */
export const currentLanguage = language;

/** The words of the language in use; reactive. */
export const words = (): Words => language()?.room ?? en;

/** Uses a language from now on, and tells the browser so. */
export function speak(next: Language): void {
  document.documentElement.lang = next.code;
  document.documentElement.dir = next.dir;
  setLanguage(next);
}

/** A refusal's sentence in the language in use. English keeps the server's own, which may say more. */
export function sentenceOf(refusal: {
  readonly reason: Reason | Unasked['reason'];
  readonly message: string;
}): string {
  return language()?.room.reasons[refusal.reason] ?? refusal.message;
}

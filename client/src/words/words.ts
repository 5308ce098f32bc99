import { createSignal } from 'solid-js';
import { en } from './en.ts';

type Said<T> = T extends (...args: infer A) => string
  ? (...args: A) => string
  : T extends readonly string[]
    ? readonly string[]
    : T extends string
      ? string
      : { readonly [K in keyof T]: Said<T[K]> };

/** Everything the page says. A language that lacks a string does not compile. */
export type Words = { readonly [K in keyof typeof en]: Said<(typeof en)[K]> };

const [current, setCurrent] = createSignal<Words>(en);

/** The words of the language in use; reactive. */
export const words = current;

/** Uses a language from now on. */
export function speak(language: Words): void {
  setCurrent(() => language);
}

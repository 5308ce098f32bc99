import { letterOf } from '../room/keys.ts';

/** What a key on the stage does. */
export type StageDeed =
  | 'fullscreen'
  | 'theme'
  | 'help'
  | 'code'
  | 'board'
  | 'grid'
  | 'next'
  | 'previous'
  | 'remote'
  | 'matrix'
  | 'inside'
  | 'close';

const KEYS: Readonly<Record<string, StageDeed>> = {
  f: 'fullscreen',
  t: 'theme',
  '?': 'help',
  c: 'code',
  b: 'board',
  g: 'grid',
  r: 'remote',
  m: 'matrix',
  i: 'inside',
  arrowright: 'next',
  arrowleft: 'previous',
  escape: 'close',
};

/** The same where the page runs from right to left, and its tiles with it. */
const RTL_KEYS: typeof KEYS = { ...KEYS, arrowleft: 'next', arrowright: 'previous' };

type Press = Pick<KeyboardEvent, 'key' | 'code' | 'ctrlKey' | 'metaKey' | 'shiftKey' | 'altKey'>;

const LATIN_LETTER = /^\p{Script=Latin}$/u;

/** What a key stands for; a question mark also where a Latin keyboard has it, unless a Latin letter lies there. */
function keyOf(press: Press): string {
  const key = letterOf(press);
  const isItsPlace = press.code === 'Slash' && press.shiftKey && !LATIN_LETTER.test(key);
  return key === '؟' || isItsPlace ? '?' : key;
}

/** The deed of a key press on the stage; null for the browser's own. */
export function stageDeedOf(press: Press, dir: string): StageDeed | null {
  if (press.ctrlKey || press.metaKey || press.altKey) return null;
  return deedOf(keyOf(press), dir);
}

/** What a key does, by its name. */
export function deedOf(key: string, dir: string): StageDeed | null {
  return (dir === 'rtl' ? RTL_KEYS : KEYS)[key.toLowerCase()] ?? null;
}

/** The tile after (or before) the one shown, round and round; the first while none is. */
export function neighbour(
  surfaces: readonly number[],
  shown: number | null,
  step: 1 | -1,
): number | null {
  if (surfaces.length === 0) return null;
  const at = shown === null ? -1 : surfaces.indexOf(shown);
  if (at < 0) return surfaces[step === 1 ? 0 : surfaces.length - 1] ?? null;
  return surfaces[(at + step + surfaces.length) % surfaces.length] ?? null;
}

import { words } from './words.ts';

/** What follows the figure of a percentage in the language in use, with the space before it where there is one. */
export function percentSign(): string {
  return words().percent(0).replace('0', '');
}

/** A whole percentage in the language in use. Lay it in a `<bdi dir="ltr">` where the text around it runs the other way. */
export function percentInWords(percent: number): string {
  return words().percent(percent);
}

/** Some milliseconds as seconds with one decimal, in the language in use. */
export function secondsInWords(ms: number): string {
  return words().time((ms / 1000).toFixed(1));
}

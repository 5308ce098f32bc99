import { authorsOf } from '@inkling/shared/canvas';
import type * as Y from 'yjs';

/** What ink of an unknown author is drawn in. */
const INK = '#1b1a17';

/** The colours of a canvas's authors. */
export function colorsOf(doc: Y.Doc): (author: number) => string {
  const authors = authorsOf(doc);
  return (author) => authors.get(String(author))?.color ?? INK;
}

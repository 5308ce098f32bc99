/** What a key on the room page does. */
export type Deed = 'pen' | 'eraser' | 'undo' | 'redo';

type Press = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'shiftKey' | 'altKey'>;

/** The deed of a key press; null for keys that are none of the page's business. */
export function deedOf(press: Press): Deed | null {
  if (press.altKey) return null;
  const key = press.key.toLowerCase();
  if (press.ctrlKey || press.metaKey) {
    if (key === 'z') return press.shiftKey ? 'redo' : 'undo';
    return key === 'y' && !press.shiftKey ? 'redo' : null;
  }
  if (key === 'p') return 'pen';
  return key === 'e' ? 'eraser' : null;
}

/** Whether keys go into a field just now. */
export function isTyping(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest('input, textarea, select') !== null;
}

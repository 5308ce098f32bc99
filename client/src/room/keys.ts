/** What a key on the room page does. */
export type Deed = 'pen' | 'eraser' | 'undo' | 'redo';

type Press = Pick<KeyboardEvent, 'key' | 'code' | 'ctrlKey' | 'metaKey' | 'shiftKey' | 'altKey'>;

const OTHER_SCRIPT = /^(?!\p{Script=Latin})\p{Letter}/u;

/** The letter of a key. Where a keyboard writes in another script, it is the one that the key stands for on a Latin one. */
export function letterOf({ key, code }: Pick<Press, 'key' | 'code'>): string {
  return (OTHER_SCRIPT.test(key) ? code.replace(/^Key/, '') : key).toLowerCase();
}

/** The deed of a key press; null for keys that are none of the page's business. */
export function deedOf(press: Press): Deed | null {
  if (press.altKey) return null;
  const key = letterOf(press);
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

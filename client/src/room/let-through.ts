/** A pointer that goes no farther than this, in CSS pixels, taps. */
const TAP = 6;

/**
 * A tap on the element picks it; a drag that begins on it is a pen stroke and goes to the surface beneath, from where it began.
 * A reading stands where the next digit of a number would be written, so it must never swallow ink.
 */
export function letThrough(element: HTMLElement, pick: () => void): void {
  let down: PointerEvent | null = null;

  /** Hands a drag over to the surface beneath, which captures the pointer; nothing where it is still a tap. */
  const hand = (event: PointerEvent) => {
    if (!down || event.pointerId !== down.pointerId) return;
    if (Math.hypot(event.clientX - down.clientX, event.clientY - down.clientY) < TAP) return;
    const beneath = document
      .elementsFromPoint(down.clientX, down.clientY)
      .find((found) => found.matches('[data-surface]'));
    const begun = new PointerEvent('pointerdown', down);
    down = null;
    beneath?.dispatchEvent(begun);
    beneath?.dispatchEvent(new PointerEvent(event.type, event));
  };

  element.addEventListener('pointerdown', (event) => {
    down = event;
    try {
      // A quick drag has left the element by its first move.
      element.setPointerCapture(event.pointerId);
    } catch {
      // The pointer is gone already: it was a tap.
    }
  });
  element.addEventListener('pointermove', hand);
  element.addEventListener('pointerup', hand);
  element.addEventListener('pointercancel', () => {
    down = null;
  });
  element.addEventListener('click', (event) => {
    // A click of the keyboard has no pointer before it.
    if (down || event.detail === 0) pick();
    down = null;
  });
}

/** A second tap this soon, in milliseconds, and this near, in CSS pixels, is the same tap of an unsteady thumb. */
const SOON_MS = 500;
const NEAR_PX = 24;

interface Tap {
  readonly at: number;
  readonly x: number;
  readonly y: number;
  readonly on: EventTarget | null;
}

/** Whether a tap is the second half of a double tap, and what it hits is not what the first one did: that moved away under it. */
export function isStray(tap: Tap, before: Tap | null): boolean {
  if (!before || tap.on === before.on || tap.at - before.at >= SOON_MS) return false;
  return Math.hypot(tap.x - before.x, tap.y - before.y) <= NEAR_PX;
}

/** Keeps the second half of a double tap from what came to lie under the thumb with the first: a page that moves with each tap has that. */
export function ignoreStrayTaps(page: HTMLElement): void {
  let before: Tap | null = null;
  const hear = (event: MouseEvent) => {
    // The keyboard's clicks have no place.
    if (event.detail === 0 || !(event.target instanceof Element)) return;
    const { timeStamp: at, clientX: x, clientY: y } = event;
    const tap = { at, x, y, on: event.target.closest('button, a, input, label') };
    if (isStray(tap, before)) {
      event.preventDefault();
      event.stopImmediatePropagation();
    } else before = tap;
  };
  page.addEventListener('click', hear, true);
}

import { onCleanup } from 'solid-js';

/**
 * Takes the focus for as long as its owner lives, then gives it back to whatever had it, or to what stands in where that is
 * gone; unless somebody moved on.
 */
export function holdFocus(panel: HTMLElement, standIn?: () => HTMLElement | undefined): void {
  const home = document.activeElement;
  panel.focus({ preventScroll: true });
  onCleanup(() => {
    const at = document.activeElement;
    const moved = at !== null && at !== document.body && !panel.contains(at);
    if (moved) return;
    const back = home instanceof HTMLElement && home.isConnected ? home : standIn?.();
    back?.focus({ preventScroll: true });
  });
}

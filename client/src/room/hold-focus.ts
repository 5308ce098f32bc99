import { onCleanup } from 'solid-js';

/** Takes the focus for as long as its owner lives, then gives it back to whatever had it, unless that is gone or somebody moved on. */
export function holdFocus(panel: HTMLElement): void {
  const home = document.activeElement;
  panel.focus({ preventScroll: true });
  onCleanup(() => {
    const at = document.activeElement;
    const moved = at !== null && at !== document.body && !panel.contains(at);
    if (!moved && home instanceof HTMLElement) home.focus({ preventScroll: true });
  });
}

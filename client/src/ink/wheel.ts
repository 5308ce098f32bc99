import { isPageZoomed } from './page-zoom.ts';
import type { SurfaceView } from './view.ts';

const LINE_PX = 16;
const PAGE_PX = 400;
const ZOOM = 0.0022;
const PINCH_ZOOM = 0.012;

/** What Safari tells of a trackpad's pinch; of two fingers on the screen, too. */
interface Gesture extends Event {
  /** Against where the pinch began. */
  readonly scale: number;
  readonly clientX: number;
  readonly clientY: number;
}

/** Wheel and trackpad move the view: two fingers pan, a pinch or the wheel with Ctrl zooms. Returns its undo. */
export function makeWheel(element: HTMLElement, view: SurfaceView): () => void {
  const wheel = (event: WheelEvent) => {
    // A page that is itself zoomed could not be zoomed out over the board: Chromium tells of a pinch as the wheel.
    if (!view.moves || isPageZoomed()) return;
    // Otherwise the browser would zoom or scroll the page.
    event.preventDefault();
    const px = event.deltaMode === 1 ? LINE_PX : event.deltaMode === 2 ? PAGE_PX : 1;
    if (!event.ctrlKey && !event.metaKey) {
      const sideways = event.shiftKey && event.deltaX === 0;
      const dx = sideways ? event.deltaY : event.deltaX;
      view.panBy(-dx * px, sideways ? 0 : -event.deltaY * px);
      return;
    }
    const { left, top } = element.getBoundingClientRect();
    // A trackpad's pinch comes as small steps, a wheel's click as one large one.
    const strength = Math.abs(event.deltaY * px) < 50 ? PINCH_ZOOM : ZOOM;
    const factor = Math.exp(-event.deltaY * px * strength);
    view.zoomAt(event.clientX - left, event.clientY - top, factor);
  };
  let last = 1;
  const begin = (event: Gesture) => {
    if (!isPageZoomed()) event.preventDefault();
    last = event.scale;
  };
  const pinch = (event: Gesture) => {
    if (isPageZoomed()) return;
    event.preventDefault();
    // The pen itself watches fingers on a screen.
    if (navigator.maxTouchPoints > 0) return;
    const { left, top } = element.getBoundingClientRect();
    view.zoomAt(event.clientX - left, event.clientY - top, event.scale / last);
    last = event.scale;
  };
  element.addEventListener('wheel', wheel, { passive: false });
  element.addEventListener('gesturestart', begin as EventListener);
  element.addEventListener('gesturechange', pinch as EventListener);
  return () => {
    element.removeEventListener('wheel', wheel);
    element.removeEventListener('gesturestart', begin as EventListener);
    element.removeEventListener('gesturechange', pinch as EventListener);
  };
}

const TAKES_SPACE = 'input, textarea, select, button, a, [role="button"], [contenteditable]';

/** Tells whether the space bar is held while nothing else wants it: then a drag pans. */
export function makeHandKey(changed: (held: boolean) => void): () => void {
  let held = false;
  const hold = (now: boolean) => {
    held = now;
    changed(now);
  };
  // A button that was only clicked has no use for the space bar. Asked later, it looks as if the keyboard were on it.
  let reached: Element | null = null;
  const focus = ({ target }: FocusEvent) => {
    reached = target instanceof Element && target.matches(':focus-visible') ? target : null;
  };
  const takesSpace = (target: EventTarget | null) =>
    target instanceof Element &&
    (target === reached || !target.matches('button, a, [role="button"]')) &&
    target.closest(TAKES_SPACE) !== null;
  const down = (event: KeyboardEvent) => {
    if (event.code !== 'Space') return;
    if (!held && (event.repeat || takesSpace(event.target))) return;
    event.preventDefault();
    if (!held) hold(true);
  };
  const up = (event: KeyboardEvent) => {
    if (event.code !== 'Space' || !held) return;
    // Some browsers press a button when the key is lifted.
    event.preventDefault();
    hold(false);
  };
  const blur = () => hold(false);
  window.addEventListener('focusin', focus);
  window.addEventListener('keydown', down);
  window.addEventListener('keyup', up);
  window.addEventListener('blur', blur);
  return () => {
    window.removeEventListener('focusin', focus);
    window.removeEventListener('keydown', down);
    window.removeEventListener('keyup', up);
    window.removeEventListener('blur', blur);
  };
}

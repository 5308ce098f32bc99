import type { SurfaceView } from './view.ts';

const LINE_PX = 16;
const PAGE_PX = 400;
const ZOOM = 0.0022;
const PINCH_ZOOM = 0.012;

/** Wheel and trackpad move the view: two fingers pan, a pinch or the wheel with Ctrl zooms. Returns its undo. */
export function makeWheel(element: HTMLElement, view: SurfaceView): () => void {
  const wheel = (event: WheelEvent) => {
    if (!view.moves) return;
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
  const refuse = (event: Event) => event.preventDefault();
  element.addEventListener('wheel', wheel, { passive: false });
  // Safari's own pinch.
  element.addEventListener('gesturestart', refuse);
  element.addEventListener('gesturechange', refuse);
  return () => {
    element.removeEventListener('wheel', wheel);
    element.removeEventListener('gesturestart', refuse);
    element.removeEventListener('gesturechange', refuse);
  };
}

/** Tells whether the space bar is held while nothing else wants it: then a drag pans. */
export function makeHandKey(changed: (held: boolean) => void): () => void {
  const takesSpace = (target: EventTarget | null) =>
    target instanceof Element &&
    target.closest('input, textarea, select, button, a, [role="button"], [contenteditable]') !==
      null;
  const down = (event: KeyboardEvent) => {
    if (event.code !== 'Space' || takesSpace(event.target)) return;
    event.preventDefault();
    if (!event.repeat) changed(true);
  };
  const up = (event: KeyboardEvent) => {
    if (event.code === 'Space') changed(false);
  };
  const blur = () => changed(false);
  window.addEventListener('keydown', down);
  window.addEventListener('keyup', up);
  window.addEventListener('blur', blur);
  return () => {
    window.removeEventListener('keydown', down);
    window.removeEventListener('keyup', up);
    window.removeEventListener('blur', blur);
  };
}

/** A page that fingers zoomed is never quite as large as it was. */
const ZOOMED = 1.01;

/** Whether fingers zoomed the page itself, as they may beside the paper. */
export function isPageZoomed(): boolean {
  return (globalThis.visualViewport?.scale ?? 1) > ZOOMED;
}

/** Leaves two fingers on the paper to the browser while the page is zoomed: it could not be zoomed out where the paper fills the screen. Returns its undo. */
export function makePageZoom(): () => void {
  const viewport = globalThis.visualViewport;
  const look = () => {
    const touch = isPageZoomed() ? 'pinch-zoom' : 'none';
    document.documentElement.style.setProperty('--paper-touch', touch);
  };
  viewport?.addEventListener('resize', look);
  return () => viewport?.removeEventListener('resize', look);
}

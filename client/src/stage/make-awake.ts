/** Keeps the screen on while the page is looked at, where the browser can. Returns its undo. */
export function makeAwake(): () => void {
  let lock: WakeLockSentinel | null = null;
  let over = false;
  const ask = async () => {
    if (over || document.visibilityState !== 'visible') return;
    try {
      lock = (await navigator.wakeLock?.request('screen')) ?? null;
    } catch {
      // A low battery may refuse; the projector's own settings rule then.
      lock = null;
    }
    if (over) void lock?.release();
  };
  const seen = () => void ask();
  document.addEventListener('visibilitychange', seen);
  void ask();
  return () => {
    over = true;
    document.removeEventListener('visibilitychange', seen);
    void lock?.release();
  };
}

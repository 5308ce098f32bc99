import { type Accessor, createEffect, createSignal, onCleanup } from 'solid-js';
import { fetchLook, type Look } from './look.ts';

/** Between two looks at least, in milliseconds: a look costs the server a run of its own. */
const REST_MS = 160;

/** What goes on inside for whatever glyph and version is asked for: one question at a time, the newest wins. */
export function createLook(
  ask: () => { readonly code: string; readonly glyph: string; readonly version: number } | null,
): Accessor<Look | null> {
  const [look, setLook] = createSignal<Look | null>(null);
  const stop = new AbortController();
  let wanted: { readonly code: string; readonly glyph: string } | null = null;
  let busy = false;
  const go = async () => {
    if (busy) return;
    busy = true;
    while (wanted && !stop.signal.aborted) {
      const { code, glyph } = wanted;
      wanted = null;
      const seen = await fetchLook(code, glyph, stop.signal);
      if (stop.signal.aborted) return;
      if (seen) setLook(seen);
      await new Promise((resolve) => setTimeout(resolve, REST_MS));
    }
    busy = false;
  };
  createEffect(() => {
    wanted = ask();
    if (!wanted) setLook(null);
    void go();
  });
  onCleanup(() => stop.abort());
  return look;
}

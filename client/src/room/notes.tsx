import { createSignal, For, type JSX, onCleanup } from 'solid-js';
import type { SurfaceView } from '../ink/view.ts';
import type { RoomLink } from '../link/link.ts';
import { sentenceOf } from '../words/words.ts';

interface Note {
  readonly message: string;
  /** In surface units; null when nobody knows where the stroke was. */
  readonly at: { readonly x: number; readonly y: number } | null;
}

const SHOWN_MS = 5000;

/** Why a stroke faded, said where it was. */
export function Notes(props: { readonly link: RoomLink; readonly view: SurfaceView }): JSX.Element {
  const [notes, setNotes] = createSignal<readonly Note[]>([]);
  const timers = new Set<ReturnType<typeof setTimeout>>();
  const placeOf = (stroke: number): Note['at'] => {
    for (const own of props.link.ownInk.strokes()) {
      const [x, y] = own.points.slice(-4);
      if (own.stroke === stroke && x !== undefined && y !== undefined) return { x, y };
    }
    return null;
  };
  onCleanup(
    props.link.onRefused((refused) => {
      const { stroke } = refused;
      const message = sentenceOf(refused);
      const note = { message, at: placeOf(stroke) };
      // The same sentence for ten strokes is said once.
      setNotes((old) => [...old.filter((n) => n.message !== message), note]);
      const timer = setTimeout(() => {
        timers.delete(timer);
        setNotes((old) => old.filter((n) => n !== note));
      }, SHOWN_MS);
      timers.add(timer);
    }),
  );
  onCleanup(() => {
    for (const timer of timers) clearTimeout(timer);
  });
  return (
    <div class="notes" role="status">
      <For each={notes()}>
        {(note) => {
          const at = () => {
            if (!note.at) return null;
            const { x, y } = props.view.toScreen(note.at.x, note.at.y);
            const { w, h } = props.view.size();
            return { x: Math.min(Math.max(x, 120), w - 120), y: Math.min(Math.max(y, 90), h - 90) };
          };
          return (
            <p
              class="note"
              classList={{ 'note-adrift': note.at === null }}
              style={{ transform: at() ? `translate(${at()?.x}px, ${at()?.y}px)` : undefined }}
            >
              <span>{note.message}</span>
            </p>
          );
        }}
      </For>
    </div>
  );
}

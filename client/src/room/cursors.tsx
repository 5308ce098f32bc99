import { createSignal, For, type JSX, onCleanup, Show } from 'solid-js';
import { inkColor } from '../ink/colors.ts';
import type { SurfaceView } from '../ink/view.ts';
import type { RoomLink } from '../link/link.ts';
import { dark } from '../theme.ts';

interface CursorsProps {
  readonly link: RoomLink;
  readonly view: SurfaceView;
}

/** A pointer that has not moved for this long (ms) is put away. */
const IDLE = 6000;
const SWEEP = 1000;

/** Where the others' pointers are, with their names, in their colours. */
export function Cursors(props: CursorsProps): JSX.Element {
  const seen = new Map<number, number>();
  const [authors, setAuthors] = createSignal<readonly number[]>([]);
  const [moved, setMoved] = createSignal(0);
  const list = () => setAuthors([...seen.keys()].sort((a, b) => a - b));
  onCleanup(
    props.link.onPointers((pointers) => {
      const before = seen.size;
      for (const { author, surface } of pointers) {
        if (surface === props.view.surface) seen.set(author, performance.now());
        else seen.delete(author);
      }
      if (seen.size !== before) list();
      setMoved((n) => n + 1);
    }),
  );
  const sweep = setInterval(() => {
    const before = seen.size;
    for (const [author, at] of seen) if (performance.now() - at > IDLE) seen.delete(author);
    if (seen.size !== before) list();
  }, SWEEP);
  onCleanup(() => clearInterval(sweep));

  const others = () => authors().filter((author) => author !== props.link.you()?.author);
  return (
    <Show when={props.link.room()?.pointers !== false}>
      <div class="cursors" aria-hidden="true">
        <For each={others()}>
          {(author) => {
            const at = () => {
              moved();
              const pointer = props.link.pointers.get(author);
              return pointer ? props.view.toScreen(pointer.x, pointer.y) : { x: -99, y: -99 };
            };
            return (
              <div
                class="cursor"
                style={{
                  transform: `translate(${at().x}px, ${at().y}px)`,
                  color: inkColor(props.link.colorOf(author), dark()),
                }}
              >
                <svg viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">
                  <path d="M0 0 16 6.5 8.5 9 5 16z" fill="currentColor" />
                </svg>
                <Show when={props.link.room()?.names !== false}>
                  <span>{props.link.nameOf(author)}</span>
                </Show>
              </div>
            );
          }}
        </For>
      </div>
    </Show>
  );
}

import type { Person } from '@inkling/shared/protocol';
import {
  createEffect,
  createMemo,
  createSignal,
  For,
  type JSX,
  on,
  onCleanup,
  onMount,
} from 'solid-js';
import type { TileSaid } from '../lesson/outcome.ts';
import type { RoomLink } from '../link/link.ts';
import { dark } from '../theme.ts';
import { captionOf, gridShape } from './grid-shape.ts';
import { makeTilePainter } from './tile-painter.ts';

interface GridProps {
  readonly link: RoomLink;
  readonly people: readonly Person[];
  readonly said: ReadonlyMap<number, TileSaid>;
  /** Asked for, a reading that is not this is a mistake. */
  readonly target: string | null;
}

/** A tile for each student, with what the network reads on it. */
export function StageGrid(props: GridProps): JSX.Element {
  const painter = makeTilePainter(props.link, dark);
  onCleanup(painter.dispose);
  const [space, setSpace] = createSignal({ w: 0, h: 0, caption: 0 });
  const shape = createMemo(() => gridShape(props.people.length, space()));
  let grid!: HTMLDivElement;
  onMount(() => {
    const resized = new ResizeObserver(() =>
      setSpace({
        w: grid.clientWidth,
        h: grid.clientHeight,
        caption: captionOf({ w: innerWidth, h: innerHeight }),
      }),
    );
    resized.observe(grid);
    onCleanup(() => resized.disconnect());
  });
  createEffect(on([shape, dark], () => requestAnimationFrame(painter.repaint)));
  return (
    <div
      ref={grid}
      class="tiles"
      classList={{ 'tiles-curtain': props.link.room()?.curtain ?? false }}
      data-testid="tiles"
      style={{
        '--caption': `${space().caption}px`,
        '--tile-w': `${shape().w}px`,
        '--tile-h': `${shape().h}px`,
        'grid-template-columns': `repeat(${shape().columns}, ${shape().w}px)`,
      }}
    >
      <For each={props.people}>
        {(person) => {
          const said = () => props.said.get(person.surface || person.author);
          const name = () => (props.link.room()?.names === false ? '' : person.name);
          return (
            <figure
              class="tile"
              data-surface={person.surface || person.author}
              aria-label={[name(), said()?.text].filter(Boolean).join(': ')}
            >
              <div class="tile-paper">
                <canvas
                  ref={(canvas) => onCleanup(painter.show(person.surface || person.author, canvas))}
                />
                <span
                  class="tile-said voice"
                  classList={{
                    'tile-wrong': props.target === null || said()?.right === false,
                    'tile-none': said()?.text === '–' || said()?.counts === false,
                  }}
                >
                  {said()?.text ?? ''}
                </span>
              </div>
              <figcaption>{name() || '\u00a0'}</figcaption>
            </figure>
          );
        }}
      </For>
    </div>
  );
}

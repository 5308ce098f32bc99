import type { Box } from '@inkling/shared/reading';
import { createEffect, createSignal, type JSX, onCleanup, onMount } from 'solid-js';
import type { RoomLink } from '../link/link.ts';
import { makePixelWatch } from './layer.ts';
import { isPageZoomed, makePageZoom } from './page-zoom.ts';
import { Painter } from './painter.ts';
import { makePen } from './pen.ts';
import type { Cuts } from './rewind.ts';
import { type SurfaceView, showAll } from './view.ts';
import { makeHandKey, makeWheel } from './wheel.ts';

/** What the pen does when it touches. */
export type Tool = 'pen' | 'eraser';

/** What a surface is given; everything but the link and the view may change while it lives. */
export interface SurfaceProps {
  readonly link: RoomLink;
  readonly view: SurfaceView;
  readonly tool?: Tool;
  /** Whether this page's pen is armed here; false for the stage and for other people's tiles. */
  readonly draws?: boolean;
  readonly dark?: boolean;
  /** Shows the given strokes only up to a moment and the rest of them as a ghost. */
  readonly cuts?: Cuts | null;
  /** Whether the rest is shown as a ghost (unless told otherwise) or not at all. */
  readonly ghosts?: boolean;
  readonly label?: string;
  readonly class?: string;
  /** Called with whether a pointer is down on the paper, whenever that changes. */
  readonly onPressed?: (pressed: boolean) => void;
  /** Whatever lies over the ink: brackets, cursors. It gets no pointer events. */
  readonly children?: JSX.Element;
}

const PAPER =
  'position:relative;overflow:hidden;width:100%;height:100%;contain:strict;touch-action:var(--paper-touch,none);' +
  'user-select:none;-webkit-user-select:none;-webkit-touch-callout:none;-webkit-tap-highlight-color:transparent;';

/** Calls once with the box around the ink that is there to begin with. */
function onceThereIsInk(link: RoomLink, painter: Painter, call: (box: Box) => void): () => void {
  const look = () => {
    const box = painter.bounds();
    if (box) call(box);
    undo();
  };
  const undo = link.onStrokes(look);
  if (link.strokes.size > 0) look();
  return undo;
}

/** Styles are set here and not in markup, which a strict content security policy does not let through. */
function lieOver(element: HTMLElement): void {
  element.style.cssText = 'position:absolute;inset:0;pointer-events:none;';
}

/** A sheet of paper: shows a surface's ink and, when armed, takes the pen. Fills its parent. */
export function Surface(props: SurfaceProps): JSX.Element {
  const [held, setHeld] = createSignal(false);
  const [panning, setPanning] = createSignal(false);
  let paper!: HTMLDivElement;
  let sheet!: HTMLDivElement;

  onMount(() => {
    const { link, view } = props;
    const quick = globalThis.matchMedia?.('(any-pointer: coarse)').matches ?? false;
    const painter = new Painter({ host: sheet, link, surface: view.surface, quick });
    onCleanup(() => painter.dispose());

    const measure = () => view.resize({ w: paper.clientWidth, h: paper.clientHeight });
    // A newcomer sees what is there, even if it lies beyond the screen's edge.
    onCleanup(onceThereIsInk(link, painter, (box) => view.isHome() && showAll(view, box)));

    const resized = new ResizeObserver(measure);
    resized.observe(paper);
    onCleanup(() => resized.disconnect());
    measure();

    const aim = () => painter.aim(view.at(), view.size());
    createEffect(aim);
    onCleanup(makePixelWatch(aim));
    createEffect(() => painter.setDark(props.dark ?? false));
    createEffect(() => painter.setCuts(props.cuts ?? null, props.ghosts ?? true));
    createEffect<string>((before) => {
      const colors = [link.you(), ...link.people()].map((p) => `${p?.author}${p?.color}`).join();
      if (before !== undefined && colors !== before) painter.recolor();
      return colors;
    });

    onCleanup(
      makePen({
        element: paper,
        view,
        ink: link.ownInk,
        draws: () => props.draws ?? false,
        tool: () => props.tool ?? 'pen',
        pans: held,
        pageZoomed: isPageZoomed,
        touched: (sweep) => {
          const you = link.you();
          return painter.touched(
            sweep,
            (drawn) => drawn.author === (you?.author ?? 0) || you?.host === true,
          );
        },
        pointed: (x, y) => {
          if (props.draws) link.point(view.surface, x, y);
        },
      }),
    );
    onCleanup(makePageZoom());
    onCleanup(makeWheel(paper, view));
    if (view.moves) onCleanup(makeHandKey(setHeld));
    const pointers = new Set<number>();
    const down = (event: PointerEvent) => {
      setPanning(held());
      pointers.add(event.pointerId);
      props.onPressed?.(true);
    };
    const up = (event: PointerEvent) => {
      setPanning(false);
      if (pointers.delete(event.pointerId) && pointers.size === 0) props.onPressed?.(false);
    };
    paper.addEventListener('pointerdown', down);
    for (const end of ['pointerup', 'pointercancel'] as const) {
      window.addEventListener(end, up);
      onCleanup(() => window.removeEventListener(end, up));
    }
  });

  const cursor = () => {
    if (panning()) return 'grabbing';
    if (held()) return 'grab';
    return props.draws ? 'crosshair' : 'default';
  };

  return (
    <div
      ref={paper}
      class={props.class}
      style={`${PAPER}cursor:${cursor()}`}
      role="img"
      aria-label={props.label ?? 'Paper'}
      data-surface={props.view.surface}
    >
      <div
        ref={(made) => {
          sheet = made;
          lieOver(made);
        }}
      />
      <div ref={lieOver}>{props.children}</div>
    </div>
  );
}

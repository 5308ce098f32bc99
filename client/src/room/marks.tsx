import type { Box } from '@inkling/shared/reading';
import { createMemo, Index, type JSX, Show } from 'solid-js';
import type { SurfaceView } from '../ink/view.ts';
import { words } from '../words/words.ts';
import { letThrough } from './let-through.ts';

/** What the overlay says about one glyph, or about neighbouring glyphs read as a number. */
export interface Mark {
  /** The glyph to follow when somebody taps it. */
  readonly glyph: string;
  readonly box: Box;
  /** "2026", or "4 or 9", or "–". */
  readonly text: string;
  /** From 0 to 100; null where nothing is said for sure. */
  readonly percent: number | null;
  readonly followed: boolean;
}

const AROUND = 26;
const BESIDE = 12;

interface MarksProps {
  readonly marks: readonly Mark[];
  readonly view: SurfaceView;
  readonly onPick: (glyph: string) => void;
  /** Somebody draws here: nothing may lie in the pen's way. */
  readonly drawing: boolean;
}

/** Corner brackets around what was read, and the reading beside them, in the network's colour. */
export function Marks(props: MarksProps): JSX.Element {
  return (
    <div class="marks" classList={{ 'marks-passive': props.drawing }}>
      <Index each={props.marks}>
        {(mark) => <OneMark mark={mark()} view={props.view} onPick={props.onPick} />}
      </Index>
    </div>
  );
}

function OneMark(props: {
  readonly mark: Mark;
  readonly view: SurfaceView;
  readonly onPick: (glyph: string) => void;
}): JSX.Element {
  const frame = createMemo(() => {
    const { box } = props.mark;
    const { scale } = props.view.at();
    const corner = props.view.toScreen(box.x, box.y);
    const around = Math.min(AROUND, Math.max(10, (box.h * scale) / 6 + 6));
    return {
      x: Math.round(corner.x - around),
      y: Math.round(corner.y - around),
      w: Math.round(box.w * scale + 2 * around),
      h: Math.round(box.h * scale + 2 * around),
    };
  });
  const type = () =>
    Math.round(Math.min(56, props.view.size().w * 0.09, Math.max(22, frame().h * 0.21)));
  /** Where there is room: right of the brackets, else left of them, else under them. */
  const side = () => {
    const width = type() * 0.6 * props.mark.text.length + BESIDE;
    const { x, w } = frame();
    if (x + w + width + 8 <= props.view.size().w) return 'right';
    return x - width > 0 ? 'left' : 'under';
  };
  return (
    <div
      class="mark"
      classList={{ 'mark-followed': props.mark.followed }}
      data-side={side()}
      data-glyph={props.mark.glyph}
      style={{
        transform: `translate(${frame().x}px, ${frame().y}px)`,
        width: `${frame().w}px`,
        height: `${frame().h}px`,
      }}
    >
      <span class="bracket bracket-a" />
      <span class="bracket bracket-b" />
      <span class="bracket bracket-c" />
      <span class="bracket bracket-d" />
      <button
        ref={(button) => letThrough(button, () => props.onPick(props.mark.glyph))}
        type="button"
        class="mark-said"
        data-testid="mark"
        data-text={props.mark.text}
      >
        <span class="unseen">{words().reading} </span>
        <span class="mark-text voice" style={{ 'font-size': `${type()}px` }}>
          {props.mark.text}
        </span>
        <Show when={props.mark.percent !== null}>
          <span class="unseen"> </span>
          <span class="mark-percent figures">{words().percent(props.mark.percent ?? 0)}</span>
        </Show>
      </button>
    </div>
  );
}

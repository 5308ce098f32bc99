import type { Box } from '@inkling/shared/reading';
import { createMemo, Index, type JSX, Show } from 'solid-js';
import type { SurfaceView } from '../ink/view.ts';
import { percentInWords } from '../words/figures.ts';
import { words } from '../words/words.ts';
import { type Label, labelSides, type Side } from './label-sides.ts';
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
/** The percent's line and its width, and what surrounds a label, in CSS pixels. */
const PERCENT = { w: 42, h: 20 } as const;
const PADDING = 12;

interface MarksProps {
  readonly marks: readonly Mark[];
  readonly view: SurfaceView;
  readonly onPick: (glyph: string) => void;
  /** Somebody draws here: nothing may lie in the pen's way. */
  readonly drawing: boolean;
}

/** A label whose text is this large, in CSS pixels. */
interface SizedLabel extends Label {
  readonly type: number;
}

/** A mark, and where it stands on the screen. */
interface Placed extends SizedLabel {
  readonly mark: Mark;
  readonly at: Side;
}

/** Where a mark's brackets stand on the screen, how large its text is, and what that measures. */
function labelOf(mark: Mark, view: SurfaceView): SizedLabel {
  const { box } = mark;
  const { scale } = view.at();
  const corner = view.toScreen(box.x, box.y);
  const around = Math.min(AROUND, Math.max(10, (box.h * scale) / 6 + 6));
  // A tile ends where something else begins: what is said of ink at its upper edge stands below that.
  const highest = view.surface === 0 ? Number.NEGATIVE_INFINITY : (view.frame().y ?? 0);
  const top = Math.max(corner.y - around, highest);
  const frame = {
    x: Math.round(corner.x - around),
    y: Math.round(top),
    w: Math.round(box.w * scale + 2 * around),
    h: Math.round(corner.y + box.h * scale + around - top),
  };
  const type = Math.round(Math.min(56, view.size().w * 0.09, Math.max(22, frame.h * 0.21)));
  const text = type * 0.6 * mark.text.length;
  const percent = mark.percent === null ? { w: 0, h: 0 } : PERCENT;
  return {
    frame,
    type,
    beside: { w: Math.max(text, percent.w) + PADDING, h: type + percent.h },
    under: { w: text + percent.w + PADDING, h: Math.max(type * 1.2, percent.h) },
  };
}

/** Corner brackets around what was read, and the reading beside them, in the network's colour. */
export function Marks(props: MarksProps): JSX.Element {
  const placed = createMemo<readonly Placed[]>(() => {
    const labels = props.marks.map((mark) => labelOf(mark, props.view));
    const sides = labelSides(labels, props.view.size().w);
    return props.marks.map((mark, i) => ({
      mark,
      ...(labels[i] as SizedLabel),
      at: sides[i] as Side,
    }));
  });
  return (
    <div class="marks" classList={{ 'marks-passive': props.drawing }}>
      <Index each={placed()}>{(one) => <OneMark {...one()} onPick={props.onPick} />}</Index>
    </div>
  );
}

function OneMark(props: Placed & Pick<MarksProps, 'onPick'>): JSX.Element {
  /** "6 or 4": the word must not look like a figure, as where it is "o". */
  const parts = () => props.mark.text.split(' ');
  return (
    <div
      class="mark"
      classList={{ 'mark-followed': props.mark.followed }}
      data-side={props.at.side}
      data-glyph={props.mark.glyph}
      style={{
        transform: `translate(${props.frame.x}px, ${props.frame.y}px)`,
        width: `${props.frame.w}px`,
        height: `${props.frame.h}px`,
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
        style={{ 'margin-top': `${props.at.down}px` }}
      >
        <span class="unseen">{words().reading} </span>
        <span class="mark-text voice" style={{ 'font-size': `${props.type}px` }}>
          <Show when={parts().length === 3} fallback={props.mark.text}>
            {parts()[0]} <small>{parts()[1]}</small> {parts()[2]}
          </Show>
        </span>
        <Show when={props.mark.percent !== null}>
          <span class="unseen"> </span>
          <bdi class="mark-percent figures" dir="ltr">
            {percentInWords(props.mark.percent ?? 0)}
          </bdi>
        </Show>
      </button>
    </div>
  );
}

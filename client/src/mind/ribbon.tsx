import { createMemo, Index, type JSX, Show } from 'solid-js';
import { secondsInWords } from '../words/figures.ts';
import { words } from '../words/words.ts';
import { type History, sampleAt, winner } from './history.ts';
import { leaderOf } from './lead.ts';
import { type Band, bandPath, ribbonBands } from './ribbon-shape.ts';

interface RibbonProps {
  readonly history: History;
  /** Milliseconds of ink that the drawing is rewound to; null at its end. */
  readonly rewound: number | null;
  /** Called while somebody drags; null goes back to the end. Without it the ribbon only shows. */
  readonly onRewind?: (ms: number | null) => void;
}

const W = 311;
const H = 112;
const STEPS = 24;

const seconds = (ms: number) => (ms / 1000).toFixed(1);

/** How it changed its mind: ten bands of probability against ink time. Dragging along it rewinds the drawing. */
export function Ribbon(props: RibbonProps): JSX.Element {
  const bands = createMemo(() => ribbonBands(props.history));
  const length = () => props.history[props.history.length - 1]?.at ?? 0;
  const leader = createMemo(() => {
    const last = props.history[props.history.length - 1];
    return last ? leaderOf(last.probabilities) : null;
  });
  const at = () => props.rewound ?? length();

  /** Where the drawing stood before a finger came that went on to scroll. */
  let before: number | null = null;
  const go = (ms: number) => props.onRewind?.(ms >= length() ? null : Math.max(0, ms));
  const drag = (event: PointerEvent & { currentTarget: HTMLElement }) => {
    if (!props.onRewind || length() === 0) return;
    const box = event.currentTarget.getBoundingClientRect();
    go(((event.clientX - box.left) / box.width) * length());
  };
  const press = (event: KeyboardEvent) => {
    const step = length() / STEPS;
    const to = {
      ArrowLeft: at() - step,
      ArrowDown: at() - step,
      ArrowRight: at() + step,
      ArrowUp: at() + step,
      PageDown: at() - step * 4,
      PageUp: at() + step * 4,
      Home: 0,
      End: length(),
      Escape: length(),
    }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    go(to);
  };
  const said = () => {
    const sample = sampleAt(props.history, at());
    if (!sample) return words().nothingYet;
    const { digit, probability } = winner(sample.probabilities);
    if (leaderOf(sample.probabilities) === null) {
      return `${words().time(seconds(at()))}: ${words().not}`;
    }
    return words().rewoundTo(seconds(at()), digit, Math.round((probability / 255) * 100));
  };

  return (
    <div class="ribbon" dir="ltr" data-testid="ribbon">
      <div
        class="ribbon-field"
        role="slider"
        tabIndex={props.onRewind ? 0 : -1}
        aria-label={words().rewind}
        aria-valuemin={0}
        aria-valuemax={Math.round(length())}
        aria-valuenow={Math.round(at())}
        aria-valuetext={said()}
        aria-disabled={length() === 0}
        onPointerDown={(event) => {
          if (event.button !== 0) return;
          event.currentTarget.setPointerCapture(event.pointerId);
          before = props.rewound;
          drag(event);
        }}
        onPointerCancel={() => props.onRewind?.(before)}
        onPointerMove={(event) => {
          if (event.currentTarget.hasPointerCapture(event.pointerId)) drag(event);
        }}
        onKeyDown={press}
      >
        <svg viewBox={`0 0 ${W} ${H}`} preserveAspectRatio="none" aria-hidden="true">
          <Index each={bands()}>
            {(band) => (
              <path
                d={bandPath(band(), W, H)}
                class="band"
                classList={{ 'band-winner': band().digit === leader(), 'band-faint': band().faint }}
                data-tone={band().tone % 3}
              />
            )}
          </Index>
        </svg>
        <Index each={bands()}>
          {(band) => <BandLabel band={band()} winner={band().digit === leader()} />}
        </Index>
        <Show when={props.rewound !== null && length() > 0}>
          <span class="ribbon-now" style={{ left: `${(at() / length()) * 100}%` }} />
        </Show>
      </div>
      <div class="ribbon-ends">
        <bdi>{words().penDown}</bdi>
        <Show when={props.rewound !== null}>
          <button type="button" class="ribbon-back" onClick={() => props.onRewind?.(null)}>
            {words().backToNow}
          </button>
        </Show>
        <bdi class="figures">{length() > 0 ? secondsInWords(props.rewound ?? length()) : ''}</bdi>
      </div>
    </div>
  );
}

function BandLabel(props: { readonly band: Band; readonly winner: boolean }): JSX.Element {
  return (
    <Show when={props.band.label}>
      {(label) => (
        <span
          class="band-label"
          classList={{ 'band-label-winner': props.winner }}
          aria-hidden="true"
          style={{ left: `${label().x * 100}%`, top: `${label().y * 100}%` }}
        >
          {props.band.digit}
        </span>
      )}
    </Show>
  );
}

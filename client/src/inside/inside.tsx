import './inside.css';
import { createEffect, createSignal, For, type JSX, onCleanup, onMount, Show } from 'solid-js';
import { winner } from '../mind/history.ts';
import type { Mind } from '../mind/mind.ts';
import { holdFocus } from '../room/hold-focus.ts';
import { dark } from '../theme.ts';
import { classWords } from '../words/class-words.ts';
import { words } from '../words/words.ts';
import { createLook } from './create-look.ts';
import { GainPicture } from './gain-picture.tsx';
import { piecesOf, strokeGains } from './gains.ts';
import { headOf, type Maps } from './look.ts';
import { enlarge, overlay, type Rgb, sheetOf } from './pixels.ts';

interface InsideProps {
  readonly code: string;
  readonly mind: Mind;
  /** On a stage nobody scrolls: all layers are to be seen at once. */
  readonly atOnce?: boolean;
  readonly onClose: () => void;
}

const SIDE = 28;
const DIGITS = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9];
const NET: Rgb = [255, 106, 77];

/** Inside the network, live: where it looks, which stroke changed its mind, and what each layer makes of the ink. */
export function Inside(props: InsideProps): JSX.Element {
  const { mind } = props;
  const look = createLook(() => {
    const reading = mind.reading();
    return reading && { code: props.code, glyph: reading.glyph, version: reading.version };
  });
  const [picked, setPicked] = createSignal<number | null>(null);
  const digit = () => {
    const now = mind.reading();
    return picked() ?? (now ? winner(now.probabilities).digit : null);
  };
  const activation = () => {
    const now = mind.reading();
    return now ? (look()?.activation[headOf(now.probabilities, mind.ink())] ?? null) : null;
  };
  const pieces = () => {
    const of = digit();
    return of === null ? [] : piecesOf(mind.history(), mind.ink(), of);
  };
  const columnsOf = (maps: number) => {
    if (maps <= 16) return 8;
    if (!props.atOnce) return 16;
    return maps <= 48 ? 24 : 32;
  };
  let panel!: HTMLElement;
  onMount(() => {
    holdFocus(panel);
    const press = (event: KeyboardEvent) => {
      if (event.key !== 'Escape') return;
      // Escape closes what lies on top, and only that.
      event.stopPropagation();
      props.onClose();
    };
    document.addEventListener('keydown', press);
    onCleanup(() => document.removeEventListener('keydown', press));
  });
  return (
    <section
      ref={panel}
      class="inside"
      tabIndex={-1}
      aria-label={words().lookInside}
      data-testid="inside"
    >
      <header class="inside-head">
        <h2>{classWords().insideTitle}</h2>
        <button type="button" class="button-quiet" onClick={() => props.onClose()}>
          {words().close}
        </button>
      </header>
      <Show when={mind.reading()} fallback={<p class="inside-note">{words().nothingYet}</p>}>
        <div class="inside-pair">
          <figure>
            <figcaption>{classWords().whereItLooks}</figcaption>
            <Overlay input={look()?.input} activation={activation()} digit={digit()} />
          </figure>
          <figure>
            <figcaption>{classWords().whichStroke}</figcaption>
            <GainPicture strokes={mind.ink()} pieces={pieces()} />
          </figure>
        </div>
        <fieldset class="inside-digits" aria-label={classWords().insideDigit}>
          <For each={DIGITS}>
            {(d) => (
              <button
                type="button"
                aria-pressed={digit() === d}
                onClick={() => setPicked((now) => (now === d ? null : d))}
              >
                {d}
              </button>
            )}
          </For>
        </fieldset>
        <p class="inside-note">{classWords().insideNote(String(digit() ?? ''))}</p>
        <ul class="inside-gains">
          <For each={strokeGains(pieces())}>
            {({ stroke, gain }) => (
              <li>
                {classWords().strokeGain(
                  stroke + 1,
                  `${gain < 0 ? '−' : '+'}${Math.abs(Math.round(gain * 100))}`,
                )}
              </li>
            )}
          </For>
        </ul>
        <div class="inside-layers">
          <For each={look()?.layers ?? []}>
            {(layer, i) => (
              <Layer
                maps={layer}
                columns={columnsOf(layer.count)}
                name={classWords().layer(i() + 1, layer.count)}
              />
            )}
          </For>
        </div>
      </Show>
    </section>
  );
}

function Overlay(props: {
  readonly input: Uint8Array | undefined;
  readonly activation: Maps | null;
  readonly digit: number | null;
}): JSX.Element {
  let canvas!: HTMLCanvasElement;
  createEffect(() => {
    const context = canvas.getContext('2d');
    const { input, activation, digit } = props;
    if (!context) return;
    context.clearRect(0, 0, SIDE, SIDE);
    if (!input || !activation || digit === null) return;
    const pixels = overlay(input, enlarge(activation, digit, SIDE), NET);
    context.putImageData(new ImageData(pixels, SIDE, SIDE), 0, 0);
  });
  return (
    <canvas
      ref={canvas}
      width={SIDE}
      height={SIDE}
      class="inside-overlay"
      role="img"
      aria-label={classWords().whereItLooks}
    />
  );
}

function Layer(props: {
  readonly maps: Maps;
  readonly columns: number;
  readonly name: string;
}): JSX.Element {
  let canvas!: HTMLCanvasElement;
  createEffect(() => {
    const front: Rgb = dark() ? [241, 238, 230] : [27, 26, 23];
    const sheet = sheetOf(props.maps, { columns: props.columns, front });
    canvas.width = sheet.width;
    canvas.height = sheet.height;
    canvas.getContext('2d')?.putImageData(new ImageData(sheet.pixels, sheet.width), 0, 0);
  });
  return (
    <figure class="inside-layer" classList={{ 'inside-layer-wide': props.columns > 8 }}>
      <figcaption>{props.name}</figcaption>
      <canvas ref={canvas} role="img" aria-label={props.name} />
    </figure>
  );
}

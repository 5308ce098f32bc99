import type { Stroke } from '@inkling/shared/canvas';
import { RASTER_SIDE, rasterise } from '@inkling/shared/rasterise';
import { createEffect, type JSX } from 'solid-js';
import { words } from '../words/words.ts';
import { coordinates } from './ink-time.ts';

interface SeenProps {
  /** The glyph's strokes as far as they are shown. */
  readonly ink: readonly Stroke[];
  readonly class?: string;
}

/** The glyph as the network sees it: 28 × 28 pixels, white on black, by the same function that the server reads with. */
export function Seen(props: SeenProps): JSX.Element {
  let canvas!: HTMLCanvasElement;
  createEffect(() => {
    const context = canvas.getContext('2d');
    if (!context) return;
    const raster = rasterise(coordinates(props.ink));
    const picture = context.createImageData(RASTER_SIDE, RASTER_SIDE);
    raster.forEach((value, i) => {
      picture.data.fill(value, i * 4, i * 4 + 3);
      picture.data[i * 4 + 3] = value;
    });
    context.putImageData(picture, 0, 0);
  });
  return (
    <canvas
      ref={canvas}
      width={RASTER_SIDE}
      height={RASTER_SIDE}
      role="img"
      aria-label={words().seenPicture}
      class={`seen ${props.class ?? ''}`}
      data-testid="seen"
    />
  );
}

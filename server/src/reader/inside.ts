import { RASTER_LENGTH } from '@inkling/shared/rasterise';
import type { Output } from './session.ts';

/** What goes on inside the network while it looks at one glyph. */
export interface Inside {
  readonly glyph: string;
  /** What the network sees: 784 values 0–255. */
  readonly input: Uint8Array;
  /** Every output of the network by name, feature maps and activation maps included. */
  readonly outputs: Readonly<Record<string, Output>>;
}

/** Length of `Inside.input`. */
export const INPUT_LENGTH = RASTER_LENGTH;

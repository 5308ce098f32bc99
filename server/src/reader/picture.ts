import { findBlobs } from './blobs.ts';
import { decodeImage } from './decode.ts';
import type { Desk } from './desk.ts';
import { frameBlob } from './mnist-frame.ts';
import { inkOf } from './pixels.ts';
import { predictGlyphs } from './predict.ts';
import { blankPrediction, type PredictedGlyph, type Prediction } from './prediction.ts';

/** Glyphs in one image that are read at most: the largest. */
const MOST_MARKS = 200;

/** Reads an image, drawn, scanned or photographed: finds its glyphs and reads each; throws `BadImage`. */
export async function predictImage(desk: Desk, bytes: Uint8Array): Promise<Prediction> {
  const { grey, scale } = await decodeImage(bytes);
  const found = inkOf(grey);
  if (!found) return blankPrediction();
  const { ink, threshold } = found;
  const blobs = findBlobs(ink, threshold);
  const largest = [...blobs.blobs].sort((a, b) => b.area - a.area).slice(0, MOST_MARKS);
  const glyphs = largest.map(async (blob): Promise<PredictedGlyph> => {
    const input = frameBlob({ ink, blobs, blob });
    const { final } = await desk.readRaster(input);
    const { x, y, w, h } = blob.box;
    return { final, input, box: { x: x * scale, y: y * scale, w: w * scale, h: h * scale } };
  });
  return predictGlyphs(await Promise.all(glyphs));
}

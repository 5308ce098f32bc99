import type { Desk } from './desk.ts';
import { BadImage } from './faults.ts';
import { blankPrediction, type Prediction } from './prediction.ts';

/** Reads an image. */
export async function predictImage(_desk: Desk, bytes: Uint8Array): Promise<Prediction> {
  if (bytes.length === 0) throw new BadImage('That image is empty.');
  return blankPrediction();
}

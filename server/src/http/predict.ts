import express, { type Request, type Response, type Router } from 'express';
import { BadImage, ReaderBusy } from '../reader/faults.ts';
import type { Prediction } from '../reader/prediction.ts';
import { Turns } from '../turns.ts';
import type { Bodies } from './bodies.ts';
import { type Drawing, parseDrawing } from './drawing.ts';
import { problem } from './problem.ts';

/** The largest request body of the single-user API, and what of it is not the image, in bytes. */
const BODY_BYTES = 12 * 1024 * 1024;
const BESIDE_IMAGE_BYTES = 1024 * 1024;
const IMAGE_NAME = '"image"';

/** Drawings of more than so many strokes or numbers take the reader as long as many others do. */
const LARGE = { strokes: 32, numbers: 4000 };

/** What waits for the reader: it has one thread, and rooms are read there, too. */
interface Lines {
  readonly drawings: Turns;
  readonly largeDrawings: Turns;
  readonly images: Turns;
}

/** The reader as this API sees it. */
export interface Predictor {
  predictStrokes(strokes: Drawing): Promise<Prediction>;
  predictImage(bytes: Uint8Array): Promise<Prediction>;
}

/** `POST /predict` and `POST /api/predict`: one picture or one set of strokes in, a digit out. */
export function predictRoutes(reader: Predictor, bodies: Bodies): Router {
  const router = express.Router();
  const type = ['application/json', 'text/plain'];
  // A compressed body would take more memory than has come of it.
  const parse = express.json({ limit: BODY_BYTES, type, inflate: false, verify: refuseLarge });
  const lines: Lines = {
    drawings: new Turns(16, 256),
    largeDrawings: new Turns(1, 32),
    images: new Turns(4, 64),
  };
  router.post(['/predict', '/api/predict'], bodies.count, parse, async (request, response) => {
    try {
      await predict({ reader, lines }, request, response);
    } catch (error) {
      if (!(error instanceof BadImage)) throw error;
      problem(response, 400, { error: 'bad-image', message: error.message });
    }
  });
  return router;
}

/** Refuses what is large without being an image before it is parsed: a text of numbers takes many times its length then. */
function refuseLarge(_request: unknown, _response: unknown, body: Buffer): void {
  if (besideImage(body) <= BESIDE_IMAGE_BYTES) return;
  throw Object.assign(new Error('more than a drawing'), { status: 413 });
}

/** How many bytes of a body are not the text of its image. */
function besideImage(body: Buffer): number {
  const name = body.indexOf(IMAGE_NAME);
  const from = name < 0 ? -1 : body.indexOf('"', name + IMAGE_NAME.length);
  const until = from < 0 ? -1 : body.indexOf('"', from + 1);
  return until < 0 ? body.length : body.length - (until - from);
}

async function predict(
  { reader, lines }: { readonly reader: Predictor; readonly lines: Lines },
  request: Request,
  response: Response,
): Promise<void> {
  const body = (request.body ?? {}) as { readonly image?: unknown; readonly strokes?: unknown };
  let prediction: Prediction | null;
  if (typeof body.image === 'string') {
    const bytes = decodeDataUrl(body.image);
    if (!bytes) {
      const message = 'The image is not base64: send "data:image/png;base64,…".';
      return problem(response, 400, { error: 'bad-image', message });
    }
    prediction = await lines.images.take(() => reader.predictImage(bytes));
  } else {
    const parsed = parseDrawing(body.strokes);
    if ('refused' in parsed) return problem(response, 400, parsed.refused);
    const { drawing } = parsed;
    const line = isLarge(drawing) ? lines.largeDrawings : lines.drawings;
    prediction = await line.take(() => reader.predictStrokes(drawing));
  }
  if (!prediction) throw new ReaderBusy();
  response.json(prediction);
}

function isLarge(drawing: Drawing): boolean {
  const numbers = drawing.reduce((sum, { length }) => sum + length, 0);
  return drawing.length > LARGE.strokes || numbers > LARGE.numbers;
}

/** The bytes of a data URL, or of bare base64; null when it is neither. */
function decodeDataUrl(text: string): Uint8Array | null {
  const comma = text.startsWith('data:') ? text.indexOf(',') : -1;
  if (text.startsWith('data:') && !text.slice(0, comma).endsWith(';base64')) return null;
  const base64 = text.slice(comma + 1).trim();
  if (base64.length === 0 || !/^[A-Za-z0-9+/_-]+={0,2}$/.test(base64)) return null;
  return Buffer.from(base64, 'base64');
}

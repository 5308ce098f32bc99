import express, { type Request, type Response, type Router } from 'express';
import * as v from 'valibot';
import { BadImage } from '../reader/faults.ts';
import type { Prediction } from '../reader/prediction.ts';
import { problem } from './problem.ts';

/** The largest request body of the single-user API, in bytes. */
const BODY_BYTES = 12 * 1024 * 1024;

/** Numbers in all strokes of a drawing: 20,000 points, some minutes of a fast pen. */
const MOST_NUMBERS = 40_000;

const coordinate = v.pipe(v.number(), v.finite(), v.minValue(-1e9), v.maxValue(1e9));

const bodySchema = v.union([
  v.object({ image: v.string() }),
  v.object({
    strokes: v.pipe(
      v.array(v.pipe(v.array(coordinate), v.maxLength(20_000))),
      v.minLength(1),
      v.maxLength(500),
    ),
  }),
]);

/** The reader as this API sees it. */
export interface Predictor {
  predictStrokes(strokes: readonly (readonly number[])[]): Promise<Prediction>;
  predictImage(bytes: Uint8Array): Promise<Prediction>;
}

const WHAT_IT_TAKES =
  'Send { "image": "data:image/png;base64,…" } or { "strokes": [[x, y, x, y, …], …] }.';

/** `POST /predict` and `POST /api/predict`: one picture or one set of strokes in, a digit out. */
export function predictRoutes(reader: Predictor): Router {
  const router = express.Router();
  const parse = express.json({ limit: BODY_BYTES, type: ['application/json', 'text/plain'] });
  router.post(['/predict', '/api/predict'], parse, (request, response) =>
    predict(reader, request, response),
  );
  return router;
}

async function predict(reader: Predictor, request: Request, response: Response): Promise<void> {
  const parsed = v.safeParse(bodySchema, request.body);
  if (!parsed.success)
    return problem(response, 400, { error: 'bad-request', message: WHAT_IT_TAKES });
  const body = parsed.output;
  try {
    if ('strokes' in body) {
      if (body.strokes.some((stroke) => stroke.length % 2 !== 0)) {
        const message = 'Each stroke is a flat list x, y, x, y, …: an even count of numbers.';
        return problem(response, 400, { error: 'bad-strokes', message });
      }
      if (body.strokes.reduce((sum, { length }) => sum + length, 0) > MOST_NUMBERS) {
        const message = `A drawing has at most ${MOST_NUMBERS / 2} points.`;
        return problem(response, 400, { error: 'bad-strokes', message });
      }
      response.json(await reader.predictStrokes(body.strokes));
      return;
    }
    const bytes = decodeDataUrl(body.image);
    if (!bytes) {
      const message = 'The image is not base64: send "data:image/png;base64,…".';
      return problem(response, 400, { error: 'bad-image', message });
    }
    response.json(await reader.predictImage(bytes));
  } catch (error) {
    if (!(error instanceof BadImage)) throw error;
    problem(response, 400, { error: 'bad-image', message: error.message });
  }
}

/** The bytes of a data URL, or of bare base64; null when it is neither. */
function decodeDataUrl(text: string): Uint8Array | null {
  const comma = text.startsWith('data:') ? text.indexOf(',') : -1;
  if (text.startsWith('data:') && !text.slice(0, comma).endsWith(';base64')) return null;
  const base64 = text.slice(comma + 1).trim();
  if (base64.length === 0 || !/^[A-Za-z0-9+/_-]+={0,2}$/.test(base64)) return null;
  return Buffer.from(base64, 'base64');
}

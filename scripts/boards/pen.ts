import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';

/** One recorded digit: strokes flat x0, y0, x1, y1, …, y downwards, in its source's own unit. */
export interface PenDigit {
  readonly label: number;
  readonly strokes: readonly (readonly number[])[];
}

/** Where the pen data lies: `INKLING_DATA`, or `shared/data` beside the repository; null where there is none. */
export function penFolder(): string | null {
  const beside = fileURLToPath(new URL('../../../shared/data', import.meta.url));
  const folder = join(process.env.INKLING_DATA ?? beside, 'pen');
  return existsSync(folder) ? folder : null;
}

/** The digits of one file of pen data. */
export function readPen(folder: string, file: string): PenDigit[] {
  const lines = gunzipSync(readFileSync(join(folder, file)))
    .toString('utf8')
    .trim()
    .split('\n');
  return lines.map((line) => JSON.parse(line) as PenDigit);
}

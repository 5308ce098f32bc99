import { brushSize, outlineOf, traceRing } from '@inkling/shared/brush';
import type { Stroke } from '@inkling/shared/canvas';
import { NO_PRESSURE, POINT_STRIDE } from '@inkling/shared/ink';
import { STROKE_MS, STROKE_POINTS, surfaceSize } from '@inkling/shared/limits';
import { frameOf, type Sheetful } from '@inkling/shared/svg';

const PNG_LONGEST = 2400;

/** The ink of a surface as a PNG, cut to the ink. */
export async function toPng(sheetful: Sheetful): Promise<Blob> {
  const { x, y, w, h } = frameOf(sheetful);
  const scale = Math.min(1, PNG_LONGEST / Math.max(w, h));
  const canvas = document.createElement('canvas');
  canvas.width = Math.ceil(w * scale);
  canvas.height = Math.ceil(h * scale);
  const pen = canvas.getContext('2d');
  if (!pen) throw new Error('this browser has no 2D canvas');
  if (sheetful.paper) {
    pen.fillStyle = sheetful.paper;
    pen.fillRect(0, 0, canvas.width, canvas.height);
  }
  pen.setTransform(scale, 0, 0, scale, -x * scale, -y * scale);
  for (const stroke of sheetful.strokes) {
    if (stroke.surface !== sheetful.surface) continue;
    const path = new Path2D();
    const brush = { size: brushSize(stroke.surface), pressure: stroke.pressure };
    traceRing(path, outlineOf(stroke.points, brush));
    pen.fillStyle = sheetful.colorOf(stroke.author);
    pen.fill(path);
  }
  return new Promise((resolve, reject) => {
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error('no picture'))), 'image/png');
  });
}

/** Ink as it is taken into a room: whole strokes without an author. */
export type LooseInk = Pick<Stroke, 'surface' | 'pressure' | 'points'>;

/** The ink as JSON, with its times: the same shape that the server's `canvas.json` has. */
export function toJson(sheetful: Pick<Sheetful, 'strokes' | 'colorOf'>): string {
  const strokes = sheetful.strokes.map(({ author, stroke, surface, done, pressure, points }) => ({
    author,
    stroke,
    surface,
    done,
    pressure,
    color: sheetful.colorOf(author),
    points: Array.from({ length: points.length / POINT_STRIDE }, (_, i) =>
      points.slice(i * POINT_STRIDE, (i + 1) * POINT_STRIDE),
    ),
  }));
  return JSON.stringify({ inkling: 1, strokes });
}

/** Ink from such JSON, put on one surface; null when the text is not ink. What lies outside the surface is moved to its edge. */
export function fromJson(text: string, surface: number): LooseInk[] | null {
  let read: unknown;
  try {
    read = JSON.parse(text);
  } catch {
    return null;
  }
  const strokes = (read as { strokes?: unknown } | null)?.strokes;
  if (!Array.isArray(strokes)) return null;
  const ink: LooseInk[] = [];
  for (const stroke of strokes as { points?: unknown; pressure?: unknown }[]) {
    if (!Array.isArray(stroke?.points) || stroke.points.length === 0) return null;
    const points = pointsOf(stroke.points.slice(0, STROKE_POINTS), surface);
    if (!points) return null;
    ink.push({ surface, pressure: stroke.pressure === true, points });
  }
  return ink;
}

function pointsOf(list: readonly unknown[], surface: number): number[] | null {
  const { w, h } = surfaceSize(surface);
  const within = (n: number, most: number) => Math.round(Math.min(Math.max(n, 0), most));
  const points: number[] = [];
  let last = 0;
  for (const point of list) {
    if (!Array.isArray(point)) return null;
    const [x, y, ms = last, pressure = NO_PRESSURE] = point as unknown[];
    const numbers = [x, y, ms, pressure];
    if (!numbers.every((n): n is number => typeof n === 'number' && Number.isFinite(n)))
      return null;
    last = Math.max(last, within(ms as number, STROKE_MS));
    points.push(
      within(x as number, w),
      within(y as number, h),
      last,
      within(pressure as number, 255),
    );
  }
  return points;
}

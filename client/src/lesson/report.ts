import { POINT_STRIDE } from '@inkling/shared/ink';
import { RASTER_SIDE, rasterise } from '@inkling/shared/rasterise';
import { coordinates } from '../mind/ink-time.ts';
import { type Drawing, isDigit } from './record.ts';

/** A file to keep. */
export interface ReportFile {
  readonly name: string;
  readonly type: string;
  readonly parts: readonly (string | Uint8Array<ArrayBuffer>)[];
}

// A name that begins like a formula must not become one in a spreadsheet.
const csvCell = (text: string) => `"${text.replace(/^[=+\-@\t]/, "'$&").replaceAll('"', '""')}"`;

/** The results as a table, one drawing a row. */
export function toCsv(drawings: readonly Drawing[]): string {
  const rows = drawings.map(({ began, kind, target, name, said, right, confidence }) =>
    [
      new Date(began).toISOString(),
      kind,
      target,
      csvCell(name),
      csvCell(said === '–' ? '' : said),
      right ? 'yes' : 'no',
      confidence.toFixed(3),
    ].join(','),
  );
  return `${['task began,task,asked,name,read,right,confidence', ...rows].join('\r\n')}\r\n`;
}

/** The results with every point of the ink: x, y in tile units, ms since the stroke began. */
export function toJson(code: string, drawings: readonly Drawing[]): string {
  const out = drawings.map(({ strokes, ...rest }) => ({ ...rest, strokes: strokes.map(pointsOf) }));
  return JSON.stringify({ room: code, drawings: out }, null, 1);
}

const pointsOf = ({ points }: { readonly points: readonly number[] }) => {
  const out: number[][] = [];
  for (let i = 0; i < points.length; i += POINT_STRIDE) out.push(points.slice(i, i + 3));
  return out;
};

const escaped = (text: string) =>
  text.replace(
    /[&<>"]/g,
    (c) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[c] ?? c,
  );

const CELL = 240;
const ACROSS = 6;
const SIDE = 2048;

/** All drawings on one sheet, with names and what was read. */
export function toSvg(drawings: readonly Drawing[]): string {
  const rows = Math.ceil(drawings.length / ACROSS);
  const cells = drawings.map((drawing, i) => {
    const x = (i % ACROSS) * CELL;
    const y = Math.floor(i / ACROSS) * CELL;
    const lines = coordinates(drawing.strokes)
      .map((xy) => `<polyline points="${xy.join(' ')}"/>`)
      .join('');
    // Isolated, or a name from right to left would turn round what stands beside it.
    const label = escaped(`\u2068${drawing.name}\u2069: ${drawing.target} → ${drawing.said}`);
    return (
      `<g transform="translate(${x} ${y})"><rect x="6" y="6" width="${CELL - 12}" height="${CELL - 34}" fill="none" stroke="#e4dfd3"/>` +
      `<g transform="translate(20 8) scale(${(CELL - 40) / SIDE})" fill="none" stroke="${escaped(drawing.color)}" stroke-width="44" stroke-linecap="round" stroke-linejoin="round">${lines}</g>` +
      `<text x="8" y="${CELL - 10}" font-family="sans-serif" font-size="13" fill="#55514a">${label}</text></g>`
    );
  });
  const w = ACROSS * CELL;
  const h = Math.max(1, rows) * CELL;
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${w}" height="${h}" viewBox="0 0 ${w} ${h}"><rect width="100%" height="100%" fill="#faf8f3"/>${cells.join('')}</svg>`;
}

/** Drawings of single digits (`isDigit`), without names, as MNIST keeps them: images and labels (IDX: LeCun et al., 1998). */
export function toIdx(drawings: readonly Drawing[]): {
  readonly images: Uint8Array<ArrayBuffer>;
  readonly labels: Uint8Array<ArrayBuffer>;
} {
  const digits = drawings.filter(isDigit);
  const size = RASTER_SIDE * RASTER_SIDE;
  const images = new Uint8Array(16 + digits.length * size);
  const labels = new Uint8Array(8 + digits.length);
  writeHead(images, [0x803, digits.length, RASTER_SIDE, RASTER_SIDE]);
  writeHead(labels, [0x801, digits.length]);
  digits.forEach(({ strokes, target }, i) => {
    rasterise(coordinates(strokes), images, 16 + i * size);
    labels[8 + i] = Number(target);
  });
  return { images, labels };
}

function writeHead(bytes: Uint8Array<ArrayBuffer>, numbers: readonly number[]): void {
  const view = new DataView(bytes.buffer);
  for (const [i, number] of numbers.entries()) view.setUint32(i * 4, number);
}

/** Ink without names, one drawing a line: `{ label, task, strokes: [[x, y, ms, …], …] }`. */
export function toJsonLines(drawings: readonly Drawing[]): string {
  return drawings
    .map(({ kind, target, strokes }) => {
      const flat = strokes.map((stroke) => pointsOf(stroke).flat());
      return `${JSON.stringify({ label: target, task: kind, strokes: flat })}\n`;
    })
    .join('');
}

import type { Stroke } from '@inkling/shared/canvas';
import { POINT_STRIDE } from '@inkling/shared/ink';
import { surfaceSize } from '@inkling/shared/limits';
import { getStroke } from 'perfect-freehand';

/** The width of a pen on paper, in surface units, as the screen draws it. */
const PEN_SIZE = 24;

/** A surface as SVG: one path a stroke, in its author's colour, a unit a pixel at half size. */
export function drawSvg(
  strokes: readonly Stroke[],
  surface: number,
  colorOf: (author: number) => string,
): string {
  const { w, h } = surfaceSize(surface);
  const paths = strokes.map((stroke) => {
    return `<path fill="${escapeAttribute(colorOf(stroke.author))}" d="${outline(stroke)}"/>`;
  });
  const size = `width="${w / 2}" height="${h / 2}" viewBox="0 0 ${w} ${h}"`;
  return `<svg xmlns="http://www.w3.org/2000/svg" ${size}>${paths.join('')}</svg>`;
}

function outline(stroke: Stroke): string {
  const input: number[][] = [];
  for (let i = 0; i < stroke.points.length; i += POINT_STRIDE) {
    const [x, y, , pressure] = stroke.points.slice(i, i + POINT_STRIDE) as [
      number,
      number,
      number,
      number,
    ];
    input.push([x, y, pressure / 255]);
  }
  const edge = getStroke(input, {
    size: PEN_SIZE,
    thinning: stroke.pressure ? 0.5 : 0,
    smoothing: 0.5,
    streamline: 0.3,
    last: true,
  });
  const corners = edge.map((corner) => corner.map((n) => n.toFixed(1)).join(' '));
  return corners.length > 0 ? `M${corners.join('L')}Z` : '';
}

function escapeAttribute(text: string): string {
  return text.replace(/[&<>"']/g, (c) => `&#${c.charCodeAt(0)};`);
}

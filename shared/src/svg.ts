import { boxAround, brushSize, inkBox, outlineOf, traceRing } from './brush.ts';
import type { Stroke } from './canvas.ts';
import { surfaceSize } from './limits.ts';
import type { Box } from './reading.ts';

/** What of a canvas is taken along, and how it looks. */
export interface Sheetful {
  readonly strokes: readonly Stroke[];
  readonly surface: number;
  /** An author's colour, #rrggbb. */
  colorOf(author: number): string;
  /** The paper's colour; none leaves it transparent. */
  readonly paper?: string;
  /** Pixels that one unit takes; half a pixel unless given. */
  readonly scale?: number;
}

const MARGIN = 60;
/** The box around the ink and a margin; the whole surface when there is none. */
export function frameOf({ strokes, surface }: Sheetful): Box {
  const size = surfaceSize(surface);
  let box: Box | null = null;
  for (const stroke of strokes) {
    if (stroke.surface === surface) box = boxAround(box, inkBox(stroke.points, brushSize(surface)));
  }
  if (!box) return { x: 0, y: 0, ...size };
  return { x: box.x - MARGIN, y: box.y - MARGIN, w: box.w + 2 * MARGIN, h: box.h + 2 * MARGIN };
}

/** A text that stays within its attribute. */
export const escaped = (text: string) => text.replace(/[&<>"']/g, (c) => `&#${c.charCodeAt(0)};`);

/** Writes down a path as SVG has it. */
class SvgPath {
  text = '';
  moveTo(x: number, y: number): void {
    this.text += `M${x.toFixed(1)} ${y.toFixed(1)}`;
  }
  quadraticCurveTo(cx: number, cy: number, x: number, y: number): void {
    this.text += `Q${cx.toFixed(1)} ${cy.toFixed(1)} ${x.toFixed(1)} ${y.toFixed(1)}`;
  }
  closePath(): void {
    this.text += 'Z';
  }
}

/** A stroke's outline as it looks on the screen, as SVG has it. */
export function pathText(stroke: Stroke, size = brushSize(stroke.surface)): string {
  const path = new SvgPath();
  traceRing(path, outlineOf(stroke.points, { size, pressure: stroke.pressure }));
  return path.text;
}

/** The ink of a surface as SVG, as it looks on the screen, cut to the ink: piece by piece, one for each stroke. */
export function* svgParts(sheetful: Sheetful): Generator<string> {
  const { x, y, w, h } = frameOf(sheetful);
  const { scale = 0.5, paper } = sheetful;
  const size = `width="${w * scale}" height="${h * scale}" viewBox="${x} ${y} ${w} ${h}"`;
  yield `<svg xmlns="http://www.w3.org/2000/svg" ${size}>`;
  if (paper) yield `<rect x="${x}" y="${y}" width="${w}" height="${h}" fill="${escaped(paper)}"/>`;
  for (const stroke of sheetful.strokes) {
    if (stroke.surface !== sheetful.surface) continue;
    yield `<path fill="${escaped(sheetful.colorOf(stroke.author))}" d="${pathText(stroke)}"/>`;
  }
  yield '</svg>';
}

/** The whole SVG at once. */
export function toSvg(sheetful: Sheetful): string {
  return [...svgParts(sheetful)].join('');
}

import { brushSize, outlineOf, type Path, traceRing } from '@inkling/shared/brush';
import { type Stroke, strokesOf } from '@inkling/shared/canvas';
import { escaped, frameOf } from '@inkling/shared/svg';
import { Transformer } from '@napi-rs/image';
import * as Y from 'yjs';
import { colorsOf } from './colors.ts';
import type { Painted, ToPaint } from './painter.ts';
import { thin } from './thin.ts';

/** The renderer draws four pixels for each of an SVG's: a whole board becomes 2,048 × 1,280. */
const SCALE = 0.125;
/** What one pixel of the picture is on the surface. */
const PIXEL = 1 / (4 * SCALE);
/** Coordinates are whole quarters of a unit: written many times as fast as fractions. */
const FINE = 4;
const PAPER = '#faf8f3';

const fine = (n: number) => Math.round(n * FINE);

class FinePath implements Path {
  text = '';
  moveTo(x: number, y: number): void {
    this.text += `M${fine(x)} ${fine(y)}`;
  }
  quadraticCurveTo(cx: number, cy: number, x: number, y: number): void {
    this.text += `Q${fine(cx)} ${fine(cy)} ${fine(x)} ${fine(y)}`;
  }
  closePath(): void {
    this.text += 'Z';
  }
}

/** What the renderer is told of one stroke. */
function outlined({ points, surface, pressure }: Stroke, color: string): string {
  const path = new FinePath();
  traceRing(path, outlineOf(thin(points, PIXEL), { size: brushSize(surface), pressure }));
  return `<path fill="${escaped(color)}" d="${path.text}"/>`;
}

function paint({ canvas, surface }: ToPaint): Uint8Array<ArrayBuffer> {
  const doc = new Y.Doc();
  Y.applyUpdate(doc, canvas);
  const colorOf = colorsOf(doc);
  const strokes = strokesOf(doc).filter((stroke) => stroke.surface === surface);
  const { x, y, w, h } = frameOf({ strokes, surface, colorOf });
  const box = [x, y, w, h].map(fine).join(' ');
  const svg = [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${w * SCALE}" height="${h * SCALE}" viewBox="${box}">`,
    ...strokes.map((stroke) => outlined(stroke, colorOf(stroke.author))),
    '</svg>',
  ];
  return new Uint8Array(Transformer.fromSvg(svg.join(''), PAPER).pngSync());
}

process.on('message', (asked: ToPaint) => {
  const painted: Painted = { id: asked.id, png: paint(asked) };
  process.send?.(painted);
});

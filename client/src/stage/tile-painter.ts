import { brushSize, outlineOf, traceRing } from '@inkling/shared/brush';
import type { Stroke } from '@inkling/shared/canvas';
import { TILE } from '@inkling/shared/limits';
import { strokeKey } from '@inkling/shared/reading';
import { inkColor } from '../ink/colors.ts';
import type { RoomLink } from '../link/link.ts';

/** A tile among thirty is small, and the back row is far: its ink is a little bolder than on the student's own screen. */
export const BOLD = 1.3;

interface Kept {
  readonly length: number;
  readonly path: Path2D;
}

/** Paints many tiles: one listener for all of them, at most one repaint a frame for each, and only for those that changed. */
export interface TilePainter {
  /** Paints a surface on a canvas until the returned undo is called. */
  show(surface: number, canvas: HTMLCanvasElement): () => void;
  /** Paints everything anew: another theme, other sizes. */
  repaint(): void;
  dispose(): void;
}

/** A painter for the tiles of a room. */
export function makeTilePainter(
  link: Pick<RoomLink, 'strokes' | 'onStrokes' | 'colorOf'>,
  dark: () => boolean,
): TilePainter {
  const canvases = new Map<number, HTMLCanvasElement>();
  const onSurface = new Map<number, Set<string>>();
  const surfaceOf = new Map<string, number>();
  const paths = new Map<string, Kept>();
  const dirty = new Set<number>();
  let frame = 0;

  const ask = () => {
    if (frame === 0) frame = requestAnimationFrame(paintDirty);
  };

  const take = (key: string, stroke: Stroke | undefined): void => {
    const before = surfaceOf.get(key);
    if (before !== undefined) dirty.add(before);
    if (!stroke) {
      surfaceOf.delete(key);
      paths.delete(key);
      if (before !== undefined) onSurface.get(before)?.delete(key);
      return;
    }
    if (stroke.surface === 0) return;
    surfaceOf.set(key, stroke.surface);
    const keys = onSurface.get(stroke.surface);
    if (keys) keys.add(key);
    else onSurface.set(stroke.surface, new Set([key]));
    dirty.add(stroke.surface);
  };

  const pathOf = (key: string, stroke: Stroke): Path2D => {
    const kept = paths.get(key);
    if (kept?.length === stroke.points.length) return kept.path;
    const path = new Path2D();
    const brush = { size: brushSize(stroke.surface) * BOLD, pressure: stroke.pressure };
    traceRing(path, outlineOf(stroke.points, brush));
    paths.set(key, { length: stroke.points.length, path });
    return path;
  };

  const paint = (surface: number): void => {
    const canvas = canvases.get(surface);
    const context = canvas?.getContext('2d');
    if (!canvas || !context) return;
    const ratio = Math.min(globalThis.devicePixelRatio || 1, 2);
    const w = Math.round(canvas.clientWidth * ratio);
    const h = Math.round(canvas.clientHeight * ratio);
    if (canvas.width !== w || canvas.height !== h) {
      canvas.width = w;
      canvas.height = h;
    }
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.clearRect(0, 0, w, h);
    const scale = Math.min(w / TILE.w, h / TILE.h);
    context.setTransform(scale, 0, 0, scale, (w - TILE.w * scale) / 2, (h - TILE.h * scale) / 2);
    for (const key of onSurface.get(surface) ?? []) {
      const stroke = link.strokes.get(key);
      if (!stroke) continue;
      context.fillStyle = inkColor(link.colorOf(stroke.author), dark());
      context.fill(pathOf(key, stroke));
    }
  };

  function paintDirty(): void {
    frame = 0;
    for (const surface of dirty) paint(surface);
    dirty.clear();
  }

  const unfollow = link.onStrokes((keys) => {
    for (const key of keys) take(key, link.strokes.get(key));
    ask();
  });
  for (const stroke of link.strokes.strokes()) {
    take(strokeKey(stroke.author, stroke.stroke), stroke);
  }

  const repaint = () => {
    for (const surface of canvases.keys()) dirty.add(surface);
    ask();
  };

  return {
    show(surface, canvas) {
      canvases.set(surface, canvas);
      dirty.add(surface);
      ask();
      return () => {
        if (canvases.get(surface) === canvas) canvases.delete(surface);
      };
    },
    repaint,
    dispose() {
      unfollow();
      cancelAnimationFrame(frame);
    },
  };
}

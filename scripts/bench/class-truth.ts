import type { ToldCanvas } from '../../e2e/truth.ts';

/** A stroke as whoever drew it knows it. */
export interface Drawn {
  readonly author: number;
  readonly stroke: number;
  /** x, y by turns. */
  readonly xy: readonly number[];
}

/** What became of the ink, by the server's own account. */
export interface Kept {
  readonly strokes: number;
  readonly points: number;
  /** Points that were drawn and are not on the canvas, or are elsewhere on it. */
  readonly lost: number;
  /** Points on the canvas that nobody drew. */
  readonly strange: number;
  /** Strokes that lie on somebody else's tile. */
  readonly astray: number;
}

/** Compares what pens drew with the canvas that the server tells, point by point. */
export function compare(drawn: Iterable<Drawn>, canvas: ToldCanvas): Kept {
  const told = new Map(canvas.strokes.map((s) => [`${s.author}.${s.stroke}`, s]));
  let [strokes, points, lost] = [0, 0, 0];
  for (const { author, stroke, xy } of drawn) {
    const there = told.get(`${author}.${stroke}`)?.points ?? [];
    strokes++;
    points += xy.length / 2;
    for (let i = 0; i < xy.length; i += 2) {
      const [x, y] = there[i / 2] ?? [];
      if (x !== xy[i] || y !== xy[i + 1]) lost++;
    }
  }
  const on = canvas.strokes.reduce((sum, stroke) => sum + stroke.points.length, 0);
  const astray = canvas.strokes.filter((stroke) => stroke.author !== stroke.surface).length;
  return { strokes, points, lost, strange: Math.max(0, on - (points - lost)), astray };
}

/** The canvas of a room as the server tells it. */
export async function canvasOf(url: string, code: string): Promise<ToldCanvas> {
  const answer = await fetch(`${url}/api/rooms/${code}/canvas.json`);
  if (!answer.ok) throw new Error(`canvas.json: ${answer.status}`);
  return (await answer.json()) as ToldCanvas;
}

/** Makes a class on a server; nobody is in it yet. */
export async function newClass(url: string): Promise<{ code: string; key: string }> {
  const answer = await fetch(`${url}/api/rooms`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ kind: 'class' }),
  });
  return (await answer.json()) as { code: string; key: string };
}

import type { Stroke } from '@inkling/shared/canvas';
import { POINT_STRIDE } from '@inkling/shared/ink';
import { For, type JSX } from 'solid-js';
import { classWords } from '../words/class-words.ts';
import type { Piece } from './gains.ts';

interface GainPictureProps {
  readonly strokes: readonly Stroke[];
  readonly pieces: readonly Piece[];
}

/** A piece that changed the probability by this much or more is in full colour. */
const FULL = 0.25;

const LEVELS = 5;

/** Pieces that look alike and follow each other, as one: fewer seams. */
function merged(pieces: readonly Piece[]): readonly (Piece & { readonly level: number })[] {
  const out: (Piece & { level: number })[] = [];
  for (const piece of pieces) {
    const strength = Math.min(1, Math.abs(piece.gain) / FULL);
    const level = Math.sign(piece.gain) * Math.round(strength * LEVELS);
    const last = out[out.length - 1];
    if (last && last.stroke === piece.stroke && last.level === level) {
      out[out.length - 1] = { ...last, to: piece.to };
    } else out.push({ ...piece, level });
  }
  return out;
}

/** The drawing, each piece in the network's colour as far as it won it over, dotted where it lost it, and numbered where a stroke begins. */
export function GainPicture(props: GainPictureProps): JSX.Element {
  const box = () => {
    let left = Infinity;
    let top = Infinity;
    let right = -Infinity;
    let bottom = -Infinity;
    for (const { points } of props.strokes) {
      for (let i = 0; i < points.length; i += POINT_STRIDE) {
        left = Math.min(left, points[i] as number);
        right = Math.max(right, points[i] as number);
        top = Math.min(top, points[i + 1] as number);
        bottom = Math.max(bottom, points[i + 1] as number);
      }
    }
    const side = Math.max(right - left, bottom - top, 1) * 1.3;
    return { x: (left + right) / 2 - side / 2, y: (top + bottom) / 2 - side / 2, side };
  };
  const lineOf = (piece: Piece) => {
    const points = props.strokes[piece.stroke]?.points ?? [];
    const line: string[] = [];
    for (let i = 0; i < points.length; i += POINT_STRIDE) {
      const t = points[i + 2] as number;
      const next = points[i + POINT_STRIDE + 2];
      // The point before the piece begins it, so that pieces join.
      if ((next ?? Infinity) <= piece.from || t > piece.to) continue;
      line.push(`${points[i]},${points[i + 1]}`);
    }
    return line.join(' ');
  };
  return (
    <svg
      class="gains"
      viewBox={
        props.strokes.length > 0 ? `${box().x} ${box().y} ${box().side} ${box().side}` : '0 0 1 1'
      }
      role="img"
      aria-label={classWords().whichStroke}
    >
      <For each={merged(props.pieces)}>
        {(piece) => (
          <polyline
            points={lineOf(piece)}
            class={piece.level < 0 ? 'gain-lost' : 'gain-won'}
            stroke-width={box().side * 0.065}
            stroke-dasharray={piece.level < 0 ? `0 ${box().side * 0.085}` : undefined}
            style={{ '--gain': Math.abs(piece.level) / LEVELS }}
          />
        )}
      </For>
      <For each={props.strokes}>
        {({ points }, i) => (
          <text
            class="gain-stroke"
            x={(points[0] ?? 0) - box().side * 0.075}
            y={(points[1] ?? 0) - box().side * 0.045}
            font-size={`${box().side * 0.085}`}
            stroke-width={box().side * 0.02}
          >
            {i() + 1}
          </text>
        )}
      </For>
    </svg>
  );
}

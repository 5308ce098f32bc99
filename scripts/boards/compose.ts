import { boundsOf } from '../../shared/src/geometry.ts';
import type { PenDigit } from './pen.ts';

/** A stroke as it comes to the board, in writing order. */
export interface BoardStroke {
  readonly author: number;
  readonly stroke: number;
  readonly points: readonly number[];
  /** Which of the board's digits it belongs to. */
  readonly digit: number;
}

/** A board of which everything is known. */
export interface Board {
  readonly labels: readonly number[];
  readonly strokes: readonly BoardStroke[];
  /** For a row: the digits from left to right are 0, 1, 2, … */
  readonly row: boolean;
}

/** How a board is made. Gaps are shares of the two neighbours' mean height, between their boxes. */
export interface Recipe {
  readonly count: number;
  readonly row: boolean;
  readonly gap: readonly [number, number];
}

type Random = () => number;

/** A stream of numbers 0 … 1 from a seed (mulberry32). */
export function seeded(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const between = (random: Random, low: number, high: number) => low + (high - low) * random();

function shuffle<T>(things: T[], random: Random): T[] {
  for (let i = things.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    [things[i], things[j]] = [things[j] as T, things[i] as T];
  }
  return things;
}

/** A digit at the origin: slanted and turned a little, `height` units high. */
function shape(digit: PenDigit, height: number, random: Random): number[][] {
  const slant = between(random, -0.25, 0.25);
  const turn = between(random, -0.12, 0.12);
  const turned = digit.strokes.map((line) => {
    const out: number[] = [];
    for (let i = 0; i + 1 < line.length; i += 2) {
      const y = line[i + 1] as number;
      const x = (line[i] as number) - slant * y;
      out.push(x * Math.cos(turn) - y * Math.sin(turn), x * Math.sin(turn) + y * Math.cos(turn));
    }
    return out;
  });
  const { left, top, right, bottom } = boundsOf(turned);
  const scale = height / Math.max(bottom - top, (right - left) / 2, 1e-6);
  return turned.map((line) => line.map((n, i) => (n - (i % 2 === 0 ? left : top)) * scale));
}

const moved = (lines: number[][], x: number, y: number) =>
  lines.map((line) => line.map((n, i) => Math.round(n + (i % 2 === 0 ? x : y))));

function placeRow(shapes: number[][][], recipe: Recipe, random: Random): number[][][] {
  let x = 40;
  let before = 0;
  const y = between(random, 40, 900);
  return shapes.map((lines, i) => {
    const { right, bottom } = boundsOf(lines);
    if (i > 0) x += between(random, ...recipe.gap) * ((before + bottom) / 2);
    const placed = moved(lines, x, y + between(random, -0.12, 0.12) * bottom + 100);
    x += right;
    before = bottom;
    return placed;
  });
}

/** Anywhere on the board, but no nearer to another than the gap. */
function placeAnywhere(shapes: number[][][], recipe: Recipe, random: Random): number[][][] {
  const taken: { x: number; y: number; w: number; h: number }[] = [];
  return shapes.map((lines) => {
    const { right: w, bottom: h } = boundsOf(lines);
    for (let tries = 0; ; tries++) {
      const x = between(random, 0, Math.max(4096 - w, 1));
      const y = between(random, 0, Math.max(2560 - h, 1));
      const free = taken.every((other) => {
        const gap = (recipe.gap[0] * (h + other.h)) / 2;
        return (
          x > other.x + other.w + gap ||
          x + w + gap < other.x ||
          y > other.y + other.h + gap ||
          y + h + gap < other.y
        );
      });
      if (!free && tries < 500) continue;
      taken.push({ x, y, w, h });
      return moved(lines, x, y);
    }
  });
}

/** In which order the strokes are written: digit by digit in some order, now and then a last stroke left for later. */
function writingOrder(shapes: number[][][], random: Random): [digit: number, stroke: number][] {
  const order = shapes.map((_, i) => i);
  const how = random();
  if (how < 0.2) order.reverse();
  else if (how < 0.45) shuffle(order, random);
  const written: [number, number][] = [];
  const later: [number, number][] = [];
  for (const digit of order) {
    const strokes = (shapes[digit] as number[][]).map((_, i): [number, number] => [digit, i]);
    const late = strokes.length > 1 && random() < 0.15;
    for (const stroke of strokes) {
      (late && stroke === strokes.at(-1) ? later : written).push(stroke);
    }
  }
  return [...written, ...later];
}

/** Mixes the strokes of several authors as they come in when all write at once; each author's own order stays. */
function interleave<T extends { author: number }>(strokes: T[], random: Random): T[] {
  const queues = new Map<number, T[]>();
  for (const stroke of strokes) {
    queues.set(stroke.author, [...(queues.get(stroke.author) ?? []), stroke]);
  }
  const mixed: T[] = [];
  while (queues.size > 0) {
    const [author, queue] = [...queues][Math.floor(random() * queues.size)] as [number, T[]];
    mixed.push(queue.shift() as T);
    if (queue.length === 0) queues.delete(author);
  }
  return mixed;
}

/** Composes a board from recorded digits. */
export function compose(digits: readonly PenDigit[], recipe: Recipe, random: Random): Board {
  const chosen = Array.from(
    { length: recipe.count },
    () => digits[Math.floor(random() * digits.length)] as PenDigit,
  );
  const height = between(random, 70, recipe.row ? 420 : 500);
  const [small, large] = recipe.row ? [0.75, 1.3] : [0.5, 1.6];
  const shapes = chosen.map((digit) =>
    shape(digit, height * between(random, small, large), random),
  );
  const placed = (recipe.row ? placeRow : placeAnywhere)(shapes, recipe, random);
  const authors = random() < 0.5 ? 1 : 2 + Math.floor(random() * 3);
  const authorOf = placed.map(() => Math.floor(random() * authors) + 1);
  const strokes = writingOrder(placed, random).map(([digit, stroke]) => ({
    author: authorOf[digit] as number,
    digit,
    points: (placed[digit] as number[][])[stroke] as number[],
  }));
  const counts = new Map<number, number>();
  const numbered = interleave(strokes, random).map((stroke) => {
    const number = counts.get(stroke.author) ?? 0;
    counts.set(stroke.author, number + 1);
    return { ...stroke, stroke: number };
  });
  return { labels: chosen.map(({ label }) => label), strokes: numbered, row: recipe.row };
}

/** A point of a pen's way: x to the right, y downwards. */
export type PenPoint = readonly [x: number, y: number];

/** A digit as a pen wrote it, in a box whose longer side is 1. */
export interface PenDigit {
  readonly label: number;
  readonly strokes: readonly (readonly PenPoint[])[];
}

/** Points that a hand passed through; between them the pen runs smoothly. */
const HAND: Readonly<Record<number, readonly (readonly PenPoint[])[]>> = {
  0: [
    [
      [52, 4],
      [34, 8],
      [19, 28],
      [15, 52],
      [20, 78],
      [38, 95],
      [58, 94],
      [74, 76],
      [80, 50],
      [74, 22],
      [60, 7],
      [48, 5],
    ],
  ],
  1: [
    [
      [50, 4],
      [50, 25],
      [49, 50],
      [48, 75],
      [47, 97],
    ],
  ],
  2: [
    [
      [20, 24],
      [30, 8],
      [50, 3],
      [68, 12],
      [72, 30],
      [60, 52],
      [40, 74],
      [18, 95],
      [40, 93],
      [62, 93],
      [82, 92],
    ],
  ],
  3: [
    [
      [24, 12],
      [42, 3],
      [62, 8],
      [70, 24],
      [60, 40],
      [44, 47],
      [60, 50],
      [75, 62],
      [74, 82],
      [56, 96],
      [34, 96],
      [18, 86],
    ],
  ],
  4: [
    [
      [44, 3],
      [36, 22],
      [26, 42],
      [15, 62],
      [38, 62],
      [60, 60],
      [84, 59],
    ],
    [
      [64, 30],
      [63, 52],
      [61, 76],
      [60, 98],
    ],
  ],
  5: [
    [
      [32, 6],
      [29, 24],
      [26, 44],
      [40, 39],
      [58, 42],
      [72, 56],
      [73, 76],
      [58, 92],
      [38, 97],
      [20, 88],
    ],
    [
      [32, 6],
      [50, 5],
      [76, 4],
    ],
  ],
  6: [
    [
      [64, 4],
      [46, 14],
      [31, 36],
      [24, 62],
      [30, 86],
      [48, 97],
      [66, 88],
      [70, 70],
      [58, 57],
      [40, 60],
      [28, 72],
    ],
  ],
  7: [
    [
      [18, 8],
      [40, 7],
      [60, 6],
      [80, 5],
      [68, 28],
      [56, 52],
      [46, 76],
      [38, 98],
    ],
  ],
  8: [
    [
      [66, 14],
      [48, 3],
      [30, 12],
      [32, 30],
      [50, 44],
      [68, 60],
      [70, 82],
      [50, 97],
      [30, 86],
      [30, 64],
      [50, 47],
      [66, 32],
      [67, 16],
    ],
  ],
  9: [
    [
      [70, 22],
      [54, 5],
      [34, 12],
      [28, 32],
      [42, 46],
      [60, 40],
      [70, 22],
      [69, 48],
      [66, 74],
      [62, 97],
    ],
  ],
};

const SAMPLES = 6;

/** A Catmull-Rom curve through the points: where a pen would have been between them. */
function smooth(points: readonly PenPoint[]): PenPoint[] {
  const at = (i: number) => points[Math.max(0, Math.min(points.length - 1, i))] as PenPoint;
  const way: PenPoint[] = [];
  for (let i = 0; i < points.length - 1; i++) {
    const [a, b, c, d] = [at(i - 1), at(i), at(i + 1), at(i + 2)];
    for (let s = 0; s < SAMPLES; s++) {
      const t = s / SAMPLES;
      const along = (k: 0 | 1) =>
        b[k] +
        0.5 *
          t *
          (c[k] -
            a[k] +
            t * (2 * a[k] - 5 * b[k] + 4 * c[k] - d[k] + t * (3 * (b[k] - c[k]) + d[k] - a[k])));
      way.push([along(0), along(1)]);
    }
  }
  way.push(at(points.length - 1));
  return way;
}

/** Moves and scales strokes into a box whose longer side is 1. */
export function fitted(strokes: readonly (readonly PenPoint[])[]): PenPoint[][] {
  const all = strokes.flat();
  const [xs, ys] = [all.map((p) => p[0]), all.map((p) => p[1])];
  const [left, top] = [Math.min(...xs), Math.min(...ys)];
  const side = Math.max(Math.max(...xs) - left, Math.max(...ys) - top, 1e-9);
  return strokes.map((way) => way.map(([x, y]) => [(x - left) / side, (y - top) / side]));
}

/** A digit that the project's own hand wrote. */
export function handMade(label: number): PenDigit {
  const strokes = HAND[label];
  if (!strokes) throw new RangeError(`${label} is not a digit`);
  return { label, strokes: fitted(strokes.map(smooth)) };
}

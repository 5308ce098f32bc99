import type { History, Sample } from './history.ts';

/** One digit's band: where it lies and how it looks. Coordinates run from 0 to 1 both ways, y downwards. */
export interface Band {
  readonly digit: number;
  /** Top edge and bottom edge, one pair for each column from left to right. */
  readonly edges: readonly (readonly [top: number, bottom: number])[];
  /** The band never grew enough to be told apart. */
  readonly faint: boolean;
  /** Alternates among the bands that are not faint, so that neighbours differ. */
  readonly tone: number;
  /** Where the digit fits inside the band; null where it does not. */
  readonly label: { readonly x: number; readonly y: number } | null;
}

/** Columns that a ribbon is drawn with. */
export const COLUMNS = 96;

const DIGITS = 10;
const FAINT = 0.1;
const LABEL_HEIGHT = 0.34;
const LABEL_LEAST = 0.2;
const LABEL_EDGE = 0.04;
const LABEL_APART = { x: 0.06, y: 0.22 };
/** Readings come in steps; the ribbon flows. Standard deviation in columns. */
const SMOOTH = 2.2;

/**
 * Ten bands of probability against ink time, from pen down to the last sample. A digit that came later lies below one that
 * came earlier, so that a change of mind runs from the top left to the bottom right; what is left for "not a digit" stays blank at the top.
 */
export function ribbonBands(history: History): Band[] {
  const last = history[history.length - 1];
  if (!last) return [];
  const columns = smooth(resample(history, last));
  const order = stackingOrder(columns);
  const bottoms = new Float64Array(COLUMNS).fill(1);
  let tone = 0;
  const bands = order.map(({ digit, faint }) => {
    const edges = columns.map((column, i): [number, number] => {
      const bottom = bottoms[i] as number;
      const top = Math.max(0, bottom - (column[digit] as number));
      bottoms[i] = top;
      return [top, bottom];
    });
    return { digit, edges, faint, tone: faint ? 0 : tone++, label: labelOf(edges) };
  });
  return withoutCollisions(bands);
}

/** Labels that would lie on each other: the one that came later in the ink stays. */
function withoutCollisions(bands: readonly Band[]): Band[] {
  const kept: NonNullable<Band['label']>[] = [];
  return bands.map((band) => {
    const { label } = band;
    if (!label) return band;
    const meets = kept.some(
      ({ x, y }) => Math.abs(x - label.x) < LABEL_APART.x && Math.abs(y - label.y) < LABEL_APART.y,
    );
    if (meets) return { ...band, label: null };
    kept.push(label);
    return band;
  });
}

function resample(history: History, last: Sample): Float64Array[] {
  const columns: Float64Array[] = [];
  let next = 0;
  for (let c = 0; c < COLUMNS; c++) {
    const at = (c / (COLUMNS - 1)) * last.at;
    while (next < history.length - 1 && (history[next] as Sample).at < at) next++;
    const b = history[next] as Sample;
    const a = history[Math.max(0, next - 1)] as Sample;
    const along = b.at > a.at ? Math.min(1, Math.max(0, (at - a.at) / (b.at - a.at))) : 1;
    const column = new Float64Array(DIGITS);
    for (let d = 0; d < DIGITS; d++) {
      const from = (a.probabilities[d] as number) / 255;
      const to = (b.probabilities[d] as number) / 255;
      column[d] = from + (to - from) * along;
    }
    columns.push(column);
  }
  return columns;
}

/** Smooths along time; the ends keep their values, so that the right edge says what the bars say. */
function smooth(columns: readonly Float64Array[]): Float64Array[] {
  return columns.map((_, c) => {
    const out = new Float64Array(DIGITS);
    const reach = Math.min(Math.ceil(SMOOTH * 2.5), c, COLUMNS - 1 - c);
    let weights = 0;
    for (let o = -reach; o <= reach; o++) {
      const weight = Math.exp(-(o * o) / (2 * SMOOTH * SMOOTH));
      const column = columns[c + o] as Float64Array;
      weights += weight;
      for (let d = 0; d < DIGITS; d++) out[d] = (out[d] as number) + weight * (column[d] as number);
    }
    return out.map((value) => value / weights);
  });
}

/** Digits from the bottom of the ribbon to its top. */
function stackingOrder(columns: readonly Float64Array[]): { digit: number; faint: boolean }[] {
  const digits = Array.from({ length: DIGITS }, (_, digit) => {
    let mass = 0;
    let moment = 0;
    let most = 0;
    columns.forEach((column, c) => {
      const p = column[digit] as number;
      mass += p;
      moment += p * c;
      most = Math.max(most, p);
    });
    return { digit, faint: most < FAINT, middle: mass > 0 ? moment / mass : 0 };
  });
  return digits.sort(
    (a, b) => Number(a.faint) - Number(b.faint) || b.middle - a.middle || a.digit - b.digit,
  );
}

function labelOf(edges: Band['edges']): Band['label'] {
  const thick = edges.map(([top, bottom]) => bottom - top);
  const most = Math.max(...thick);
  if (most < LABEL_HEIGHT) return null;
  let sum = 0;
  let weights = 0;
  thick.forEach((t, c) => {
    if (t < most * 0.85) return;
    sum += c;
    weights++;
  });
  const centre = Math.round(sum / weights);
  // Two humps can put the middle of the thick part where the band is thin.
  const at = (thick[centre] as number) >= LABEL_HEIGHT ? centre : thick.indexOf(most);
  const x = Math.min(1 - LABEL_EDGE, Math.max(LABEL_EDGE, at / (COLUMNS - 1)));
  // Kept off the ribbon's ends, the label may have left the thick part; it must still lie in its own band.
  const [top, bottom] = edges[Math.round(x * (COLUMNS - 1))] as readonly [number, number];
  return bottom - top >= LABEL_LEAST ? { x, y: (top + bottom) / 2 } : null;
}

/** A band as the path of a closed SVG area of the given size. */
export function bandPath(band: Band, width: number, height: number): string {
  const point = (c: number, y: number) =>
    `${((c / (COLUMNS - 1)) * width).toFixed(1)} ${(y * height).toFixed(2)}`;
  const top = band.edges.map(([y], c) => point(c, y));
  const bottom = band.edges.map(([, y], c) => point(c, y)).reverse();
  return `M${top.join('L')}L${bottom.join('L')}Z`;
}

import { BATCH, type Session } from '../../server/src/reader/session.ts';
import { SETTLE_MS } from '../../shared/src/limits.ts';
import { followPath, PATH_LENGTH } from '../../shared/src/path.ts';
import { RASTER_LENGTH, rasterise } from '../../shared/src/rasterise.ts';
import { SILENCE, type Steady, steady } from '../../shared/src/steady.ts';
import type { PenDigit } from './pen.ts';

/** A digit is drawn in about this long, its pen-ups aside, and read once a tick. */
const DRAWN_MS = 1000;
const LIFT_MS = 150;
const TICK_MS = 33;

interface Moment {
  readonly at: number;
  readonly strokes: readonly (readonly number[])[];
  readonly settled: boolean;
}

/** What a digit looks like from tick to tick while it is drawn, and when it has settled. */
function moments(digit: PenDigit): Moment[] {
  const points = digit.strokes.reduce((sum, line) => sum + line.length / 2, 0);
  const each = DRAWN_MS / points;
  const found: Moment[] = [];
  let now = 0;
  let next = TICK_MS;
  const drawn: number[][] = [];
  for (const line of digit.strokes) {
    const growing: number[] = [];
    drawn.push(growing);
    for (let i = 0; i + 1 < line.length; i += 2) {
      growing.push(line[i] as number, line[i + 1] as number);
      now += each;
      if (now < next) continue;
      found.push({ at: now, strokes: drawn.map((l) => l.slice()), settled: false });
      next = now + TICK_MS;
    }
    now += LIFT_MS;
  }
  found.push({ at: now, strokes: digit.strokes, settled: false });
  found.push({ at: now + SETTLE_MS, strokes: digit.strokes, settled: true });
  return found;
}

/** How the headline behaves over some digits. */
export interface HeadlineMeasured {
  /** Changes of the headline a digit, the first word included. */
  readonly changes: number;
  /** Share of digits where it ends right. */
  readonly right: number;
  /** When the right word stands for good, in ms since pen down, over those that end right. */
  readonly standsAt: number;
  /** When the first word is said. */
  readonly firstAt: number;
}

async function readAll(session: Session, all: readonly Moment[]): Promise<Uint8Array[]> {
  const rasters = new Uint8Array(BATCH * RASTER_LENGTH);
  const paths = new Uint8Array(BATCH * PATH_LENGTH);
  const answers: Uint8Array[] = [];
  for (let from = 0; from < all.length; from += BATCH) {
    const some = all.slice(from, from + BATCH);
    for (const [i, moment] of some.entries()) {
      rasterise(moment.strokes, rasters, i * RASTER_LENGTH);
      followPath(moment.strokes, paths, i * PATH_LENGTH);
    }
    const { final, live } = await session.read({ rasters, paths }, some.length);
    for (const [i, { settled }] of some.entries()) {
      const row = settled ? final.slice(i * 11, i * 11 + 11) : live.slice(i * 10, i * 10 + 10);
      const bytes = new Uint8Array(11);
      bytes.set(Array.from(row, (p) => Math.round(p * 255)));
      answers.push(bytes);
    }
  }
  return answers;
}

const word = ({ headline }: Steady) =>
  headline.at === 'sure' ? `sure ${headline.digit}` : JSON.stringify(headline);

/** Draws digits at a normal pace and counts what the headline does. */
export async function measureHeadline(
  session: Session,
  digits: readonly PenDigit[],
): Promise<HeadlineMeasured> {
  let changes = 0;
  let right = 0;
  let stands = 0;
  let firsts = 0;
  for (const digit of digits) {
    const all = moments(digit);
    const answers = await readAll(session, all);
    let state = SILENCE;
    let changedAt = 0;
    let firstAt = 0;
    let count = 0;
    const step = (answer: Uint8Array, now: number) => {
      const next = steady(state, answer, now);
      if (word(next) !== word(state)) {
        count++;
        changedAt = now;
        firstAt ||= now;
      }
      state = next;
    };
    for (const [i, { at }] of all.entries()) {
      while (state.again <= at && i > 0) step(answers[i - 1] as Uint8Array, state.again);
      step(answers[i] as Uint8Array, at);
    }
    while (state.again < Infinity) step(answers.at(-1) as Uint8Array, state.again);
    changes += count;
    firsts += firstAt;
    if (word(state) !== `sure ${digit.label}`) continue;
    right++;
    stands += changedAt;
  }
  const n = digits.length;
  return { changes: changes / n, right: right / n, standsAt: stands / right, firstAt: firsts / n };
}

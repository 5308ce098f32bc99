import { linesOf } from '@inkling/shared/number';
import { type Glyph, glyphBox, Segmenter, tracesKey } from '@inkling/shared/segment';
import { Batch } from '../../server/src/reader/batch.ts';
import type { Session } from '../../server/src/reader/session.ts';
import type { Trace } from '../../shared/src/trace.ts';
import type { Board } from './compose.ts';

/** What was found out about some boards. */
export interface Measured {
  readonly boards: number;
  /** Boards whose glyphs are exactly their digits. */
  readonly exact: number;
  readonly digits: number;
  /** Digits that are a glyph of their own and read right. */
  readonly right: number;
  /** Rows read right from end to end, as one number. */
  readonly numbers: number;
}

type Read = (glyphs: readonly (readonly Trace[])[]) => Promise<(readonly number[])[]>;

/** Reads any number of sets of strokes with the `final` head, as the reader thread reads finished ink. */
export function reading(session: Session): Read {
  return async (glyphs) => {
    const answers: (readonly number[])[] = [];
    const batch = new Batch();
    for (const [i, traces] of glyphs.entries()) {
      batch.addFinished(traces, ({ final }) => {
        answers[i] = final;
      });
      if (batch.full) await batch.run(session);
    }
    if (batch.size > 0) await batch.run(session);
    return answers;
  };
}

function best(final: readonly number[]): number {
  let digit = 0;
  for (let i = 1; i < 10; i++) if ((final[i] as number) > (final[digit] as number)) digit = i;
  return digit;
}

/** Segments boards as the reader thread does, the network deciding where geometry is not enough. */
export async function segmentBoards(
  boards: readonly Board[],
  read: Read | null,
): Promise<Segmenter[]> {
  const segmenters = boards.map((board) => {
    const segmenter = new Segmenter(0);
    for (const { author, stroke, points } of board.strokes) {
      const trace = segmenter.open(author, stroke);
      trace.add(points, 0, 2);
      trace.finish();
      segmenter.touch(trace);
    }
    return segmenter;
  });
  for (let open = segmenters; open.length > 0; ) {
    const asked = open.flatMap((segmenter) =>
      segmenter.settle().asks.map((traces) => ({ segmenter, traces })),
    );
    if (!read) break;
    const answers = await read(asked.map(({ traces }) => traces));
    for (const [i, { segmenter, traces }] of asked.entries()) {
      const final = answers[i] as readonly number[];
      segmenter.tell(traces, Math.max(...final.slice(0, 10)), final[10]);
    }
    open = [...new Set(asked.map(({ segmenter }) => segmenter))];
  }
  return segmenters;
}

function truth(board: Board): Map<string, number> {
  const digits = new Map<number, string[]>();
  for (const { author, stroke, digit } of board.strokes) {
    digits.set(digit, [...(digits.get(digit) ?? []), `${author}.${stroke}`]);
  }
  return new Map([...digits].map(([digit, keys]) => [keys.sort().join(' '), digit]));
}

const nameOf = (glyph: Glyph) =>
  glyph.traces
    .map(({ key }) => key)
    .sort()
    .join(' ');

/** Segments, reads and checks boards. */
export async function measure(
  boards: readonly Board[],
  read: Read,
  wrong: (board: Board, glyphs: readonly Glyph[]) => void = () => {},
): Promise<Measured> {
  const total = { boards: boards.length, exact: 0, digits: 0, right: 0, numbers: 0 };
  const segmenters = await segmentBoards(boards, read);
  for (const [i, segmenter] of segmenters.entries()) {
    const board = boards[i] as Board;
    const digits = truth(board);
    const glyphs = [...segmenter.glyphs.values()];
    const answers = await read(glyphs.map((glyph) => glyph.traces));
    total.digits += board.labels.length;
    const found = glyphs.map((glyph) => digits.get(nameOf(glyph)));
    const exact = glyphs.length === digits.size && found.every((digit) => digit !== undefined);
    if (exact) total.exact++;
    else wrong(board, glyphs);
    const figures = glyphs.map((glyph, g) => {
      const final = answers[g] as readonly number[];
      const digit = best(final);
      const refused = (final[10] as number) >= (final[digit] as number);
      if (found[g] !== undefined && board.labels[found[g]] === digit && !refused) total.right++;
      return {
        id: tracesKey(glyph.traces),
        box: glyphBox(glyph),
        digit: refused ? null : digit,
        probability: final[digit] as number,
      };
    });
    const lines = linesOf(figures);
    const text = lines.map((line) => line.map(({ digit }) => digit).join('')).join('\n');
    if (text === board.labels.join('')) total.numbers++;
  }
  return total;
}

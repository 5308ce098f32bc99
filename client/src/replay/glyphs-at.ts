import { boxAround, inkBox } from '@inkling/shared/brush';
import type { Stroke } from '@inkling/shared/canvas';
import { type Box, type Reading, strokeKey } from '@inkling/shared/reading';
import type { Timeline } from '../ink/replay.ts';
import { inkMs } from '../ink/rewind.ts';
import { type History, sampleAt } from '../mind/history.ts';
import { cutInk } from '../mind/ink-time.ts';

/** A glyph as it was at a moment of a replay. */
export interface PastGlyph {
  /** Its reading as it is now. */
  readonly now: Reading;
  /** Its ink as far as it was drawn. */
  readonly ink: readonly Stroke[];
  /** The box around that ink. */
  readonly box: Box;
  /** Milliseconds of its ink. */
  readonly inkMs: number;
  /** What was read of it then; null when that is not known, or when nothing was. */
  readonly probabilities: Uint8Array | null;
  /** When, on the line, the pen was last at it. */
  readonly touched: number;
}

/** What a page knows of the past. */
export interface Past {
  readonly line: Timeline;
  strokeOf(key: string): Stroke | undefined;
  /** What this page heard. */
  historyOf(glyph: string): History;
  /** What the room reads again of a glyph's making; null while that is not known. */
  toldOf(now: Reading): History | null;
}

/** A reading may be this much (ms of ink) later than the moment and still be of it. */
const SAME_MOMENT = 4;

/** The glyphs that had begun at a moment of a replay, with what was read of them. */
export function glyphsAt(readings: Iterable<Reading>, ms: number, past: Past): PastGlyph[] {
  const glyphs: PastGlyph[] = [];
  for (const now of readings) {
    let drawn = 0;
    let touched = Number.NEGATIVE_INFINITY;
    let box: Box | null = null;
    const ink: Stroke[] = [];
    for (const [author, number] of now.strokes) {
      const key = strokeKey(author, number);
      const stroke = past.strokeOf(key);
      const begin = past.line.beginOf(key);
      if (!stroke || begin === undefined || begin > ms) continue;
      const time = Math.min(inkMs(stroke.points), ms - begin);
      const cut = cutInk([stroke], time);
      ink.push(...cut);
      for (const { points } of cut) box = boxAround(box, inkBox(points, 0));
      drawn += time;
      touched = Math.max(touched, begin + time);
    }
    if (!box) continue;
    const probabilities =
      readAt(past.historyOf(now.glyph), drawn) ?? readAt(past.toldOf(now) ?? [], drawn);
    glyphs.push({ now, ink, box, inkMs: drawn, probabilities, touched });
  }
  return glyphs;
}

/** What was read of so much ink; null when a history does not go back that far. */
function readAt(history: History, drawn: number): Uint8Array | null {
  return sampleAt(history, drawn + SAME_MOMENT)?.probabilities ?? null;
}

import { spanOverlap } from '@inkling/shared/geometry';
import { linesOf, toFigure } from '@inkling/shared/number';
import type { Task } from '@inkling/shared/protocol';
import type { Reading } from '@inkling/shared/reading';
import { plainly } from '@inkling/shared/steady';
import type { IsOfTask } from './task-ink.ts';

/** What the network makes of one tile. */
export interface TileSaid {
  readonly surface: number;
  /** "7", "2026"; "–" for ink that says nothing sure; '' for a blank tile. */
  readonly text: string;
  /** Whether it is what the task asked for; null where nothing was asked, or it was not drawn for the task. */
  readonly right: boolean | null;
  /** Whether it is one of the task's drawings. */
  readonly counts: boolean;
}

/** A class's drawings, counted. */
export interface Outcome {
  /** Tiles with something on them. */
  readonly drawings: number;
  readonly right: number;
  /** `right` of `drawings`, 0 to 100. */
  readonly percent: number;
  /** What was read instead, most frequent first. */
  readonly mistakes: readonly { readonly text: string; readonly count: number }[];
}

/** What a task asks everybody to draw; null where it does not ask for a certain number. */
export function targetOf(task: Task | null): string | null {
  return task && (task.kind === 'draw' || task.kind === 'fool') ? task.target : null;
}

/** What is read on each tile that has ink, by surface. */
export function byTile(readings: Iterable<Reading>): Map<number, readonly Reading[]> {
  const tiles = new Map<number, Reading[]>();
  for (const reading of readings) {
    if (reading.surface === 0) continue;
    const tile = tiles.get(reading.surface);
    if (tile) tile.push(reading);
    else tiles.set(reading.surface, [reading]);
  }
  return tiles;
}

/** The drawing on each tile that has ink, by surface. */
export function drawingsOf(readings: Iterable<Reading>): Map<number, readonly Reading[]> {
  return new Map([...byTile(readings)].map(([surface, onIt]) => [surface, drawingOf(onIt)]));
}

/** What the network makes of each tile that has ink, by surface. */
export function readTiles(
  readings: Iterable<Reading>,
  target: string | null,
  isOfTask: IsOfTask = () => true,
): Map<number, TileSaid> {
  const said = new Map<number, TileSaid>();
  for (const [surface, drawing] of drawingsOf(readings)) {
    const text = textOf(drawing);
    const counts = isOfTask(drawing);
    const right = target === null || !counts ? null : text === target;
    said.set(surface, { surface, text, right, counts });
  }
  return said;
}

/** What has at least this share of the tallest one's height is no slip of the pen. */
const TALL = 0.7;
/** What a newer one of its height covers by this share, across and down, was written over. */
const COVERED = 0.5;

/** Of a tile's readings those that are its drawing: of the tall lines the newest, without what was written over. */
export function drawingOf(onTile: readonly Reading[]): readonly Reading[] {
  const readings = onTile.filter((one) => !onTile.some((other) => covers(other, one)));
  const lines = linesOf(readings.map(toFigure)).map((line) =>
    line.flatMap(({ id }) => readings.find(({ glyph }) => glyph === id) ?? []),
  );
  return newestOf(lines.length > 0 ? lines : readings.map((reading) => [reading]));
}

/** Whether a tile holds other ink as tall as its drawing, or taller. */
export function hasMore(onTile: readonly Reading[], drawing: readonly Reading[]): boolean {
  const least = TALL * heightOf(onTile);
  return onTile.some((one) => one.box.h >= least && !drawing.includes(one));
}

function covers(newer: Reading, older: Reading): boolean {
  if (lastStrokeOf([newer]) <= lastStrokeOf([older])) return false;
  const [a, b] = [newer.box, older.box];
  if (a.h < TALL * b.h) return false;
  const across = spanOverlap(a.x, a.x + a.w, b.x, b.x + b.w);
  const down = spanOverlap(a.y, a.y + a.h, b.y, b.y + b.h);
  return across >= COVERED * Math.min(a.w, b.w) && down >= COVERED * Math.min(a.h, b.h);
}

type Line = readonly Reading[];

const heightOf = (line: Line) => Math.max(...line.map(({ box }) => box.h));

/** The number of a line's last stroke. */
const lastStrokeOf = (line: Line) =>
  Math.max(...line.flatMap(({ strokes }) => strokes.map(([, stroke]) => stroke)));

function newestOf(lines: readonly Line[]): Line {
  const tallest = Math.max(...lines.map(heightOf));
  return lines
    .filter((line) => heightOf(line) >= TALL * tallest)
    .reduce((newest, line) => (lastStrokeOf(line) > lastStrokeOf(newest) ? line : newest));
}

function textOf(drawing: readonly Reading[]): string {
  const [only] = drawing;
  if (drawing.length > 1 || !only) return drawing.map((one) => toFigure(one).digit).join('');
  const say = plainly(only.probabilities);
  return say.at === 'sure' ? String(say.digit) : '–';
}

/** Counts what was read right and what was read instead. */
export function outcomeOf(tiles: Iterable<TileSaid>): Outcome {
  const counts = new Map<string, number>();
  let drawings = 0;
  let right = 0;
  for (const { text, right: isRight, counts: isCounted } of tiles) {
    if (text === '' || !isCounted) continue;
    drawings++;
    if (isRight) right++;
    // A dash is no reading, so it is no misreading either.
    else if (text !== '–') counts.set(text, (counts.get(text) ?? 0) + 1);
  }
  const mistakes = [...counts].map(([text, count]) => ({ text, count }));
  mistakes.sort((a, b) => b.count - a.count || a.text.localeCompare(b.text));
  return {
    drawings,
    right,
    percent: drawings === 0 ? 0 : Math.round((right / drawings) * 100),
    mistakes,
  };
}

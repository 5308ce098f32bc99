import type { Task } from '@inkling/shared/protocol';
import type { Reading } from '@inkling/shared/reading';
import { describe, expect, it } from 'vitest';
import { standings } from './standings.ts';

const shares = (entries: Record<number, number>) => {
  const probabilities = new Uint8Array(11);
  for (const [digit, share] of Object.entries(entries)) {
    probabilities[Number(digit)] = Math.round(share * 255);
  }
  return probabilities;
};
const reading = (
  surface: number,
  entries: Record<number, number>,
  { x = 0, h = 900 } = {},
): Reading => ({
  glyph: `${surface}.${x}`,
  surface,
  box: { x, y: 0, w: 500, h },
  version: 1,
  strokes: [],
  probabilities: shares(entries),
});
const task = (kind: Task['kind'], target: string | null = null): Task => ({
  kind,
  target,
  began: 0,
});
const none = { isOfTask: () => true, tallies: [], historyOf: () => [] };

describe('who is ahead', () => {
  it('[LOOK44] fool: nobody wins with a second digit beside the one that people see', () => {
    const counts = new Array<number>(11).fill(0);
    counts[7] = 8;
    const at = (digit: number, stroke: number, y: number, h = 500): Reading => ({
      ...reading(1, { [digit]: 1 }, { h }),
      glyph: `1.${stroke}`,
      box: { x: 100, y, w: 200, h },
      strokes: [[1, stroke]],
    });
    const score = (...readings: Reading[]) =>
      standings(task('fool', '7'), { ...none, readings, tallies: [{ surface: 1, counts }] });
    expect(score(at(7, 0, 0), at(1, 1, 900))).toEqual([]);
    // A slip of the pen is nothing that people vote on.
    expect(score(at(1, 0, 0), at(4, 1, 900, 100))).toMatchObject([{ score: 100 }]);
  });

  it('[LOOK18] fool: human agreement times the network’s error', () => {
    const votes = (surface: number, seven: number, one: number) => {
      const counts = new Array<number>(11).fill(0);
      counts[7] = seven;
      counts[1] = one;
      return { surface, counts };
    };
    const readings = [reading(1, { 7: 0.1, 1: 0.9 }), reading(2, { 7: 1 }), reading(3, { 1: 1 })];
    const tallies = [votes(1, 4, 0), votes(2, 4, 0), votes(3, 1, 3)];
    const ahead = standings(task('fool', '7'), { ...none, readings, tallies });
    expect(ahead.map(({ surface, score }) => [surface, score])).toEqual([
      [1, 90],
      [3, 25],
      [2, 0],
    ]);
  });

  it('[LOOK18] fifty-fifty: the most undecided digit wins, and a scribble does not play', () => {
    const readings = [
      reading(1, { 4: 0.5, 9: 0.49 }),
      reading(2, { 4: 0.9, 9: 0.1 }),
      reading(3, { 10: 0.9, 4: 0.05, 9: 0.05 }),
    ];
    const ahead = standings(task('fifty'), { ...none, readings });
    expect(ahead.map(({ surface, said }) => [surface, said])).toEqual([
      [1, '98 %'],
      [2, '20 %'],
    ]);
  });

  it('[LOOK18] fastest: the least ink after which it stayed certain', () => {
    const histories: Record<string, { at: number; probabilities: Uint8Array }[]> = {
      '1.0': [
        { at: 100, probabilities: shares({ 7: 1 }) },
        { at: 200, probabilities: shares({ 7: 0.5 }) },
        { at: 400, probabilities: shares({ 7: 0.95 }) },
        { at: 900, probabilities: shares({ 7: 1 }) },
      ],
      '2.0': [{ at: 300, probabilities: shares({ 7: 1 }) }],
    };
    const readings = [reading(1, { 7: 1 }), reading(2, { 7: 1 }), reading(3, { 7: 0.5 })];
    const historyOf = ({ glyph }: Reading) => histories[glyph] ?? [];
    const ahead = standings(task('fastest', '7'), { ...none, readings, historyOf });
    expect(ahead.map(({ surface, said }) => [surface, said])).toEqual([
      [2, '0.3 s'],
      [1, '0.4 s'],
    ]);
  });

  it('[LOOK23] a stray dot wins nothing: what the tile shows is judged, and several digits are none', () => {
    const dot = reading(1, { 10: 0.6, 4: 0.2, 9: 0.2 }, { x: 1500, h: 20 });
    const counts = Array.from({ length: 11 }, (_, digit) => (digit === 7 ? 3 : 0));
    const facts = {
      ...none,
      readings: [reading(1, { 7: 1 }), dot],
      tallies: [{ surface: 1, counts }],
    };
    for (const kind of ['fool', 'fifty'] as const) {
      expect(standings(task(kind, '7'), facts)).toMatchObject([{ surface: 1, score: 0 }]);
    }
    const history = [{ at: 400, probabilities: shares({ 7: 1 }) }];
    const historyOf = ({ glyph }: Reading) => (glyph === '1.0' ? history : []);
    expect(standings(task('fastest', '7'), { ...facts, historyOf })).toMatchObject([
      { said: '0.4 s' },
    ]);
    const two = [reading(1, { 7: 0.1, 1: 0.9 }), reading(1, { 1: 1 }, { x: 600 })];
    expect(standings(task('fool', '7'), { ...facts, readings: two })).toEqual([]);
  });

  it('[LOOK37] who did equally well has the same place, and the next one the place after all of them', () => {
    const shared = { 4: 0.5, 9: 0.49 };
    const readings = [
      reading(1, { 4: 0.6, 9: 0.4 }),
      reading(2, shared),
      reading(3, shared),
      reading(4, { 4: 0.9, 9: 0.1 }),
    ];
    const ahead = standings(task('fifty'), { ...none, readings });
    expect(ahead.map(({ surface, place }) => [surface, place])).toEqual([
      [2, 1],
      [3, 1],
      [1, 3],
      [4, 4],
    ]);
    // Two of whom the same is said did equally well, whatever is left out of the words.
    const historyOf = ({ surface }: Reading) => [
      { at: surface === 1 ? 410 : 390, probabilities: shares({ 7: 1 }) },
    ];
    const sevens = [reading(1, { 7: 1 }), reading(2, { 7: 1 })];
    const fast = standings(task('fastest', '7'), { ...none, readings: sevens, historyOf });
    expect(fast.map(({ said, place }) => [said, place])).toEqual([
      ['0.4 s', 1],
      ['0.4 s', 1],
    ]);
  });

  it('[LOOK18] a plain drawing task has no winner', () => {
    expect(standings(task('draw', '7'), { ...none, readings: [reading(1, { 7: 1 })] })).toEqual([]);
    expect(standings(null, { ...none, readings: [] })).toEqual([]);
  });
});

import type { Stroke } from '@inkling/shared/canvas';
import type { Room } from '@inkling/shared/protocol';
import { type Reading, type ReadingChange, strokeKey } from '@inkling/shared/reading';
import { createRoot, createSignal } from 'solid-js';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { RoomLink } from '../link/link.ts';
import { makeListeners } from '../link/listeners.ts';
import { createLesson } from './create-lesson.ts';

const ROOM = {
  code: 'QKWMPT',
  kind: 'class',
  task: { kind: 'draw', target: '7', began: 5 },
} as unknown as Room;

/** A page with a lesson in a room that a test speaks for. */
function openLesson() {
  const kept = new Map<string, string>();
  vi.stubGlobal('window', new EventTarget());
  vi.stubGlobal('sessionStorage', {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, text: string) => void kept.set(key, text),
  });
  const [room, setRoom] = createSignal<Room | null>(ROOM);
  const [names, setNames] = createSignal<Readonly<Record<number, string>>>({ 1: 'Ada', 2: 'Ben' });
  const readings = new Map<string, Reading>();
  const strokes = new Map<string, Stroke>();
  const news = makeListeners<readonly ReadingChange[]>();
  const link = {
    room,
    people: () => Object.keys(names()).map(Number),
    readings,
    strokes,
    onReadings: news.on,
    nameOf: (author: number) => names()[author] ?? '',
    colorOf: () => '#1f6fe5',
  } as unknown as RoomLink;
  const { drawings, dispose } = createRoot((dispose) => ({
    drawings: createLesson(link, () => true),
    dispose,
  }));
  return {
    drawings,
    setRoom,
    setNames,
    dispose,
    /** What was kept by this tab. */
    kept: () =>
      JSON.parse(kept.get('inkling:lesson:QKWMPT:drawings') ?? '[]') as { name: string }[],
    reads(surface: number, digit: number, stroke = 1, glyph = `${surface}.1`) {
      const probabilities = new Uint8Array(11);
      probabilities[digit] = 250;
      const box = { x: 20 * stroke, y: 0, w: 9, h: 9 };
      const reading: Reading = {
        glyph,
        surface,
        box,
        version: stroke,
        strokes: [[surface, stroke]],
        probabilities,
      };
      const points = [stroke, 0, 0, 128];
      const ink = { author: surface, stroke, surface, done: true, pressure: false, points };
      strokes.set(strokeKey(surface, stroke), ink);
      readings.set(glyph, reading);
      news.tell([reading]);
    },
    takesBack(glyph: string) {
      readings.delete(glyph);
      news.tell([{ glyph, gone: true }]);
    },
    clears() {
      const gone = [...readings.keys()].map((glyph) => ({ glyph, gone: true }) as ReadingChange);
      readings.clear();
      strokes.clear();
      news.tell(gone);
    },
  };
}

describe('the drawings of a lesson', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
    vi.unstubAllGlobals();
  });

  it('[LOOK34] have what was read last before the next task, however soon it came', () => {
    const page = openLesson();
    page.reads(1, 7);
    page.reads(2, 1);
    page.reads(1, 9, 2);
    page.clears();
    page.setRoom({ ...ROOM, task: { kind: 'draw', target: '4', began: 6 } });
    page.reads(1, 4, 3);
    vi.advanceTimersByTime(1000);
    expect(page.drawings().map((d) => [d.began, d.name, d.said, d.strokes[0]?.stroke])).toEqual([
      [5, 'Ada', '9', 2],
      [5, 'Ben', '1', 1],
      [6, 'Ada', '4', 3],
    ]);
    page.dispose();
  });

  it('[LOOK34] are what is there once a later one was taken back', () => {
    const page = openLesson();
    page.reads(1, 7);
    vi.advanceTimersByTime(1000);
    page.reads(1, 4, 2, 'later');
    vi.advanceTimersByTime(1000);
    expect(page.drawings()[0]?.said).toBe('4');
    page.takesBack('later');
    vi.advanceTimersByTime(1000);
    expect(page.drawings()[0]?.said).toBe('7');
    page.dispose();
  });

  it('[LOOK34] are told at once after a quiet while, then four times a second', () => {
    const page = openLesson();
    page.reads(1, 7);
    expect(page.drawings()).toHaveLength(1);
    page.reads(2, 7);
    expect(page.drawings()).toHaveLength(1);
    vi.advanceTimersByTime(250);
    expect(page.drawings()).toHaveLength(2);
    page.dispose();
  });

  it('[LOOK35] have the names that people have now, also those who left', () => {
    const page = openLesson();
    page.reads(1, 7);
    page.reads(2, 7);
    page.clears();
    vi.advanceTimersByTime(5000);
    page.setNames({ 1: 'Adaeze' });
    expect(page.drawings().map(({ name }) => name)).toEqual(['Adaeze', 'Ben']);
    vi.advanceTimersByTime(5000);
    expect(page.kept().map(({ name }) => name)).toEqual(['Adaeze', 'Ben']);
    page.dispose();
  });
});

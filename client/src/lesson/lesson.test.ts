import type { Stroke } from '@inkling/shared/canvas';
import type { Person } from '@inkling/shared/protocol';
import type { Reading } from '@inkling/shared/reading';
import { describe, expect, it } from 'vitest';
import { keepLesson, readLesson, withoutRemoved } from './kept-lesson.ts';
import { confusionOf, type Drawing, Lesson } from './record.ts';
import { toCsv, toIdx, toJson, toJsonLines, toSvg } from './report.ts';

const stroke: Stroke = {
  author: 1,
  stroke: 0,
  surface: 1,
  done: true,
  pressure: false,
  points: [500, 300, 0, 128, 500, 1500, 400, 128],
};
const drawing = (target: string, said: string, surface = 1, name = 'Blue Otter'): Drawing => ({
  began: 0,
  kind: 'draw',
  target,
  surface,
  name,
  color: '#1f6fe5',
  said,
  right: target === said,
  confidence: 0.97,
  strokes: [stroke],
});

describe('a lesson', () => {
  const probabilities = new Uint8Array(11);
  probabilities[7] = 250;
  const reading: Reading = {
    glyph: '1.0',
    surface: 1,
    box: { x: 0, y: 0, w: 9, h: 9 },
    version: 1,
    strokes: [[1, 0]],
    probabilities,
  };
  const present = {
    task: { kind: 'draw', target: '7', began: 5 } as const,
    isOfTask: () => true,
    strokes: { get: () => stroke },
    nameOf: () => 'Blue Otter',
    colorOf: () => '#1f6fe5',
  };

  it('[LOOK19] keeps the last drawing of each tile, also when the tile was cleared', () => {
    const lesson = new Lesson();
    lesson.take({ ...present, readings: [reading] });
    lesson.take({ ...present, readings: [] });
    lesson.take({ ...present, task: null, readings: [reading] });
    expect(lesson.drawings).toMatchObject([
      { target: '7', said: '7', right: true, name: 'Blue Otter', strokes: [stroke] },
    ]);
  });

  it('[LOOK36] keeps the strokes of the drawing that was read, without what lies around it', () => {
    const lesson = new Lesson();
    const dot: Reading = { ...reading, glyph: '1.5', strokes: [[1, 5]] };
    const strokes = {
      get: (key: string) => ({ ...stroke, stroke: Number(key.split('.')[1]) }),
    };
    const box = { x: 500, y: 300, w: 900, h: 1200 };
    const readings = [dot, { ...reading, box }];
    lesson.take({ ...present, strokes, readings });
    expect(lesson.drawings).toMatchObject([{ said: '7', strokes: [{ stroke: 0 }] }]);
    expect(lesson.drawings[0]?.strokes).toHaveLength(1);
  });

  it('[LOOK24] keeps nothing that was not drawn for the task', () => {
    const lesson = new Lesson();
    lesson.take({ ...present, readings: [reading], isOfTask: () => false });
    expect(lesson.drawings).toEqual([]);
  });

  it('[LOOK21] outlives the page, and who was removed is in no report until they are let in again', () => {
    const kept = new Map<string, string>();
    const storage = {
      getItem: (key: string) => kept.get(key) ?? null,
      setItem: (key: string, text: string) => void kept.set(key, text),
    } as Storage;
    const lesson = new Lesson();
    lesson.take({ ...present, readings: [reading, { ...reading, surface: 2 }] });
    keepLesson('QKWMPT', { part: 'drawings', kept: lesson.drawings }, storage);
    const ben = { author: 2, name: 'Ben' } as Person;
    keepLesson('QKWMPT', { part: 'removed', kept: [ben] }, storage);

    const again = new Lesson();
    again.remember(readLesson('QKWMPT', storage).drawings);
    expect(again.drawings).toEqual(lesson.drawings);
    expect(withoutRemoved(readLesson('QKWMPT', storage)).map((d) => d.surface)).toEqual([1]);
    keepLesson('QKWMPT', { part: 'removed', kept: [] }, storage);
    expect(withoutRemoved(readLesson('QKWMPT', storage)).map((d) => d.surface)).toEqual([1, 2]);
    expect(readLesson('ABCDEF', storage).drawings).toEqual([]);
    kept.set('inkling:lesson:ABCDEF:drawings', '{broken');
    expect(readLesson('ABCDEF', storage).drawings).toEqual([]);
  });

  it('[LOOK19] shows what was taken for what, and the hardest digit', () => {
    const drawings = [
      drawing('7', '7'),
      drawing('7', '1', 2),
      drawing('4', '4'),
      drawing('12', '12'),
    ];
    const { cells, accuracy, hardest } = confusionOf([...drawings, drawing('7', '–', 3)]);
    expect(cells[7]?.map((cell) => cell.length)).toEqual([0, 1, 0, 0, 0, 0, 0, 1, 0, 0, 1]);
    expect(accuracy[7]).toEqual({ right: 1, of: 3 });
    expect(accuracy[0]).toBeNull();
    expect(hardest).toBe(7);
    expect(confusionOf([]).hardest).toBeNull();
    expect(confusionOf([drawing('7', '7', 1)]).hardest).toBeNull();
  });

  it('[LOOK48] calls no digit the hardest where it is the only one', () => {
    const sevens = [drawing('7', '1', 1), drawing('7', '7', 2), drawing('12', '1', 3)];
    expect(confusionOf(sevens).hardest).toBeNull();
    expect(confusionOf([...sevens, drawing('4', '4', 4)]).hardest).toBe(7);
  });
});

describe('the report', () => {
  it('[LOOK20] is a table that a spreadsheet cannot be tricked with', () => {
    const csv = toCsv([drawing('7', '–', 1, '=HYPERLINK("x")')]).split('\r\n');
    expect(csv[0]).toBe('task began,task,asked,name,read,right,confidence');
    expect(csv[1]).toBe('1970-01-01T00:00:00.000Z,draw,7,"\'=HYPERLINK(""x"")","",no,0.970');
  });

  it('[LOOK20] keeps every point, and its sheet is a picture that cannot be broken out of', () => {
    expect(JSON.parse(toJson('QKWMPT', [drawing('7', '7')])).drawings[0].strokes).toEqual([
      [
        [500, 300, 0],
        [500, 1500, 400],
      ],
    ]);
    expect(toSvg([drawing('7', '7', 1, '<script>')])).not.toContain('<script>');
    // A name from right to left leaves what stands beside it in its order.
    expect(toSvg([drawing('7', '1', 1, 'محمد')])).toContain('\u2068محمد\u2069: 7 → 1');
  });

  it('[LOOK33] takes no fraud for a mistake of the network’s, and names the task of each line of ink', () => {
    const honest = drawing('7', '7');
    const fraud = { ...drawing('7', '1', 4), kind: 'fool' } as const;
    expect(confusionOf([honest, fraud])).toEqual(confusionOf([honest]));
    expect(toIdx([honest, fraud])).toEqual(toIdx([honest]));
    expect(JSON.parse(toJsonLines([honest]))).toMatchObject({ label: '7', task: 'draw' });
    expect(JSON.parse(toJsonLines([fraud]))).toMatchObject({ label: '7', task: 'fool' });
  });

  it('[LOOK20] is MNIST’s IDX without a name', () => {
    const { images, labels } = toIdx([drawing('7', '1'), drawing('42', '42')]);
    expect([...images.subarray(0, 16)]).toEqual([0, 0, 8, 3, 0, 0, 0, 1, 0, 0, 0, 28, 0, 0, 0, 28]);
    expect(images.subarray(16).some((ink) => ink === 255)).toBe(true);
    expect([...labels]).toEqual([0, 0, 8, 1, 0, 0, 0, 1, 7]);
    const lines = toJsonLines([drawing('7', '1')]);
    expect(lines).not.toContain('Otter');
    expect(JSON.parse(lines).strokes).toEqual([[500, 300, 0, 500, 1500, 400]]);
  });
});

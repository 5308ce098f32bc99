import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { type Glyph, type Line, Segmenter, segment } from './segment.ts';
import { Trace } from './trace.ts';

const zero = (x: number, y: number, size = 100) =>
  Array.from({ length: 25 }, (_, i) => {
    const angle = (i / 24) * 2 * Math.PI;
    return [x + size * (0.3 + 0.3 * Math.sin(angle)), y + size * (0.5 - 0.5 * Math.cos(angle))];
  }).flat();
const one = (x: number, y: number, size = 100) => [x, y, x, y + size / 2, x, y + size];
const seven = (x: number, y: number) => [x, y, x + 60, y, x + 45, y + 40, x + 20, y + 100];

const line = (stroke: number, points: number[], author = 1): Line => ({ author, stroke, points });
const found = (glyphs: readonly Glyph[]) =>
  glyphs.map((glyph) => glyph.traces.map(({ key }) => key).join('+')).sort();

const put = (segmenter: Segmenter, stroke: number, points: number[]) => {
  const trace = segmenter.open(1, stroke);
  trace.add(points, 0, 2);
  trace.finish();
  segmenter.touch(trace);
  return trace;
};

describe('finished ink', () => {
  it('[SEG1] two digits a quarter of their height apart are two glyphs', () => {
    expect(found(segment([line(0, zero(0, 0)), line(1, zero(85, 0))]))).toEqual(['1.0', '1.1']);
  });

  it('[SEG2] a five’s roof joins its body across a small gap', () => {
    const body = [10, 0, 8, 45, 40, 40, 60, 70, 40, 100, 0, 95];
    expect(found(segment([line(0, body), line(1, [18, -3, 60, -5])]))).toEqual(['1.0+1.1']);
  });

  it('[SEG3] a crossed seven is one glyph, even when the bar comes last of all', () => {
    const bar = [20, 50, 65, 48];
    const lines = [line(0, seven(0, 0)), line(1, zero(400, 0)), line(2, bar)];
    expect(found(segment(lines))).toEqual(['1.0+1.2', '1.1']);
  });

  it('[SEG3] the second stroke of a four joins the first', () => {
    const first = [30, 0, 0, 60, 60, 60];
    expect(found(segment([line(0, first), line(1, one(45, 20))]))).toEqual(['1.0+1.1']);
  });

  it('[SEG4] what two authors write side by side stays apart, however near', () => {
    const lines = [line(0, zero(0, 0), 1), line(0, one(64, 0), 2)];
    expect(found(segment(lines))).toEqual(['1.0', '2.0']);
  });

  it('[SEG4] authors who write at once far apart do not confuse one another', () => {
    const lines = [
      line(0, seven(0, 0), 1),
      line(0, seven(1000, 0), 2),
      line(1, [20, 50, 65, 48], 1),
      line(1, [1020, 50, 1065, 48], 2),
    ];
    expect(found(segment(lines))).toEqual(['1.0+1.1', '2.0+2.1']);
  });

  it('[SEG5] where geometry is not enough, the reader decides', () => {
    const touching = [line(0, one(0, 0)), line(1, zero(2, 0))];
    const likes = (whole: number, part: number) => (traces: readonly Trace[]) =>
      traces.length > 1 ? whole : part;
    expect(found(segment(touching, { judge: likes(0.02, 0.99) }))).toEqual(['1.0', '1.1']);
    expect(found(segment(touching, { judge: likes(0.99, 0.2) }))).toEqual(['1.0+1.1']);
    // Two digits side by side often look like a third: a little doubt about the whole outweighs none about the parts.
    expect(found(segment(touching, { judge: likes(0.95, 0.9999) }))).toEqual(['1.0', '1.1']);
  });

  it('[SEG25] of strokes whose joining waits for the reader nothing is asked with a third', () => {
    const segmenter = new Segmenter(0);
    for (const [i, points] of [zero(0, 0), one(20, 0), seven(10, 0)].entries()) {
      put(segmenter, i, points);
    }
    const asked: number[][] = [];
    for (let { asks } = segmenter.settle(); asks.length > 0; asks = segmenter.settle().asks) {
      asked.push(asks.map(({ length }) => length).sort());
      for (const ask of asks) segmenter.tell(ask, ask.length > 1 ? 0.99 : 0.3);
    }
    expect(asked[0]).not.toContain(3);
    expect(asked.flat()).toContain(3);
  });

  it('[SEG6] the same ink gives the same glyphs, however it came', () => {
    const points = [...zero(0, 0)];
    const whole = segment([line(0, points), line(1, one(75, 0))]);
    const segmenter = new Segmenter(0);
    for (let i = 0; i < points.length; i += 2) {
      const trace = segmenter.open(1, 0);
      trace.add(points, i, points.length);
      segmenter.touch(trace);
      segmenter.settle();
    }
    const first = segmenter.open(1, 0);
    first.finish();
    const second = segmenter.open(1, 1);
    second.add(one(75, 0), 0, 2);
    second.finish();
    segmenter.touch(first);
    segmenter.touch(second);
    segmenter.settle();
    expect(found([...segmenter.glyphs.values()])).toEqual(found(whole));
  });
});

describe('ink of several authors at once', () => {
  /** What some strokes become that arrive piece by piece, in an order of the pieces. */
  const arrived = (lines: readonly Line[], turns: readonly number[]) => {
    const segmenter = new Segmenter(0);
    const sure = (traces: readonly Trace[]) =>
      (traces.reduce((sum, { author, stroke }) => sum + 7 * author + 3 * stroke, 0) % 10) / 10;
    const settle = () => {
      let { asks } = segmenter.settle();
      while (asks.length > 0) {
        for (const ask of asks) segmenter.tell(ask, sure(ask));
        asks = segmenter.settle().asks;
      }
    };
    const sent = lines.map(() => 0);
    const send = (i: number) => {
      const { author, stroke, points } = lines[i] as Line;
      const trace = segmenter.open(author, stroke);
      const piece = Array.from(points).slice(sent[i], (sent[i] as number) + 4);
      trace.add(piece, 0, 2);
      sent[i] = (sent[i] as number) + piece.length;
      if (sent[i] === points.length) trace.finish();
      segmenter.touch(trace);
      settle();
    };
    const isOver = (i: number) => sent[i] === (lines[i] as Line).points.length;
    for (const turn of turns) if (!isOver(turn % lines.length)) send(turn % lines.length);
    for (const i of lines.keys()) while (!isOver(i)) send(i);
    return [...segmenter.glyphs.values()]
      .map(({ id, traces }) => `${id}: ${traces.map(({ key }) => key).join('+')}`)
      .sort();
  };

  it('[SEG6] glyphs and their names are the same on every machine, whichever ink it saw first', () => {
    const place = fc.integer({ min: 0, max: 160 });
    const points = fc.array(fc.tuple(place, place), { minLength: 1, maxLength: 8 });
    const stroke = fc.record({ author: fc.integer({ min: 1, max: 3 }), points });
    const turns = fc.array(fc.nat(1000), { maxLength: 60 });
    fc.assert(
      fc.property(fc.array(stroke, { minLength: 2, maxLength: 7 }), turns, turns, (drawn, a, b) => {
        const lines = drawn.map((one, i) => line(i, one.points.flat(), one.author));
        expect(arrived(lines, b)).toEqual(arrived(lines, a));
      }),
      { numRuns: 150, seed: 7 },
    );
  });

  it('[SEG7] what two people drew together is named after the one with the lower number', () => {
    const [stem, bar] = [line(5, one(30, 0), 2), line(9, [0, 50, 60, 50], 1)];
    const judge = (traces: readonly Trace[]) => (traces.length > 1 ? 0.99 : 0.02);
    for (const lines of [
      [stem, bar],
      [bar, stem],
    ]) {
      expect(segment(lines, { judge }).map(({ id }) => id)).toEqual(['1.9']);
    }
  });
});

describe('ink that comes and goes', () => {
  it('[SEG7] a glyph is named after its oldest stroke and keeps its name as it grows', () => {
    const segmenter = new Segmenter(0);
    put(segmenter, 0, seven(0, 0));
    expect(segmenter.settle().changed.map(({ id }) => id)).toEqual(['1.0']);
    put(segmenter, 1, [20, 50, 65, 48]);
    const settled = segmenter.settle();
    expect(settled.changed.map(({ id }) => id)).toEqual(['1.0']);
    expect(settled.gone).toEqual([]);
  });

  it('[SEG8] when two glyphs become one, the younger name is gone', () => {
    const segmenter = new Segmenter(0);
    put(segmenter, 0, [0, 0, 0, 40]);
    put(segmenter, 1, [0, 90, 0, 130]);
    segmenter.settle();
    expect(segmenter.glyphs.size).toBe(2);
    put(segmenter, 2, [0, 38, 1, 92]);
    const settled = segmenter.settle();
    expect(settled.gone).toEqual(['1.1']);
    expect(found(settled.changed)).toEqual(['1.0+1.1+1.2']);
  });

  it('[SEG9] erasing a stroke leaves the rest of its glyph, under its own oldest name', () => {
    const segmenter = new Segmenter(0);
    put(segmenter, 0, seven(0, 0));
    put(segmenter, 1, [20, 50, 65, 48]);
    segmenter.settle();
    segmenter.remove(1, 0);
    const settled = segmenter.settle();
    expect(settled.gone).toEqual(['1.0']);
    expect(found(settled.changed)).toEqual(['1.1']);
    segmenter.remove(1, 1);
    expect(segmenter.settle().gone).toEqual(['1.1']);
    expect(segmenter.size).toBe(0);
  });

  it('[SEG9] all strokes of a glyph erased at once leave nothing', () => {
    const segmenter = new Segmenter(0);
    put(segmenter, 0, seven(0, 0));
    put(segmenter, 1, [20, 50, 65, 48]);
    segmenter.settle();
    for (const stroke of [0, 1]) segmenter.remove(1, stroke);
    expect(segmenter.settle()).toEqual({ changed: [], gone: ['1.0'], asks: [] });
    expect(segmenter.glyphs.size).toBe(0);
  });

  it('[SEG9] whatever is erased together, the glyphs are those of the ink that is left', () => {
    const place = fc.integer({ min: 0, max: 160 });
    const points = fc.array(fc.tuple(place, place), { minLength: 1, maxLength: 8 });
    const stroke = fc.record({ points, isLeft: fc.boolean() });
    fc.assert(
      fc.property(fc.array(stroke, { minLength: 2, maxLength: 8 }), (drawn) => {
        const segmenter = new Segmenter(0);
        const lines = drawn.map(({ points: way }, i) => line(i, way.flat()));
        for (const [i, way] of lines.entries()) put(segmenter, i, Array.from(way.points));
        segmenter.settle();
        for (const [i, { isLeft }] of drawn.entries()) if (!isLeft) segmenter.remove(1, i);
        segmenter.settle();
        const left = lines.filter((_, i) => drawn[i]?.isLeft);
        expect(found([...segmenter.glyphs.values()])).toEqual(found(segment(left)));
      }),
      { numRuns: 300, seed: 9 },
    );
  });

  it('[SEG10] ink elsewhere changes nothing here', () => {
    const segmenter = new Segmenter(0);
    for (let i = 0; i < 50; i++) put(segmenter, i, one(80 * i, 100 * (i % 20)));
    segmenter.settle();
    put(segmenter, 50, zero(3900, 2400));
    expect(found(segmenter.settle().changed)).toEqual(['1.50']);
  });

  it('[SEG11] on a tile the strokes of one digit may lie farther apart', () => {
    const lines = [line(0, one(0, 0)), line(1, [25, 30, 60, 30])];
    expect(found(segment(lines, { surface: 0 }))).toHaveLength(2);
    expect(found(segment(lines.slice(), { surface: 1 }))).toHaveLength(1);
  });
});

describe('what is near a digit and no part of it', () => {
  const sure = () => 0.99;

  it('[SEG26] a rule under a digit or a number is a glyph of its own; a digit’s own foot is not', () => {
    const rule = (from: number, to: number, y: number) => [from, y, (from + to) / 2, y + 2, to, y];
    const number = [line(0, zero(0, 0)), line(1, zero(75, 0)), line(2, rule(-15, 160, 112))];
    expect(found(segment(number, { judge: (traces) => (traces.length > 1 ? 0.9 : 0.99) }))).toEqual(
      ['1.0', '1.1', '1.2'],
    );
    const foot = [line(0, one(30, 0)), line(1, rule(0, 60, 104))];
    expect(found(segment(foot, { judge: sure }))).toEqual(['1.0+1.1']);
    const touching = [line(0, zero(0, 0)), line(1, rule(-40, 100, 101))];
    expect(found(segment(touching, { judge: sure }))).toEqual(['1.0+1.1']);
  });

  it('[SEG27] a good digit of a row does not join one of the next, though together they look like one', () => {
    const rows = [0, 118].flatMap((y) => [0, 75, 150].map((x) => zero(x, y)));
    const lines = rows.map((points, stroke) => line(stroke, points));
    const judge = (traces: readonly Trace[]) => (traces.length > 3 ? 0.02 : 0.99);
    expect(found(segment(lines, { judge }))).toHaveLength(6);
    // Two that stand alone, one right after the other, are what they look like: an eight of two rings.
    const rings = [line(0, zero(0, 0)), line(1, zero(0, 118))];
    expect(found(segment(rings, { judge: sure }))).toEqual(['1.0+1.1']);
  });

  it('[SEG28] a digit does not join more strokes than a digit has', () => {
    const star = Array.from({ length: 5 }, (_, i) =>
      line(i, [20 * i, 0, 100 - 20 * i, 100, 50, 50]),
    );
    const under = line(5, zero(20, 106));
    const judge = (traces: readonly Trace[]) => {
      const isZero = traces.some(({ stroke }) => stroke === 5);
      return isZero === (traces.length === 1) ? 0.99 : 0.02;
    };
    expect(found(segment([...star, under], { judge }))).toContain('1.5');
  });

  it('[SEG28] nor strokes of earlier that it crosses: on a sheet that is full they would all become one', () => {
    const star = Array.from({ length: 6 }, (_, i) =>
      line(i, [20 * i, 0, 100 - 20 * i, 100, 50, 50]),
    );
    const judge = (traces: readonly Trace[]) => {
      if (traces.every(({ stroke }) => stroke < star.length)) return 0.3;
      return traces.length === 1 ? 0.99 : 0.02;
    };
    const over = (stroke: number) =>
      found(segment([...star, line(stroke, zero(20, 0))], { judge }));
    expect(over(20)).toContain('1.20');
    // What is drawn at once after it may be part of it, like the next line of a shading.
    expect(over(6)).toHaveLength(1);
  });

  it('[SEG29] two lines that cross near their middles are one sign, drawn one after the other', () => {
    const judge = (traces: readonly Trace[]) => (traces.length > 1 ? 0.02 : 0.99);
    const [down, across] = [one(50, 0), [0, 46, 40, 48, 100, 47]];
    expect(found(segment([line(0, down), line(1, across)], { judge }))).toEqual(['1.0+1.1']);
    // Crossed near an end they may be a 4's or a 7's, or two digits: the reader decides.
    const high = [0, 8, 40, 10, 100, 9];
    expect(found(segment([line(0, down), line(1, high)], { judge }))).toHaveLength(2);
    const much = Array.from({ length: 4 }, (_, i) => line(i + 1, zero(400 + 300 * i, 0)));
    const later = [line(0, down), ...much, line(5, across)];
    expect(found(segment(later, { judge }))).toHaveLength(6);
  });

  it('[SEG30] what may be no digit at all and touches its neighbour is a piece, and no digit by itself', () => {
    const glyphs = (none: number) => {
      const segmenter = new Segmenter(0);
      put(segmenter, 0, one(50, 0));
      put(segmenter, 1, [0, 0, 50, 2, 100, 0]);
      for (let { asks } = segmenter.settle(); asks.length > 0; { asks } = segmenter.settle()) {
        for (const ask of asks) segmenter.tell(ask, ask.length > 1 ? 0.1 : 0.7, none);
      }
      return found([...segmenter.glyphs.values()]);
    };
    expect(glyphs(0.1)).toEqual(['1.0', '1.1']);
    expect(glyphs(0.3)).toEqual(['1.0+1.1']);
  });
});

describe('a digit over a digit', () => {
  const sure = () => 0.99;
  const slash = [2, 97, 30, 50, 58, 3];
  /** Other digits, far enough away. */
  const others = (count: number) =>
    Array.from({ length: count }, (_, i) => line(i + 1, zero(300 + 200 * i, 0)));
  const first = line(0, zero(0, 0));

  it('[SEG24] stays a glyph of its own, although together they may look like one', () => {
    const over = line(6, slash);
    expect(found(segment([first, ...others(5), over], { judge: sure }))).toContain('1.6');
    // Right after it, the same two are one: a 0 with a stroke through it.
    expect(found(segment([first, { ...over, stroke: 1 }], { judge: sure }))).toEqual(['1.0+1.1']);
  });

  it('[SEG24] is one already while it is drawn, and while the reader has not spoken', () => {
    const segmenter = new Segmenter(0);
    for (const { stroke, points } of [first, ...others(5)]) {
      put(segmenter, stroke, Array.from(points));
    }
    segmenter.settle();
    const trace = segmenter.open(1, 6);
    trace.add(slash, 0, 2);
    segmenter.touch(trace);
    const { asks } = segmenter.settle();
    expect(found([...segmenter.glyphs.values()])).toContain('1.6');
    expect(asks.map((ask) => ask.map(({ key }) => key))).toEqual([['1.0']]);
  });

  it('[SEG24] is part of it all the same where it is a bar, goes over its ink, or is no digit by itself', () => {
    const bar = line(6, [0, 50, 60, 48]);
    const again = line(
      6,
      zero(0, 0).map((n, i) => n + 3 * Math.sin(i)),
    );
    const backwards = line(
      6,
      Array.from({ length: 25 }, (_, i) => zero(0, 0).slice(48 - 2 * i, 50 - 2 * i)).flat(),
    );
    for (const more of [bar, again, backwards]) {
      const glyphs = segment([first, ...others(5), more], { judge: sure });
      expect(found(glyphs)).toContain('1.0+1.6');
    }
    const doubts = (traces: readonly Trace[]) =>
      traces.length === 1 && traces[0]?.stroke === 6 ? 0.6 : 0.99;
    const glyphs = segment([first, ...others(5), line(6, slash)], { judge: doubts });
    expect(found(glyphs)).toContain('1.0+1.6');
  });
});

describe('a scribble', () => {
  const ROWS = 300;
  const shading = (n: number) => line(n, [100 + (n % 7), 100, 104 + (n % 5), 108, 101, 104]);

  it('[SEG21] is one glyph, and neither what is kept nor what is asked grows with what lies in one place', () => {
    const segmenter = new Segmenter(0);
    let asked = 0;
    for (let n = 0; n < ROWS; n++) {
      const { author, stroke, points } = shading(n);
      const trace = segmenter.open(author, stroke);
      trace.add(points, 0, 2);
      trace.finish();
      segmenter.touch(trace);
      const { asks } = segmenter.settle();
      if (n >= 100) asked += asks.length;
    }
    expect(segmenter.glyphs.size).toBe(1);
    let edges = 0;
    for (let n = 0; n < ROWS; n++) edges += segmenter.trace(1, n)?.edges.size ?? 0;
    expect(edges).toBeLessThan(ROWS * 100);
    expect(asked).toBe(0);
  });

  it('[SEG21] a digit beside it is still a glyph of its own', () => {
    const all = Array.from({ length: ROWS }, (_, n) => shading(n));
    expect(segment([...all, line(ROWS, seven(300, 60))])).toHaveLength(2);
  });

  it('[SEG23] nobody asks about one stroke in ever more sets, however many it lies among', () => {
    const segmenter = new Segmenter(0);
    // Zigzags in a lattice, each touching its neighbours: fewer than make a scribble.
    for (let n = 0; n < 400; n++) {
      const [x, y] = [20 + 14 * (n % 20), 20 + 14 * Math.floor(n / 20)];
      put(segmenter, n, [x, y, x + 26, y + 8, x, y + 16, x + 26, y + 26]);
    }
    const sets = new Map<Trace, number>();
    for (let { asks } = segmenter.settle(); asks.length > 0; asks = segmenter.settle().asks) {
      for (const ask of asks) {
        for (const trace of ask) sets.set(trace, (sets.get(trace) ?? 0) + 1);
        segmenter.tell(ask, 0.9);
      }
    }
    // One round may still ask what it began to.
    expect(Math.max(...sets.values())).toBeLessThan(128);
  });
});

describe('what is thought over', () => {
  const hash = (traces: readonly Trace[]) =>
    (traces.reduce((sum, { author, stroke }) => sum + 7919 * stroke + 104729 * author, 0) % 997) /
    997;
  const answerAll = (segmenter: Segmenter) => {
    for (let { asks } = segmenter.settle(); asks.length > 0; asks = segmenter.settle().asks) {
      for (const ask of asks) segmenter.tell(ask, hash(ask));
    }
  };
  const take = (segmenter: Segmenter, { author, stroke, points }: Line) => {
    const trace = segmenter.open(author, stroke);
    trace.add(points, 0, 2);
    trace.finish();
    segmenter.touch(trace);
  };
  const glyphsOf = (segmenter: Segmenter) =>
    [...segmenter.glyphs.values()]
      .map(({ traces }) => traces.map(({ key }) => key).join('+'))
      .sort();

  it('[SEG31] what changed gives the same glyphs by itself as all ink together, however crowded', () => {
    const place = fc.integer({ min: 0, max: 600 });
    const size = fc.integer({ min: -60, max: 60 });
    const shape = fc.array(fc.tuple(size, size), { minLength: 2, maxLength: 5 });
    const stroke = fc.record({
      author: fc.integer({ min: 1, max: 3 }),
      place: fc.tuple(place, place),
      shape,
    });
    const strokes = fc.array(stroke, { minLength: 30, maxLength: 60 });
    fc.assert(
      fc.property(strokes, (drawn) => {
        const lines = drawn.map(({ author, place: [x, y], shape }, i) =>
          line(
            i,
            shape.flatMap(([dx, dy]) => [x + dx, y + dy]),
            author,
          ),
        );
        // Every third of them comes and goes again.
        const stay = lines.filter((_, i) => i % 3 > 0);
        const together = new Segmenter(0);
        for (const one of stay) take(together, one);
        answerAll(together);
        const apart = new Segmenter(0);
        for (const one of lines) {
          take(apart, one);
          answerAll(apart);
        }
        for (const [i, { author }] of lines.entries()) {
          if (i % 3 > 0) continue;
          apart.remove(author, i);
          answerAll(apart);
        }
        expect(glyphsOf(apart)).toEqual(glyphsOf(together));
      }),
      { numRuns: 60, seed: 31, endOnFailure: true },
    );
  });

  it('[SEG31] a stroke among a thousand costs what it costs among ten', () => {
    // Rows of digits so near each other that everything hangs together.
    const segmenter = new Segmenter(0);
    const judge = (ask: readonly Trace[]) => (ask.length > 1 ? 0.02 : 0.99);
    const rows = (count: number) => {
      for (let n = segmenter.size; n < count; n++) {
        take(segmenter, line(n, seven(20 + 70 * (n % 40), 20 + 120 * Math.floor(n / 40))));
      }
      for (let { asks } = segmenter.settle(); asks.length > 0; asks = segmenter.settle().asks) {
        for (const ask of asks) segmenter.tell(ask, judge(ask));
      }
    };
    rows(1000);
    expect(segmenter.glyphs.size).toBe(1000);
    const looked: Trace[] = [];
    const { edges } = Object.getOwnPropertyDescriptors(Trace.prototype);
    const spy = vi.spyOn(Trace.prototype, 'edges', 'get').mockImplementation(function (
      this: Trace,
    ) {
      looked.push(this);
      return edges.get?.call(this) as Trace['edges'];
    });
    rows(1001);
    spy.mockRestore();
    expect(new Set(looked).size).toBeLessThan(30);
  });
});

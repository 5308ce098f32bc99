import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FakeRoom } from './testing/fake-room.ts';
import { draw, openPage, points } from './testing/house.ts';

const theirs = (room: FakeRoom) => room.strokes().filter((s) => s.author !== room.author);
const mine = (room: FakeRoom) => room.strokes().filter((s) => s.author === room.author);

async function openBesideOthers() {
  const room = new FakeRoom();
  for (const stroke of [1, 2, 3]) {
    room.put({
      author: 2,
      stroke,
      surface: 0,
      done: true,
      pressure: false,
      points: points(4, stroke * 50),
    });
  }
  const page = await openPage({ room });
  await page.clock.turn(100);
  return page;
}

describe('undo', () => {
  it('[UNDO1] takes back and does again one stroke after the other', async () => {
    const { link, room, clock } = await openBesideOthers();
    draw(link, 5, 100);
    draw(link, 5, 200);
    await clock.turn(200);
    link.ownInk.undo();
    await clock.turn(200);
    expect(mine(room).map((s) => s.points[0])).toEqual([100]);
    link.ownInk.undo();
    await clock.turn(200);
    expect(mine(room)).toHaveLength(0);
    expect(link.ownInk.canUndo()).toBe(false);
    link.ownInk.redo();
    link.ownInk.redo();
    await clock.turn(200);
    expect(mine(room).map((s) => [s.stroke, s.points[0]])).toEqual([
      [3, 100],
      [4, 200],
    ]);
    expect(link.ownInk.canRedo()).toBe(false);
    link.ownInk.undo();
    await clock.turn(200);
    expect(mine(room).map((s) => s.points[0])).toEqual([100]);
  });

  it('[UNDO2] works at once, whatever the line does', async () => {
    const { link, room, clock } = await openBesideOthers();
    room.reachable = false;
    room.line.cut();
    draw(link);
    link.ownInk.undo();
    expect([...link.ownInk.strokes()]).toHaveLength(0);
    link.ownInk.redo();
    expect([...link.ownInk.strokes()]).toHaveLength(1);
    room.reachable = true;
    await clock.turn(3000);
    expect(mine(room)).toHaveLength(1);
  });

  it('[UNDO3] brings back what one sweep of the eraser took', async () => {
    const { link, room, clock } = await openBesideOthers();
    const a = draw(link, 5, 100);
    const b = draw(link, 5, 200);
    await clock.turn(200);
    const sweep = link.ownInk.eraser();
    sweep.touch([[1, a]]);
    sweep.touch([
      [1, b],
      [1, a],
    ]);
    await clock.turn(200);
    expect(mine(room)).toHaveLength(0);
    link.ownInk.undo();
    await clock.turn(200);
    expect(mine(room).map((s) => s.points[0])).toEqual([100, 200]);
    expect(link.ownInk.hidden.size).toBe(0);
  });

  it('[UNDO4] undoes a clear', async () => {
    const { link, room, clock } = await openBesideOthers();
    draw(link);
    const answer = link.clear();
    await clock.turn(500);
    expect(await answer).toMatchObject({ ok: true });
    expect(mine(room)).toHaveLength(0);
    expect(theirs(room)).toHaveLength(3);
    link.ownInk.undo();
    await clock.turn(500);
    expect(mine(room)).toHaveLength(1);
  });

  it('[UNDO8] a clear that could not be undone can be undone later, and one that never can holds nothing up', async () => {
    const { link, room, clock } = await openBesideOthers();
    draw(link, 5, 100);
    draw(link, 5, 200);
    await clock.turn(200);
    const answer = link.clear();
    await clock.turn(500);
    expect(await answer).toMatchObject({ ok: true });
    room.reachable = false;
    room.line.cut();
    link.ownInk.undo();
    room.reachable = true;
    await clock.turn(3000);
    expect(mine(room)).toHaveLength(0);
    // Pressed twice, it is asked once: the second is not for what was done before the clear.
    link.ownInk.undo();
    link.ownInk.undo();
    await clock.turn(500);
    expect(mine(room)).toHaveLength(2);
    draw(link, 5, 300);
    const again = link.clear();
    await clock.turn(500);
    expect(await again).toMatchObject({ ok: true });
    room.forgetUndos();
    link.ownInk.undo();
    await clock.turn(500);
    expect(mine(room)).toHaveLength(0);
    expect(link.ownInk.canUndo()).toBe(false);
  });

  it('[UNDO9] begins anew with a task: what comes back later is not to be drawn for it', async () => {
    const { link, room, clock } = await openBesideOthers();
    const task = (began: number) => ({ kind: 'draw', target: '7', began }) as const;
    room.line.room({ task: task(1) });
    draw(link, 5, 100);
    draw(link, 5, 200);
    await clock.turn(200);
    link.ownInk.undo();
    await clock.turn(200);
    // The room changes in another way: nothing is forgotten.
    room.line.room({ task: task(1), frozen: true });
    expect(link.ownInk.canRedo()).toBe(true);
    const cleared = link.clear();
    await clock.turn(500);
    await cleared;
    room.line.room({ task: task(2) });
    expect([link.ownInk.canUndo(), link.ownInk.canRedo()]).toEqual([false, false]);
    // The host brings back what was there, under its old numbers.
    room.restore('undo-0');
    await clock.turn(200);
    expect(mine(room)).toHaveLength(1);
    link.ownInk.undo();
    link.ownInk.redo();
    await clock.turn(200);
    expect(mine(room).map((s) => s.points[0])).toEqual([100]);
    draw(link, 5, 300);
    await clock.turn(200);
    link.ownInk.undo();
    link.ownInk.redo();
    await clock.turn(200);
    expect(mine(room).map((s) => s.points[0])).toEqual([100, 300]);
    // Without a task everything that was done since the last one can be undone.
    room.line.room({ task: null });
    expect(link.ownInk.canUndo()).toBe(true);
  });

  it('[UNDO5] reaches ink from before a reload', async () => {
    const page = await openBesideOthers();
    draw(page.link);
    await page.clock.turn(200);
    page.dispose();
    const again = await openPage({ room: page.room, keep: page.keep });
    await again.clock.turn(200);
    expect(again.link.ownInk.canUndo()).toBe(true);
    again.link.ownInk.undo();
    await again.clock.turn(200);
    expect(mine(page.room)).toHaveLength(0);
    expect(theirs(page.room)).toHaveLength(3);
    expect(again.link.ownInk.canUndo()).toBe(false);
  });

  it('[UNDO6] no sequence of commands of one person changes the stroke of another', async () => {
    const command = fc.oneof(
      {
        weight: 4,
        arbitrary: fc.record({
          do: fc.constant('draw' as const),
          n: fc.integer({ min: 1, max: 6 }),
        }),
      },
      {
        weight: 3,
        arbitrary: fc.record({ do: fc.constantFrom('undo' as const, 'redo' as const) }),
      },
      {
        weight: 2,
        arbitrary: fc.record({
          do: fc.constant('erase' as const),
          n: fc.integer({ min: 1, max: 9 }),
        }),
      },
      {
        weight: 1,
        arbitrary: fc.record({
          do: fc.constantFrom(
            'clear' as const,
            'cut' as const,
            'wait' as const,
            'cancel' as const,
            'hold' as const,
          ),
        }),
      },
    );
    await fc.assert(
      fc.asyncProperty(fc.array(command, { maxLength: 40 }), async (commands) => {
        const { link, room, clock, dispose } = await openBesideOthers();
        const before = JSON.stringify(theirs(room));
        for (const step of commands) {
          if (step.do === 'draw') draw(link, step.n, step.n * 30);
          else if (step.do === 'undo') link.ownInk.undo();
          else if (step.do === 'redo') link.ownInk.redo();
          else if (step.do === 'erase') {
            const eraser = link.ownInk.eraser();
            eraser.touch([
              [1, step.n],
              [2, (step.n % 3) + 1],
            ]);
          } else if (step.do === 'clear') void link.clear();
          else if (step.do === 'cut') room.line.cut();
          else if (step.do === 'hold') room.holding = true;
          else if (step.do === 'cancel') {
            const pen = link.ownInk.begin({ surface: 0, pressure: false });
            pen.add(points(2));
            pen.cancel();
          } else await clock.turn(60);
          room.holding = step.do === 'hold';
          if (!room.holding) room.release();
        }
        room.release();
        await clock.turn(10_000);
        expect(JSON.stringify(theirs(room))).toBe(before);
        // And in the end the page and the room agree.
        expect(link.saved()).toEqual({ at: 'saved' });
        expect([...link.ownInk.strokes()]).toEqual([]);
        expect([...link.ownInk.hidden]).toEqual([]);
        const seen = [...link.strokes.strokes()].filter((s) => s.author === 1);
        expect(seen).toEqual(mine(room));
        dispose();
      }),
      { numRuns: 60 },
    );
  });
});

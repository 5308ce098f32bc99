import { strokesOf } from '@inkling/shared/canvas';
import type { Frame } from '@inkling/shared/frame';
import { expect, it } from 'vitest';
import * as Y from 'yjs';
import { oneRoom } from '../../test/one-room.ts';
import type { Outgoing, Peer } from '../peer/peer.ts';
import { SHARE_MS } from './windows.ts';

/** A connection that keeps its frames, and the canvas they make. */
class Screen implements Peer {
  readonly as = 'watch';
  readonly enveloped = false;
  readonly packed = false;
  readonly frames: Frame[] = [];
  readonly doc = new Y.Doc();
  slow = false;

  constructor(readonly author: number) {}

  backedUp(): boolean {
    return this.slow;
  }

  frame({ frame }: Outgoing): void {
    this.frames.push(frame);
    if (frame.canvas) Y.applyUpdate(this.doc, frame.canvas);
  }

  strokes(): number[] {
    return strokesOf(this.doc).map(({ stroke }) => stroke);
  }

  people(): void {}
  room(): void {}
  votes(): void {}
  removed(): void {}
  bye(): void {}
  drop(): void {}
}

/** A room with two screens, whose window of 8 ms begins now. */
function open() {
  const alone = oneRoom();
  const screens = [new Screen(1), new Screen(2)] as const;
  for (const screen of screens) alone.room.audience.add(screen);
  alone.room.frames.now();
  return { ...alone, screens };
}

it('[FRAME2] a slow screen is skipped, and then shown all it missed in one frame', () => {
  const { clock, screens, draw } = open();
  const [quick, slow] = screens;
  slow.slow = true;
  for (let n = 0; n < 3; n++) {
    draw();
    clock.turn(8);
  }
  expect([quick.frames.length, slow.frames.length]).toEqual([3, 0]);
  slow.slow = false;
  clock.turn(8);
  expect([slow.frames.length, slow.strokes()]).toEqual([1, [1, 2, 3]]);
});

it('[FRAME5] a frame has the latest place of each pointer, once, and nothing of who left', () => {
  const { clock, room, screens } = open();
  const points = (x: number) => {
    for (const author of [1, 2]) room.frames.point({ author, surface: 0, x, y: 9 });
  };
  points(10);
  points(20);
  room.frames.unpoint(2);
  clock.turn(8);
  room.frames.touch();
  clock.turn(8);
  const places = screens[0].frames.map(({ pointers }) => pointers);
  expect(places).toEqual([[{ author: 1, surface: 0, x: 20, y: 9 }]]);
});

it('[CLUSTER16] ink that is stored ahead of the next frame, for other machines, is shown with it', () => {
  const { clock, room, screens, draw, stored } = open();
  // Eleven people on another machine: frames gather for longer than ink may be held back from it.
  room.roster.setElsewhere(
    'other',
    Array.from({ length: 11 }, (_, n) => [3 + n, [1]]),
  );
  const began = clock.now();
  for (let ms = 0; ms <= 44; ms += 4) {
    draw();
    clock.turn(4);
  }
  clock.turn(44);
  expect(stored[0]).toBe(began);
  for (const [i, at] of stored.entries()) {
    expect(at - (stored[i - 1] ?? began)).toBeLessThanOrEqual(SHARE_MS);
  }
  const [screen] = screens;
  expect(screen.frames.length).toBeLessThan(stored.length);
  expect(screen.strokes()).toEqual(Array.from({ length: 12 }, (_, n) => n + 1));
});

it('[TICK3] a room that is gone shows and stores nothing', () => {
  const { clock, room, screens, draw, stored } = open();
  draw();
  room.letGo();
  draw();
  clock.turn(100);
  room.frames.flush();
  expect([screens[0].frames, stored]).toEqual([[], []]);
});

/** A student's screen, which may wait for its frames. */
class Student extends Screen {
  readonly patient = true;
  /** How many frames came in each piece. */
  readonly pieces: number[] = [];

  together(held: readonly Outgoing[]): void {
    this.pieces.push(held.length);
    for (const outgoing of held) this.frame(outgoing);
  }
}

/** A crowd of students with the stage that shows them, and somebody who draws every 10 ms until its undo is called. */
function openCrowd(kind: 'board' | 'class') {
  const alone = oneRoom(kind);
  const stage = new Screen(99);
  const students = Array.from({ length: 20 }, (_, n) => new Student(n + 1));
  for (const screen of [stage, ...students]) alone.room.audience.add(screen);
  alone.room.frames.now();
  const writeFor = (ms: number) => {
    for (let at = 0; at < ms; at += 10) {
      alone.draw();
      alone.clock.turn(10);
    }
  };
  return { ...alone, stage, students, writeFor };
}

it('[FRAME6] in a class students are sent several frames in one piece, and the stage each as it comes', () => {
  const { clock, stage, students, stored, writeFor } = openCrowd('class');
  const [student] = students as [Student];
  writeFor(600);
  expect(stage.frames.length).toBeGreaterThan(25);
  expect(student.pieces.length).toBeLessThan(12);
  clock.turn(80);
  expect(student.frames).toEqual(stage.frames);
  expect(student.strokes()).toHaveLength(60);
  // Who waits for ink to be stored has no answer sooner.
  expect(stored.length).toBeLessThan(12);
});

it('[FRAME6] on a board nobody waits, nor does a class for a frame that is told at once', () => {
  const board = openCrowd('board');
  board.writeFor(100);
  expect(board.students[0]?.pieces).toEqual([]);
  expect(board.students[0]?.frames).toEqual(board.stage.frames);
  const { room, stage, students, stored, writeFor } = openCrowd('class');
  writeFor(30);
  expect(students[0]?.frames).toEqual([]);
  room.frames.now();
  expect(students[0]?.frames).toEqual(stage.frames);
  expect(stored).toHaveLength(1);
});

it('[FRAME6] who comes, goes or is slow meanwhile gets every frame once', () => {
  const { clock, room, stage, students, writeFor } = openCrowd('class');
  const [slow, gone] = students as [Student, Student];
  writeFor(30);
  // As a join does it.
  room.flush();
  const before = stage.frames.length;
  const late = new Student(50);
  room.audience.add(late);
  room.audience.delete(gone);
  writeFor(30);
  slow.slow = true;
  writeFor(90);
  slow.slow = false;
  clock.turn(100);
  expect(late.frames).toEqual(stage.frames.slice(before));
  expect(slow.strokes()).toEqual(stage.strokes());
  expect(gone.strokes()).toHaveLength(3);
});

it('[FRAME6] what was held for students who have all left goes to nobody who comes after them', () => {
  const { clock, room, stage, students, stored, writeFor } = openCrowd('class');
  writeFor(30);
  for (const student of students) room.audience.delete(student);
  clock.turn(100);
  expect(stored.length).toBeGreaterThan(0);
  const before = stage.frames.length;
  const others = Array.from({ length: 20 }, (_, n) => new Student(100 + n));
  for (const other of others) room.audience.add(other);
  writeFor(30);
  clock.turn(100);
  expect(others[0]?.frames).toEqual(stage.frames.slice(before));
});

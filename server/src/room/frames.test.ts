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

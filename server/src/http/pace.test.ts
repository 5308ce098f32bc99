import { expect, it } from 'vitest';
import { line } from '../../test/harness.ts';
import { oneRoom } from '../../test/one-room.ts';
import { readConfig } from '../config.ts';
import { Pace } from './pace.ts';

it('[HTTP40] a drawing of long strokes costs its points: fifty as much as a stroke', () => {
  const { room } = oneRoom();
  const taken = () => {
    const pace = new Pace(readConfig({ EXPORT_STROKES_BURST: '1000' }).limits);
    for (let n = 0; ; n++) if (pace.drawing(room) > 0) return n;
  };
  expect(taken()).toBe(10);
  for (let n = 1; n <= 5; n++) room.canvas.append(1, line(n, 5000));
  expect(taken()).toBe(2);
});

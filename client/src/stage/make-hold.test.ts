import { describe, expect, it, vi } from 'vitest';
import { HandClock } from '../link/testing/hand-clock.ts';
import { Hold } from './make-hold.ts';

function board() {
  const clock = new HandClock();
  const held = vi.fn();
  return { clock, held, hold: new Hold(clock, held) };
}
const at = (x: number, y: number, id = 1) => ({ id, x, y });

describe('a finger that rests on the stage', () => {
  it('[CLASS64] is meant after 0.8 s, once, though it trembles', async () => {
    const { clock, held, hold } = board();
    hold.down(at(500, 500));
    await clock.turn(500);
    hold.move(at(506, 495));
    await clock.turn(299);
    expect(held).not.toHaveBeenCalled();
    await clock.turn(1);
    await clock.turn(5000);
    expect(held).toHaveBeenCalledOnce();
  });

  it('[CLASS64] is not meant when it taps, moves, is taken away or is one of two', async () => {
    const { clock, held, hold } = board();
    hold.down(at(500, 500));
    await clock.turn(700);
    hold.up(1);
    await clock.turn(5000);
    hold.down(at(500, 500));
    hold.move(at(530, 500));
    await clock.turn(5000);
    hold.up(1);
    hold.down(at(500, 500));
    hold.down(at(700, 500, 2));
    await clock.turn(5000);
    hold.up(2);
    await clock.turn(5000);
    hold.up(1);
    expect(held).not.toHaveBeenCalled();
    hold.down(at(500, 500));
    await clock.turn(800);
    expect(held).toHaveBeenCalledOnce();
  });
});

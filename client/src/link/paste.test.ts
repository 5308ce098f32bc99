import { describe, expect, it } from 'vitest';
import { draw, openPage, points } from './testing/house.ts';

const ink = Array.from({ length: 500 }, (_, i) => ({
  surface: 0,
  pressure: false,
  points: points(10, i),
}));

describe('ink from a file', () => {
  it('[TAKE8] is put on the paper in one go, sent in few messages, and it is said how much has still to go', async () => {
    const page = await openPage();
    await page.clock.turn(100);
    page.room.holding = true;
    let changes = 0;
    page.link.ownInk.onChange(() => changes++);
    page.link.ownInk.paste(ink);
    // The sheet looks at all of one's own ink each time it is told: once, not 500 times.
    expect(changes).toBe(1);
    expect([...page.link.ownInk.strokes()]).toHaveLength(500);
    await page.clock.turn(50);
    expect(page.link.saved()).toEqual({ at: 'sending', waiting: 500 });
    expect(page.room.messages.length).toBeLessThan(5);
  });

  it('[TAKE8] comes to the room whole, and goes as one', async () => {
    const page = await openPage();
    await page.clock.turn(100);
    page.link.ownInk.paste(ink);
    await page.clock.turn(3000);
    expect(page.link.saved()).toEqual({ at: 'saved' });
    expect(page.room.strokes()).toHaveLength(500);
    draw(page.link);
    await page.clock.turn(500);
    page.link.ownInk.undo();
    page.link.ownInk.undo();
    await page.clock.turn(3000);
    expect(page.room.strokes()).toHaveLength(0);
  });
});

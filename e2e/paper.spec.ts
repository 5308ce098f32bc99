import { expect, test } from './fixtures.ts';
import { penDigit } from './pen.ts';

test('[E2E40] a drag with the space bar moves the paper after a tool was clicked, and Space still presses a tool that Tab reached', async ({
  arrive,
  truth,
}) => {
  const ada = await arrive('/');
  const code = await ada.code();
  const { keyboard, mouse } = ada.page;
  const pen = ada.page.getByRole('button', { name: 'Pen' });
  const eraser = ada.page.getByRole('button', { name: 'Eraser' });
  await eraser.click();
  await pen.click();
  await keyboard.down('Space');
  await expect(ada.page.locator('[data-surface]')).toHaveCSS('cursor', 'grab');
  await mouse.move(400, 300);
  await mouse.down();
  await mouse.move(500, 340, { steps: 4 });
  await mouse.up();
  await keyboard.up('Space');
  await ada.draw(penDigit(1));
  expect((await truth.strokes(code, 1)).strokes).toHaveLength(1);

  await pen.focus();
  await keyboard.press('Tab');
  await expect(eraser).toBeFocused();
  await keyboard.press('Space');
  await expect(eraser).toHaveAttribute('aria-pressed', 'true');
});

test('[E2E41] on a phone a page that was zoomed beside the paper is zoomed out on it, and one finger draws meanwhile', async ({
  arrive,
  truth,
}) => {
  const ada = await arrive('/', { touch: true, viewport: { width: 390, height: 844 } });
  const code = await ada.code();
  const { page } = ada;
  const cdp = await page.context().newCDPSession(page);
  const scale = () => page.evaluate(() => visualViewport?.scale ?? 0);
  const touch = (type: string, ...at: readonly (readonly [number, number])[]) =>
    cdp.send('Input.dispatchTouchEvent', {
      type,
      touchPoints: at.map(([x, y], id) => ({ x, y, id })),
    } as never);
  const pinch = async (y: number, from: number, to: number) => {
    await touch('touchStart', [195 - from, y], [195 + from, y]);
    for (let i = 1; i <= 10; i++) {
      const apart = from + ((to - from) * i) / 10;
      await touch('touchMove', [195 - apart, y], [195 + apart, y]);
    }
    await touch('touchEnd');
  };

  await cdp.send('Emulation.setPageScaleFactor', { pageScaleFactor: 2 });
  await expect.poll(scale).toBe(2);
  await touch('touchStart', [100, 300]);
  for (let i = 1; i <= 10; i++) await touch('touchMove', [100 + 8 * i, 300]);
  await touch('touchEnd');
  await truth.strokes(code, 1);
  await pinch(300, 150, 20);
  await expect.poll(scale).toBe(1);
  expect((await truth.canvas(code)).strokes).toHaveLength(1);
});

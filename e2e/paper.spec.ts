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

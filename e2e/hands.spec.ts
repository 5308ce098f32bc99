import { expect, test } from './fixtures.ts';
import { penDigit } from './pen.ts';

const PHONE = { width: 390, height: 844 };

test('[E2E10] a swipe of a finger draws, and scrolls nothing', async ({ arrive, truth }) => {
  const ada = await arrive('/', { touch: true, viewport: PHONE });
  const code = await ada.code();
  const hand = await ada.draw(penDigit(7), { x: 0.5, y: 0.45, size: 0.5 });
  const { strokes } = await truth.strokes(code, penDigit(7).strokes.length);
  expect(strokes.flatMap((stroke) => stroke.points).length).toBeGreaterThan(10);
  await truth.reads(code, 7);
  await ada.says(7);
  await ada.shows(hand.way);
  const scrolled = await ada.page.evaluate(() => [scrollX, scrollY, visualViewport?.scale]);
  expect(scrolled).toEqual([0, 0, 1]);
});

test('[E2E11] undo, redo and the tools are at hand on the keyboard', async ({ arrive, truth }) => {
  const ada = await arrive('/');
  const code = await ada.code();
  const { keyboard } = ada.page;
  await ada.draw(penDigit(1));
  await truth.strokes(code, 1);
  await keyboard.press('Control+z');
  await truth.strokes(code, 0);
  await truth.reads(code);
  await keyboard.press('Control+Shift+z');
  await truth.strokes(code, 1);

  const eraser = ada.page.getByRole('button', { name: 'Eraser' });
  await keyboard.press('e');
  await expect(eraser).toHaveAttribute('aria-pressed', 'true');
  await keyboard.press('p');
  await expect(eraser).toHaveAttribute('aria-pressed', 'false');
});

test('[E2E12] every control is reached by Tab, and shows that it is', async ({ arrive }) => {
  const ada = await arrive('/');
  await ada.code();
  const wanted = ['Invite', 'Pen', 'Eraser', 'Undo', 'Redo'];
  const reached = new Set<string>();
  await ada.page.locator('body').focus();
  for (let presses = 0; presses < 25 && !wanted.every((name) => reached.has(name)); presses++) {
    await ada.page.keyboard.press('Tab');
    const now = await ada.page.evaluate(() => {
      const at = document.activeElement;
      if (!(at instanceof HTMLElement)) return null;
      const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(at);
      const seen = (outlineStyle !== 'none' && outlineWidth !== '0px') || boxShadow !== 'none';
      return { name: at.getAttribute('aria-label') ?? at.textContent?.trim() ?? '', seen };
    });
    if (!now) continue;
    if (wanted.includes(now.name)) expect(now.seen, `focus on ${now.name}`).toBe(true);
    reached.add(now.name);
  }
  expect([...reached]).toEqual(expect.arrayContaining(wanted));
});

test('[E2E13] Invite opens by keyboard, gives link and code, and closes by Escape', async ({
  arrive,
}) => {
  const ada = await arrive('/');
  const code = await ada.code();
  await ada.invite.focus();
  await ada.page.keyboard.press('Enter');
  await expect(ada.page.getByTestId('invite-code')).toHaveText(code);
  await expect(ada.page.getByRole('textbox', { name: 'Link' })).toHaveValue(
    new RegExp(`/${code}$`),
  );
  await ada.page.keyboard.press('Escape');
  await expect(ada.page.getByTestId('invite-code')).toHaveCount(0);
  await expect(ada.invite).toBeFocused();
});

test('[E2E14] the eraser takes a stroke away for everybody', async ({ arrive, truth }) => {
  const ada = await arrive('/');
  const code = await ada.code();
  const ben = await arrive(`/${code}`);
  await ben.saved();
  const hand = await ada.draw(penDigit(0));
  await truth.strokes(code, 1);
  await ben.shows(hand.way);
  await ada.page.keyboard.press('e');
  await ada.draw(penDigit(0));
  await truth.strokes(code, 0);
  await truth.reads(code);
  for (const person of [ada, ben]) await expect.poll(() => person.inked(hand.way)).toBe(0);
});

import type { Page } from '@playwright/test';
import { openClass } from './class-room.ts';
import { expect, test } from './fixtures.ts';
import { penDigit } from './pen.ts';

// A whole class of browsers on one machine takes its time.
test.describe.configure({ timeout: 240_000 });

/** Controls of a page that a thumb may miss. */
function smallTargets(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const controls = document.querySelectorAll(
      'button, a, input, select, [role=switch], [role=slider]',
    );
    return [...controls].flatMap((control) => {
      // A mark is as large as what was read, and the keyboard's pen is for keyboards; the label of a box is its target.
      if (control.matches('.mark-said, .keyboard-pen')) return [];
      if (!control.checkVisibility()) return [];
      const { width, height } = (control.closest('label') ?? control).getBoundingClientRect();
      const seen = width > 1 && height > 1;
      const said = control.getAttribute('aria-label') ?? control.textContent ?? '';
      return seen && Math.min(width, height) < 43.9
        ? [`${said.trim()}: ${width.toFixed(1)} × ${height.toFixed(1)}`]
        : [];
    });
  });
}

for (const [width, height] of [
  [320, 568],
  [390, 844],
] as const) {
  test(`[CLASS10] a thumb hits every control of the remote and of a student’s phone, ${width} pixels wide`, async ({
    arrive,
    server,
  }) => {
    const { remote, students } = await openClass({ arrive, url: server.url });
    const [{ page }, other] = students;
    for (const one of [page, other.page, remote.page]) await one.setViewportSize({ width, height });
    const look = async (at: Page, what: string) =>
      expect.soft(await smallTargets(at), what).toEqual([]);

    await look(page, 'room');
    await page.getByRole('button', { name: 'people here' }).tap();
    await expect(page.getByLabel('Your name')).toBeVisible();
    await look(page, 'people');
    await students[0].invite.tap();
    await expect(page.locator('.invite .qr')).toBeVisible();
    await look(page, 'invite');
    await page.getByRole('button', { name: 'Take it with you' }).last().tap();
    await expect(page.locator('.take')).toBeVisible();
    await look(page, 'take');
    await page.keyboard.press('Escape');

    await remote.start('draw', 7);
    await students[0].draw(penDigit(7));
    await students[0].says(7);
    const ribbon = page.getByRole('slider', { name: 'Rewind the drawing' });
    const back = page.getByRole('button', { name: 'back to now' });
    // The last reading may come late, and ends a rewinding.
    await expect(async () => {
      await ribbon.press('Home');
      await expect(back).toBeAttached({ timeout: 1000 });
    }).toPass();
    await look(page, 'rewound');
    await page.getByRole('button', { name: 'Look inside' }).click();
    await expect(page.getByRole('group', { name: 'Look for the digit' })).toBeVisible();
    await look(page, 'inside');
    await page.keyboard.press('Escape');
    await students[0].invite.tap();
    await page.getByRole('button', { name: 'Take it with you' }).last().tap();
    await page.getByRole('button', { name: 'Replay' }).tap();
    await expect(page.getByRole('button', { name: 'Close the replay' })).toBeVisible();
    await look(page, 'replay');
    await page.getByRole('button', { name: 'Close the replay' }).tap();

    await expect(remote.page.getByTestId('downloads').getByRole('button')).toHaveCount(5);
    await remote.nth('Remove', 2).tap();
    await expect(remote.page.locator('.crowd-removed')).toBeVisible();
    await remote.page.getByTestId('task-draw').tap();
    await remote.page.getByTestId('clear').tap();
    await expect(remote.page.getByRole('button', { name: 'Undo the clearing' })).toBeVisible();
    await look(remote.page, 'remote');
    await expect(students[2].ending).toBeVisible();
    await look(students[2].page, 'ending');

    await remote.start('fool', 7);
    await other.draw(penDigit(7));
    await page.getByRole('button', { name: 'Vote' }).tap();
    await expect(page.getByTestId('vote').locator('canvas')).toBeVisible();
    await look(page, 'vote');

    const lost = await arrive('/ZZZZZZ', { touch: true, viewport: { width, height } });
    await expect(lost.page.getByRole('textbox')).toBeFocused();
    await look(lost.page, 'no room');

    await remote.press('End the room');
    await look(remote.page, 'the end');
  });
}

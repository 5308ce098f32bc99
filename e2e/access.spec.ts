import { findings } from './axe.ts';
import { expect, test } from './fixtures.ts';
import { penDigit } from './pen.ts';

const looks = [
  { name: 'light', options: { colorScheme: 'light' } },
  { name: 'dark', options: { colorScheme: 'dark' } },
  { name: 'on a phone', options: { viewport: { width: 390, height: 844 } } },
] as const;

for (const { name, options } of looks) {
  test(`[E2E15] axe finds nothing in a room, ${name}`, async ({ arrive, truth }) => {
    const ada = await arrive('/', options);
    const code = await ada.code();
    expect.soft(await findings(ada.page)).toEqual([]);
    await ada.draw(penDigit(4));
    await truth.reads(code, 4);
    await ada.says(4);
    expect.soft(await findings(ada.page)).toEqual([]);
    await ada.invite.click();
    await expect(ada.page.getByTestId('invite-code')).toBeVisible();
    expect.soft(await findings(ada.page)).toEqual([]);
  });
}

test('[E2E15] axe finds nothing where there is no room', async ({ arrive }) => {
  const lost = await arrive('/ZZZZZZ');
  await expect(lost.ending).toBeVisible();
  expect.soft(await findings(lost.page)).toEqual([]);
});

test('[E2E16] the page says what it is, in which language, and fits any screen', async ({
  arrive,
}) => {
  const ada = await arrive('/');
  const code = await ada.code();
  await expect(ada.page).toHaveTitle(`${code} · Inkling`);
  await expect(ada.page.locator('html')).toHaveAttribute('lang', 'en');
  const viewport = ada.page.locator('meta[name=viewport]');
  await expect(viewport).toHaveAttribute('content', /width=device-width/);
  await expect(viewport).not.toHaveAttribute('content', /user-scalable=no|maximum-scale/);
  await expect(ada.page.locator('meta[name=description]')).toHaveAttribute('content', /\w+/);
  for (const width of [320, 768, 1920]) {
    await ada.page.setViewportSize({ width, height: 720 });
    const wide = await ada.page.evaluate(() => document.documentElement.scrollWidth);
    expect(wide, `at ${width} px`).toBeLessThanOrEqual(width);
  }
});

test('[CLASS55] in the system’s own colours what is told by a filled box is still seen', async ({
  arrive,
}) => {
  const ada = await arrive('/', { forcedColors: 'active' });
  await ada.code();
  await ada.draw(penDigit(4));
  await ada.says(4);
  const paintOf = (selector: string) =>
    ada.page
      .locator(selector)
      .first()
      .evaluate((element) => getComputedStyle(element).backgroundColor);
  const paper = await paintOf('body');
  for (const filled of ['.bar-most .bar-fill', '.tool[aria-pressed="true"]', '.button', '.seen']) {
    expect(await paintOf(filled), filled).not.toBe(paper);
  }
  // A full bar differs from the others, and an empty one shows how long it could be.
  expect(await paintOf('.bar-most .bar-fill')).not.toBe(
    await paintOf('.bar:not(.bar-most) .bar-fill'),
  );
  for (const edged of ['.bar-track', '.status-dot']) {
    const edges = await ada.page
      .locator(edged)
      .first()
      .evaluate((element) => {
        const style = getComputedStyle(element);
        return Number.parseFloat(style.outlineWidth) + Number.parseFloat(style.borderTopWidth);
      });
    expect(edges, edged).toBeGreaterThan(0);
  }
});

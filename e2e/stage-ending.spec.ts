import type { Page } from '@playwright/test';
import { openStage, PROJECTOR } from './class-room.ts';
import { expect, test } from './fixtures.ts';

/** The sizes of all texts and controls below an element, in pixels, the smallest first. */
function sizesOf(page: Page, within: string): Promise<number[]> {
  return page.locator(within).evaluate((element) => {
    const sizeOf = (at: Element) => Number.parseFloat(getComputedStyle(at).fontSize);
    const sizes = [...element.querySelectorAll('input')].map(sizeOf);
    const texts = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) {
      const { parentElement, textContent } = texts.currentNode;
      if (parentElement?.checkVisibility() && textContent?.trim())
        sizes.push(sizeOf(parentElement));
    }
    return sizes.sort((a, b) => a - b);
  });
}

test('[CLASS65] where a stage ends, or leads to no room, it is read from as far as its lobby', async ({
  arrive,
  server,
}) => {
  const { stage, remote } = await openStage({ arrive, url: server.url });
  await expect(stage.page.getByTestId('lobby')).toBeVisible();
  const [small = 0] = await sizesOf(stage.page, '.lobby');
  const [address = 0] = await sizesOf(stage.page, '.lobby-address');
  await remote.end();
  await expect(stage.ending).toContainText('ended');
  const lost = await arrive('/ZZZZZZ/stage', PROJECTOR);
  const mistyped = await arrive('/QKWMP0/stage?lang=de', PROJECTOR);
  for (const { page, ending } of [stage, lost, mistyped]) {
    await expect(ending).toBeVisible();
    const [smallest] = await sizesOf(page, '.ending');
    expect.soft(smallest, page.url()).toBeGreaterThanOrEqual(small);
    const sentence = await sizesOf(page, '.ending h1');
    expect.soft(sentence[0], page.url()).toBeGreaterThan(address);
    const [wide, high] = await page.evaluate(() => {
      const { scrollWidth, scrollHeight } = document.documentElement;
      return [scrollWidth, scrollHeight];
    });
    expect.soft([wide, high], page.url()).toEqual([1920, 1080]);
  }
});

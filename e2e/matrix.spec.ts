import type { Page } from '@playwright/test';
import { openStage } from './class-room.ts';
import { expect, test } from './fixtures.ts';
import { penDigit } from './pen.ts';
import { Pupil } from './pupil.ts';

/** How much of the picture of an open cell is not as its tile was, in parts of the ink: both painted as large as that tile. */
async function differs(page: Page, tile: string): Promise<number> {
  return page.evaluate(async (tile) => {
    const svg = document.querySelector('.matrix-open li svg') as SVGElement;
    const before = new Image();
    before.src = tile;
    await before.decode();
    const { width, height } = before;
    const copy = svg.cloneNode(true) as SVGElement;
    copy.setAttribute('xmlns', 'http://www.w3.org/2000/svg');
    copy.setAttribute('width', String(width));
    copy.setAttribute('height', String(height));
    copy.style.strokeWidth = getComputedStyle(svg).strokeWidth;
    const now = new Image();
    now.src = `data:image/svg+xml,${encodeURIComponent(copy.outerHTML)}`;
    await now.decode();
    const [was, is] = [before, now].map((image) => {
      const context = new OffscreenCanvas(width, height).getContext('2d');
      context?.drawImage(image, 0, 0);
      const { data = [] } = context?.getImageData(0, 0, width, height) ?? {};
      return [...data].filter((_, i) => i % 4 === 3).map((alpha) => alpha > 127);
    });
    const ink = was?.filter(Boolean).length ?? 0;
    return ink === 0 ? 1 : (was?.filter((inked, i) => inked !== is?.[i]).length ?? 0) / ink;
  }, tile);
}

test('[LOOK47] an open cell of the matrix shows a drawing as its tile does', async ({
  arrive,
  server,
}) => {
  const { stage, remote, code } = await openStage({ arrive, url: server.url });
  const { page } = stage;
  const pupil = await Pupil.come(server.url, code);
  await expect(page.getByTestId('lobby').getByRole('listitem')).toHaveCount(1);
  await remote.start('draw', 8);
  await expect(page.locator('.stage-title')).toContainText('eight');
  await pupil.draw(penDigit(8));
  await expect(page.getByTestId('tiles').getByRole('figure', { name: /: 8$/ })).toBeVisible();
  const canvas = page.locator('.tile-paper canvas');
  const tile = await canvas.evaluate((it) => (it as HTMLCanvasElement).toDataURL());
  await page.keyboard.press('m');
  await page.getByTestId('matrix').locator('tbody button').click();
  await expect(page.locator('.matrix-open li')).toHaveCount(1);
  expect(await differs(page, tile)).toBeLessThan(0.02);
  pupil.leave();
});

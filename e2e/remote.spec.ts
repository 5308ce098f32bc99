import type { Locator } from '@playwright/test';
import { openStage, PHONE } from './class-room.ts';
import { expect, test } from './fixtures.ts';
import { penDigit } from './pen.ts';
import { Pupil } from './pupil.ts';
import { ServerProcess } from './server.ts';

test('[CLASS31] what was cleared comes back after a second tap and a reload', async ({
  arrive,
  server,
}) => {
  const { code, stage, remote } = await openStage({ arrive, url: server.url });
  const pupil = await Pupil.come(server.url, code);
  await pupil.draw(penDigit(4));
  const said = stage.page.getByTestId('tiles').locator('.tile-said');
  await expect(said).toHaveText('4');
  for (let n = 0; n < 2; n++) await remote.press('Clear everything');
  await expect(stage.page.getByTestId('lobby')).toBeVisible();
  await remote.page.reload();
  await remote.press('Undo the clearing');
  await expect(said).toHaveText('4');
  await expect(remote.page.getByRole('button', { name: 'Undo the clearing' })).toHaveCount(0);
  pupil.leave();
});

test('[CLASS32] who drew something and left can be shown and removed', async ({
  arrive,
  server,
}) => {
  const { code, stage, remote } = await openStage({ arrive, url: server.url });
  const [gone, stays] = [await Pupil.come(server.url, code), await Pupil.come(server.url, code)];
  await Promise.all([gone.draw(penDigit(4)), stays.draw(penDigit(7))]);
  gone.leave();
  await expect(remote.page.locator('.remote-head')).toContainText('1 is here');
  await expect(remote.page.locator('.crowd')).toContainText('not here');
  await remote.nth('Show', 0).click();
  await stage.says(4);
  await remote.nth('Remove', 0).click();
  await expect(stage.page.getByTestId('tiles').locator('.tile-said')).toHaveText('7');
  stays.leave();
});

test('[CLASS32] who drew something and only watches now can be shown and removed', async ({
  arrive,
  server,
}) => {
  const { code, stage, remote } = await openStage({ arrive, url: server.url });
  const rude = await arrive(`/${code}`, { ...PHONE, at: server.url });
  await rude.draw(penDigit(4));
  await expect(stage.page.getByTestId('tiles').locator('.tile-said')).toHaveText('4');
  await rude.page.goto(`${server.url}/${code}/stage`);
  await expect(rude.page.getByTestId('tiles').locator('.tile-said')).toHaveText('4');
  await expect(remote.page.locator('.remote-head')).toContainText('Nobody here yet');
  await remote.nth('Show', 0).click();
  await stage.says(4);
  await remote.nth('Remove', 0).click();
  await expect(stage.page.getByTestId('lobby')).toBeVisible();
});

test('[CLASS33] who is removed is named on the stage no more', async ({ arrive, server }) => {
  const { code, stage, remote } = await openStage({ arrive, url: server.url });
  const [rude, stays] = [await Pupil.come(server.url, code), await Pupil.come(server.url, code)];
  await Promise.all([rude.draw(penDigit(4)), stays.draw(penDigit(7))]);
  await remote.nth('Show', 0).click();
  await stage.says(4);
  await expect(stage.page.getByTestId('stage')).toContainText(rude.joined.you.name);
  await remote.nth('Remove', 0).click();
  await expect(stage.page.getByTestId('tiles').locator('.tile-said')).toHaveText('7');
  await expect(stage.page.getByTestId('stage')).not.toContainText(rude.joined.you.name);
  // Whose tile is shown and who leaves without ink is nobody to show either.
  const blank = await Pupil.come(server.url, code);
  await remote.nth('Show', 1).click();
  await expect(stage.page.getByTestId('stage-board')).toBeVisible();
  blank.leave();
  await expect(stage.page.getByTestId('tiles').locator('.tile-said')).toHaveText('7');
  stays.leave();
});

test('[CLASS63] a double tap on Remove removes one student, not the next one, who moved under the thumb', async ({
  arrive,
  server,
}) => {
  const { code, remote } = await openStage({ arrive, url: server.url });
  const pupils = [await Pupil.come(server.url, code), await Pupil.come(server.url, code)];
  const { page } = remote;
  /** Taps a button, and the same spot again as soon as the page has moved; never so late that it would be a tap of its own. */
  const tapTwice = async (button: Locator, moved: string) => {
    await button.scrollIntoViewIfNeeded();
    await button.evaluate(async (element, moved) => {
      const { x, y, width, height } = element.getBoundingClientRect();
      const spot = { clientX: x + width / 2, clientY: y + height / 2 };
      const tap = () => {
        const click = new MouseEvent('click', {
          ...spot,
          detail: 1,
          bubbles: true,
          cancelable: true,
        });
        document.elementFromPoint(spot.clientX, spot.clientY)?.dispatchEvent(click);
      };
      const seen = () => [...document.querySelectorAll(moved)].map((one) => one.textContent).join();
      const [before, began] = [seen(), performance.now()];
      tap();
      while (seen() === before) await new Promise(requestAnimationFrame);
      if (performance.now() - began < 450) tap();
    }, moved);
  };
  const remove = page.getByRole('button', { name: /^Remove / });
  await expect(remove).toHaveCount(2);
  await tapTwice(remove.last(), '.crowd-removed');
  await expect(remove).toHaveCount(1);
  // What the room says of a later switch comes after what it said of any before.
  await remote.flip(/Hide names/);
  await expect(remove).toHaveCount(1);
  for (const pupil of pupils) pupil.leave();
});

test('[CLASS34] a vote ends with its task, a tile that is drawn anew is asked about again, also while pens are frozen', async ({
  arrive,
  server,
}) => {
  const { code, stage, remote } = await openStage({ arrive, url: server.url });
  const { page } = await arrive(`/${code}`, PHONE);
  const pupil = await Pupil.come(server.url, code);
  const leaders = stage.page.getByTestId('leaders');
  const vote = page.getByTestId('vote');
  await remote.start('fool', 7);
  await expect(page.getByTestId('banner')).toContainText('Fool the network');
  await pupil.draw(penDigit(4));
  await remote.flip(/Freeze/);
  await expect(page.getByTestId('banner')).toContainText('The host has frozen the pens.');
  await page.getByRole('button', { name: 'Vote' }).click();
  await vote.getByRole('button', { name: '7', exact: true }).click();
  await expect(vote).toContainText('You have seen them all.');
  await expect(leaders.locator('.leaders-first')).toHaveText(/^\d+\s?%$/);
  await remote.flip(/Freeze/);
  await pupil.draw(penDigit(1), 500);
  await expect(leaders).toContainText('Nobody yet');
  await expect(vote.getByRole('button', { name: '7', exact: true })).toBeVisible();

  await remote.start('draw', 3);
  await expect(page.getByTestId('banner')).toContainText('Draw a three');
  await expect(vote).toHaveCount(0);
  await remote.start('fool', 7);
  await expect(page.getByRole('button', { name: 'Vote' })).toBeVisible();
  await expect(vote).toHaveCount(0);
  await page.getByRole('button', { name: 'Vote' }).click();
  await expect(vote).toBeVisible();
  await remote.flip(/Curtain/);
  await expect(vote).toHaveCount(0);
  await remote.flip(/Curtain/);
  await expect(page.getByRole('button', { name: 'Vote' })).toBeVisible();
  await expect(vote).toHaveCount(0);
  pupil.leave();
});

test('[CLASS35] [CLASS57] behind the curtain the stage shows no tile, nor what the running task’s drawings are taken for', async ({
  arrive,
  server,
}) => {
  const { code, stage, remote } = await openStage({ arrive, url: server.url });
  const pupil = await Pupil.come(server.url, code);
  await remote.start('draw', 4);
  await expect(stage.page.getByRole('heading', { name: 'Draw a four' })).toBeVisible();
  await pupil.draw(penDigit(4));
  await expect(stage.page.getByTestId('tiles').locator('.tile-said')).toHaveText('4');
  await remote.nth('Show', 0).click();
  await stage.says(4);
  await remote.flip(/Curtain/);
  await expect(stage.page.getByText('The curtain is down.')).toBeVisible();
  await expect(stage.page.getByTestId('stage-board')).toHaveCount(0);
  await expect(stage.page.getByTestId('tiles').locator('canvas')).toBeHidden();
  await stage.page.keyboard.press('m');
  const matrix = stage.page.getByTestId('matrix');
  await expect(matrix).toContainText('Nothing yet');
  await remote.flip(/Curtain/);
  const cell = matrix.getByRole('button', { name: '4 read as 4: 1' });
  await cell.click();
  await expect(matrix.getByRole('dialog')).toBeVisible();
  await remote.flip(/Curtain/);
  await expect(matrix).toContainText('Nothing yet');
  await expect(matrix.getByRole('dialog')).toHaveCount(0);
  await expect(matrix).toBeFocused();
  await remote.flip(/Curtain/);
  await expect(cell).toBeVisible();
  await expect(matrix.getByRole('dialog')).toHaveCount(0);
  await expect(matrix.locator('table')).not.toHaveAttribute('inert');
  await stage.page.keyboard.press('Escape');
  await stage.says(4);
  pupil.leave();
});

test('[CLASS36] what the remote says of its line covers no words by half', async ({ arrive }) => {
  const server = await ServerProcess.start();
  const { remote } = await openStage({ arrive, url: server.url });
  const { page } = remote;
  await expect(page.getByRole('button', { name: 'Clear everything' })).toBeVisible();
  await server.end('SIGTERM');
  const status = page.getByTestId('status');
  await expect(status).toHaveText('offline');
  const box = await status.boundingBox();
  const window = page.viewportSize();
  expect(box?.x).toBe(0);
  expect(box?.width).toBe(window?.width);
  expect((box?.y ?? 0) + (box?.height ?? 0)).toBe(window?.height);
  await server.dispose();
});

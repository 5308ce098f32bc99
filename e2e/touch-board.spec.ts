import { makeClass, PROJECTOR } from './class-room.ts';
import { expect, test } from './fixtures.ts';
import { finger } from './hand.ts';
import { penDigit } from './pen.ts';
import { Pupil } from './pupil.ts';

test.describe.configure({ timeout: 120_000 });

const BOARD = { ...PROJECTOR, touch: true };

test('[CLASS64] a board that is only touched has the stage’s keys, where a finger rests on it', async ({
  arrive,
  server,
}) => {
  const { code, key } = await makeClass(server.url);
  const { page } = await arrive(`/${code}/stage#${key}`, BOARD);
  const touch = finger(await page.context().newCDPSession(page));
  const keys = page.getByRole('dialog', { name: 'Keys' });
  const press = (name: RegExp) => keys.getByRole('button', { name }).tap();
  const hold = async () => {
    await touch.down(900, 620);
    await expect(keys).toBeVisible();
    await touch.up();
  };
  await expect(page.getByTestId('lobby')).toContainText('Hold a finger on the stage');
  await hold();
  await expect(keys).toBeFocused();
  for (const one of await keys.getByRole('button').all()) {
    const box = await one.boundingBox();
    expect.soft(Math.min(box?.width ?? 0, box?.height ?? 0)).toBeGreaterThanOrEqual(44);
  }
  const paper = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  const light = await paper();
  await press(/^T /);
  await expect.poll(paper).not.toBe(light);
  // Looks are tried one after the other: the keys stay.
  await press(/^F /);
  await expect.poll(() => page.evaluate(() => document.fullscreenElement !== null)).toBe(true);
  await expect(keys).toHaveCount(0);
  await hold();
  await press(/^M /);
  await expect(page.getByTestId('matrix')).toBeVisible();
  await hold();
  await page.touchscreen.tap(80, 900);
  await expect(keys).toHaveCount(0);
  await expect(page.getByTestId('matrix')).toBeVisible();
  await hold();
  await press(/^Esc /);
  await expect(page.getByTestId('lobby')).toBeVisible();
  const pupil = await Pupil.come(server.url, code);
  await pupil.draw(penDigit(4));
  await expect(page.getByTestId('tiles').getByRole('figure')).toHaveCount(1);
  await hold();
  await press(/^→ /);
  await expect(page.getByTestId('stage-board')).toBeVisible();
  await press(/^\? /);
  // On the paper, too, where a finger moves the drawing.
  await hold();
  await press(/^R /);
  await expect(page.getByRole('dialog', { name: 'Remote' })).toBeVisible();
  await hold();
  await press(/^G /);
  await expect(page.getByTestId('tiles')).toBeVisible();
  pupil.leave();
});

test('[CLASS64] the list of keys has those that do something in this room', async ({ arrive }) => {
  const ada = await arrive('/');
  const stage = await arrive(`/${await ada.code()}/stage`, PROJECTOR);
  await expect(stage.page.getByTestId('stage-board')).toBeVisible();
  await stage.page.keyboard.press('?');
  const keys = stage.page.getByRole('dialog', { name: 'Keys' });
  await expect(keys.getByRole('button', { name: /^M / })).toBeVisible();
  for (const none of [/^B /, /^G /, /^→ /, /^R /]) {
    await expect(keys.getByRole('button', { name: none })).toHaveCount(0);
  }
  await stage.page.keyboard.press('Tab');
  await stage.page.keyboard.press('Tab');
  await stage.page.keyboard.press('Tab');
  await expect(keys.getByRole('button', { name: /^C / })).toBeFocused();
  await stage.page.keyboard.press('Enter');
  await expect(stage.page.getByTestId('lobby')).toBeVisible();
  await expect(keys).toHaveCount(0);
});

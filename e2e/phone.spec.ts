import type { Page } from '@playwright/test';
import { makeClass, PHONE, Remote } from './class-room.ts';
import { expect, test } from './fixtures.ts';
import { finger } from './hand.ts';
import { penDigit } from './pen.ts';
import { Pupil } from './pupil.ts';

test.describe.configure({ timeout: 240_000 });

const on = (width: number, height: number) => ({ touch: true, viewport: { width, height } });
const UPRIGHT = [on(320, 568), on(360, 640)];
const ON_ITS_SIDE = [on(568, 320), on(667, 375), on(844, 390)];
const LANGUAGES = ['en', 'ar', 'de', 'es', 'fr', 'pt'];

/** What lies over a tile, or is cut off by the screen. */
function inTheWay(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const boxOf = (element: Element) => element.getBoundingClientRect();
    const tile = boxOf(document.querySelector('.tile-edge') as Element);
    const over = [...document.querySelectorAll('.banner, .tool, .head button, .panel')].filter(
      (element) => {
        const { left, right, top, bottom } = boxOf(element);
        return left < tile.right && right > tile.left && top < tile.bottom && bottom > tile.top;
      },
    );
    const cut = [...document.querySelectorAll('.bar, .banner, .tool, .tile-edge')].filter((e) => {
      const { left, right, top, bottom } = boxOf(e);
      return left < 0 || top < 0 || right > innerWidth || bottom > innerHeight;
    });
    const small = Math.min(tile.width, tile.height) < 200 ? ['a small tile'] : [];
    return [...over, ...cut].map(({ className }) => String(className)).concat(small);
  });
}

/** Controls and people of an open popover that cannot be reached, also not by scrolling it. */
function outOfReach(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const popover = document.querySelector('.popover') as Element;
    const { left, right, top, bottom } = popover.getBoundingClientRect();
    const inside = left >= 0 && top >= 0 && right <= innerWidth && bottom <= innerHeight;
    const lost = [...popover.querySelectorAll('button, a, input:not([hidden]), li')].filter((e) => {
      e.scrollIntoView({ block: 'nearest' });
      const box = e.getBoundingClientRect();
      const found = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
      return !e.contains(found);
    });
    return [...(inside ? [] : ['the popover']), ...lost.map((e) => e.textContent ?? '')];
  });
}

test('[PHONE1] on a small phone a tile lies where nothing covers it, and a pen draws wherever on it it comes down', async ({
  arrive,
  server,
  truth,
}) => {
  const { code, key } = await makeClass(server.url);
  const remote = new Remote((await arrive(`/${code}/remote#${key}`, PHONE)).page);
  await remote.start('fool', 8);
  const visits = [
    ...[...UPRIGHT, ...ON_ITS_SIDE].map((phone) => ({ phone, lang: 'en' })),
    ...['ar', 'de'].map((lang) => ({ phone: on(320, 568), lang })),
  ];
  let strokes = 0;
  for (const { phone, lang } of visits) {
    const { page } = await arrive(`/${code}?lang=${lang}`, phone);
    const what = `${lang}, ${phone.viewport.width} × ${phone.viewport.height}`;
    await expect(page.getByTestId('banner')).toBeVisible();
    await expect(page.locator('html')).toHaveAttribute('lang', lang);
    await expect.poll(() => inTheWay(page), what).toEqual([]);
    const tile = await page.locator('.tile-edge').boundingBox();
    if (!tile) throw new Error('no tile');
    const touch = finger(await page.context().newCDPSession(page));
    for (const [x, y] of [
      [0.06, 0.06],
      [0.5, 0.06],
      [0.9, 0.06],
      [0.06, 0.9],
      [0.9, 0.9],
    ] as const) {
      const at = { x: tile.x + x * tile.width, y: tile.y + y * tile.height };
      await touch.down(at.x, at.y);
      for (let i = 1; i <= 4; i++) await touch.move(at.x + 3 * i, at.y + 3 * i);
      await touch.up();
      strokes++;
    }
    await truth.strokes(code, strokes);
  }
});

test('[CLASS61] on a phone the ribbon, what the network sees and the look inside are reached by scrolling the panel', async ({
  arrive,
}) => {
  const ada = await arrive('/', on(360, 740));
  const { page } = ada;
  await ada.draw(penDigit(7));
  await ada.says(7);
  const panel = page.getByRole('complementary');
  // The drawing keeps its room: what is below the bars takes none of it.
  expect((await panel.boundingBox())?.height).toBe(240);
  const ribbon = page.getByRole('slider', { name: 'Rewind the drawing' });
  await panel.evaluate((element) => element.scrollTo(0, 180));
  await expect(ribbon).toBeInViewport({ ratio: 1 });
  const boxOf = async () => (await ribbon.boundingBox()) ?? { x: 0, y: 0 };
  const touch = finger(await page.context().newCDPSession(page));
  const back = page.getByRole('button', { name: 'back to now' });
  // Along it a finger rewinds; across it, it scrolls on and rewinds nothing.
  const { x, y } = await boxOf();
  await expect(async () => {
    await touch.down(x + 40, y + 60);
    for (let i = 1; i <= 8; i++) await touch.move(x + 40 + 8 * i, y + 60);
    await touch.up();
    // The last reading may come late, and ends a rewinding.
    await expect(back).toBeVisible({ timeout: 1000 });
  }).toPass();
  await ribbon.press('End');
  await expect(back).toHaveCount(0);
  await touch.down(x + 90, y + 90);
  for (let i = 1; i <= 8; i++) await touch.move(x + 90, y + 90 - 8 * i);
  await touch.up();
  await expect.poll(async () => (await boxOf()).y).toBeLessThan(y);
  await expect(back).toHaveCount(0);
  await page.getByTestId('seen').scrollIntoViewIfNeeded();
  await expect(page.getByTestId('seen')).toBeInViewport({ ratio: 1 });
  await page.getByRole('button', { name: 'Look inside' }).tap();
  await expect(page.getByTestId('inside')).toBeVisible();
});

test('[PHONE2] a banner that comes while the pen is down does not move the paper under it', async ({
  arrive,
  server,
}) => {
  const { code, key } = await makeClass(server.url);
  const remote = new Remote((await arrive(`/${code}/remote#${key}`, PHONE)).page);
  const { page } = await arrive(`/${code}`, on(844, 390));
  const edge = page.locator('.tile-edge');
  await expect(edge).toBeVisible();
  const before = await edge.boundingBox();
  const touch = finger(await page.context().newCDPSession(page));
  await touch.down(280, 200);
  await touch.move(300, 220);
  await remote.start('fool', 8);
  await expect(page.getByTestId('banner')).toBeVisible();
  expect(await edge.boundingBox()).toEqual(before);
  await touch.up();
  await expect.poll(() => inTheWay(page)).toEqual([]);
  expect(await edge.boundingBox()).not.toEqual(before);
});

test('[PHONE3] whatever opens from the head is within reach, on any phone and at 200 %', async ({
  arrive,
  server,
}) => {
  const { code } = await makeClass(server.url);
  const pupils: Pupil[] = [];
  while (pupils.length < 9) pupils.push(await Pupil.come(server.url, code));
  // Half of 1280 × 800 is what a window of that size has at 200 %.
  for (const size of [...UPRIGHT, ...ON_ITS_SIDE, on(320, 480), on(640, 400)]) {
    const { page, invite } = await arrive(`/${code}`, size);
    const what = `${size.viewport.width} × ${size.viewport.height}`;
    await page.getByRole('button', { name: 'people here' }).click();
    await expect(page.locator('.people')).toBeVisible();
    expect.soft(await outOfReach(page), `people, ${what}`).toEqual([]);
    await invite.click();
    await expect(page.locator('.invite .qr')).toBeVisible();
    expect.soft(await outOfReach(page), `invite, ${what}`).toEqual([]);
    await page.getByRole('button', { name: 'Take it with you' }).last().tap();
    await expect(page.locator('.take')).toBeVisible();
    expect.soft(await outOfReach(page), `take, ${what}`).toEqual([]);
  }
  for (const pupil of pupils) pupil.leave();
});

test('[PHONE4] the head fits the narrowest phone with a full class, in every language', async ({
  arrive,
  server,
}) => {
  const { code } = await makeClass(server.url);
  const pupils: Pupil[] = [];
  while (pupils.length < 30) pupils.push(await Pupil.come(server.url, code));
  for (const lang of LANGUAGES) {
    const { page } = await arrive(`/${code}?lang=${lang}`, on(320, 568));
    await expect(page.locator('html')).toHaveAttribute('lang', lang);
    await expect(page.locator('.avatar-more')).toBeVisible();
    const ends = await page
      .locator('.wordmark, .avatars, .head-invite > button')
      .evaluateAll((all) =>
        all
          .map((element) => element.getBoundingClientRect())
          .sort((a, b) => a.left - b.left)
          .flatMap(({ left, right }) => [left, right]),
      );
    // One after the other, from edge to edge.
    expect.soft([0, ...ends, 320], lang).toEqual([0, ...ends, 320].sort((a, b) => a - b));
  }
  for (const pupil of pupils) pupil.leave();
});

test('[PHONE6] a touch of the wordmark leaves no room; a new one is started from Invite', async ({
  arrive,
  server,
}) => {
  const { code } = await makeClass(server.url);
  const { page, invite } = await arrive(`/${code}`, PHONE);
  await expect(invite).toBeEnabled();
  await page.touchscreen.tap(50, 32);
  await expect(page.locator('.head a')).toHaveCount(0);
  await invite.click();
  const anew = page.getByRole('link', { name: 'Start a new room' });
  // It is one already.
  await expect(page.getByRole('link', { name: 'Start a new class' })).toHaveCount(0);
  await anew.click();
  await expect.poll(() => new URL(page.url()).pathname).toMatch(/^\/[A-Z]{6}$/);
  expect(new URL(page.url()).pathname).not.toBe(`/${code}`);
});

test('[PHONE7] pressing the room’s code selects nothing', async ({ arrive }) => {
  const { page } = await arrive('/', { viewport: { width: 1280, height: 800 } });
  await page.locator('.code').click();
  await expect(page.locator('.take')).toBeVisible();
  expect(await page.evaluate(() => String(getSelection()))).toBe('');
});

test('[A11Y21] the look inside and the vote give the focus back to the button that opened them', async ({
  arrive,
  server,
}) => {
  const { code, key } = await makeClass(server.url);
  const remote = new Remote((await arrive(`/${code}/remote#${key}`, PHONE)).page);
  await remote.start('fool', 8);
  const { page } = await arrive(`/${code}`, { viewport: { width: 1280, height: 800 } });
  // Their own tile takes the place of the board once the room has told which it is.
  await expect(page.locator('.tile-edge')).toBeVisible();
  for (const [name, panel] of [
    ['Look inside', 'inside'],
    ['Vote', 'vote'],
  ] as const) {
    const opens = page.getByRole('button', { name });
    await opens.focus();
    for (const close of ['Escape', 'Enter']) {
      await page.keyboard.press('Enter');
      await expect(page.getByTestId(panel)).toBeFocused();
      // From the panel, Tab goes to its button to close it.
      if (close === 'Enter') await page.keyboard.press('Tab');
      await page.keyboard.press(close);
      await expect(page.getByTestId(panel)).toHaveCount(0);
      await expect(opens).toBeFocused();
    }
  }
});

test('[LOOK41] while one looks inside, the tools cover no word of the status', async ({
  arrive,
}) => {
  const { page } = await arrive('/', { viewport: { width: 1280, height: 800 } });
  await page.getByRole('button', { name: 'Look inside' }).click();
  await expect(page.getByTestId('inside')).toBeVisible();
  const status = await page.locator('.status').boundingBox();
  const tools = await page.getByRole('toolbar').boundingBox();
  if (!status || !tools) throw new Error('nothing to compare');
  expect(status.y + status.height).toBeLessThanOrEqual(tools.y);
});

test('[PHONE8] whoever moved away from the drawing is offered the way back', async ({ arrive }) => {
  const ada = await arrive('/', PHONE);
  const hand = await ada.draw(penDigit(7));
  await ada.says(7);
  const back = ada.page.getByRole('button', { name: 'Show all' });
  await expect(back).toHaveCount(0);
  await ada.page.mouse.move(20, 90);
  await ada.page.keyboard.down('Control');
  for (let i = 0; i < 10; i++) await ada.page.mouse.wheel(0, -200);
  await ada.page.keyboard.up('Control');
  await back.tap();
  await expect(back).toHaveCount(0);
  await ada.shows(hand.way);
});

test('[PHONE9] what is read of ink at the upper edge of a tile is said on the tile', async ({
  arrive,
  server,
}) => {
  const { code, key } = await makeClass(server.url);
  const remote = new Remote((await arrive(`/${code}/remote#${key}`, PHONE)).page);
  await remote.start('fool', 8);
  const student = await arrive(`/${code}`, on(320, 568));
  const edge = student.page.locator('.tile-edge');
  await expect(student.page.getByTestId('banner')).toBeVisible();
  await expect(edge).toBeVisible();
  await expect.poll(() => inTheWay(student.page)).toEqual([]);
  // It begins above the tile, under the banner's edge, and goes down it.
  await student.draw(penDigit(8), { x: 0.5, y: 0.5, size: 0.6 });
  const said = student.page.getByTestId('mark');
  await expect(said).toBeVisible();
  const tile = await edge.boundingBox();
  await expect.poll(async () => (await said.boundingBox())?.y).toBeGreaterThanOrEqual(tile?.y ?? 0);
});

import type { Page } from '@playwright/test';
import { findings } from './axe.ts';
import { makeClass, openClass, PHONE, PROJECTOR } from './class-room.ts';
import { expect, test } from './fixtures.ts';
import { penDigit } from './pen.ts';
import { Pupil } from './pupil.ts';

// A whole class of browsers on one machine takes its time.
test.describe.configure({ timeout: 240_000 });

/** Every text on a stage whose contrast with what lies behind it is below 7 : 1. */
function faintTexts(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const pixel = new OffscreenCanvas(1, 1).getContext('2d', { willReadFrequently: true });
    const luminance = (color: string) => {
      if (!pixel) throw new Error('no canvas');
      pixel.fillStyle = color;
      pixel.fillRect(0, 0, 1, 1);
      const [r = 0, g = 0, b = 0] = [...pixel.getImageData(0, 0, 1, 1).data].map((byte) => {
        const c = byte / 255;
        return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
      });
      return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    };
    const behind = (element: Element): string => {
      const box = element.getBoundingClientRect();
      const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
      const band = document.elementsFromPoint(x, y).find((e) => e.classList.contains('band'));
      if (band && element.classList.contains('band-label')) return getComputedStyle(band).fill;
      for (let at: Element | null = element; at; at = at.parentElement) {
        const { backgroundColor } = getComputedStyle(at);
        if (!/^rgba\(.*, 0\)$|\/ 0\)$/.test(backgroundColor)) return backgroundColor;
      }
      return '#ffffff';
    };
    const faint: string[] = [];
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) {
      const { parentElement: element, textContent } = texts.currentNode;
      if (!element || !textContent?.trim() || element.closest('.unseen')) continue;
      if (!element.checkVisibility({ visibilityProperty: true })) continue;
      const [a = 0, b = 0] = [getComputedStyle(element).color, behind(element)]
        .map(luminance)
        .sort((one, other) => other - one);
      const ratio = (a + 0.05) / (b + 0.05);
      if (ratio < 7) faint.push(`${textContent.trim()}: ${ratio.toFixed(2)}`);
    }
    return faint;
  });
}

/** What lies outside of the screen, or is cut off by the element that holds it. */
function cutOff(page: Page, selector: string): Promise<string[]> {
  return page.evaluate((selector) => {
    return [...document.querySelectorAll(selector)].flatMap((element) => {
      const box = element.getBoundingClientRect();
      const inside =
        box.left >= 0 && box.top >= 0 && box.right <= innerWidth && box.bottom <= innerHeight;
      return inside ? [] : [`${element.textContent?.trim()}: ${box.x},${box.y}–${box.bottom}`];
    });
  }, selector);
}

for (const theme of ['light', 'dark', 'contrast']) {
  test(`[CLASS9] axe finds nothing on any page of a class, and the stage has 7 : 1, ${theme}`, async ({
    arrive,
    server,
    truth,
  }) => {
    const { code, stage, remote, students } = await openClass(
      { arrive, url: server.url },
      `?theme=${theme}`,
    );
    const look = async (what: string) => {
      expect.soft(await findings(stage.page), what).toEqual([]);
      expect.soft(await faintTexts(stage.page), what).toEqual([]);
    };
    const { keyboard } = stage.page;
    await expect(stage.page.getByTestId('lobby').getByRole('listitem')).toHaveCount(3);
    await look('lobby');
    await remote.start('draw', 7);
    await students[0].draw(penDigit(7));
    await students[1].draw(penDigit(1));
    await expect.poll(async () => (await truth.canvas(code)).readings.length).toBe(2);
    await expect(stage.page.locator('[data-percent="50"]')).toBeVisible();
    await look('grid');
    await keyboard.press('?');
    await look('keys');
    await keyboard.press('Escape');
    await keyboard.press('m');
    await expect(stage.page.getByTestId('matrix')).toContainText('50 %');
    await look('matrix');
    await stage.page.getByRole('button', { name: '7 read as 1: 1' }).click();
    await look('cell');
    await keyboard.press('Escape');
    await keyboard.press('Escape');
    await remote.nth('Show', 0).click();
    await stage.says(7);
    await look('spotlight');
    await keyboard.press('i');
    await expect(stage.page.locator('.inside-layer').first()).toBeVisible();
    await look('inside');
    await keyboard.press('Escape');
    expect.soft(await findings(remote.page), 'remote').toEqual([]);
    await remote.start('fool', 7);
    await students[0].draw(penDigit(1));
    await students[1].page.getByRole('button', { name: 'Vote' }).click();
    await expect(students[1].page.getByTestId('vote').locator('canvas')).toBeVisible();
    expect.soft(await findings(students[1].page), 'vote').toEqual([]);
    await expect(stage.page.getByTestId('leaders')).toBeVisible();
    await look('fool');
    await remote.press('Board');
    await students[2].draw(penDigit(2));
    await stage.says(2);
    await look('board');
    await remote.end();
    await expect(stage.ending).toBeVisible();
    await look('ended');
    await expect(remote.page.getByTestId('downloads')).toBeVisible();
    expect.soft(await findings(remote.page), 'report').toEqual([]);
    await expect(students[0].ending).toBeVisible();
    expect.soft(await findings(students[0].page), 'ending').toEqual([]);
  });
}

test('[CLASS1] thirty-six tiles and sixty names fit the stage: nothing is cut off', async ({
  arrive,
  server,
}) => {
  const { code, key } = await makeClass(server.url);
  const stage = await arrive(`/${code}/stage#${key}`, PROJECTOR);
  const pupils: Pupil[] = [];
  const come = async (count: number) => {
    while (pupils.length < count) pupils.push(await Pupil.come(server.url, code));
  };
  await come(60);
  const names = stage.page.getByTestId('lobby').getByRole('listitem');
  await expect(names).toHaveCount(60);
  expect(await cutOff(stage.page, '.lobby-wall li, .lobby-code, .lobby .qr')).toEqual([]);
  const qr = await stage.page.getByTestId('lobby').getByRole('img').boundingBox();
  expect(qr?.height).toBeGreaterThan(1080 / 3);

  for (const pupil of pupils.splice(36)) pupil.leave();
  await Promise.all(pupils.map((pupil, i) => pupil.draw(penDigit(i % 10, i))));
  await expect(stage.page.locator('figure.tile')).toHaveCount(36);
  await expect
    .poll(() => cutOff(stage.page, 'figure.tile, .stage-title, .stage-way .qr'))
    .toEqual([]);
  // A twelfth of the screen is what the back row can make out.
  const tile = await stage.page.locator('.tile-paper').first().boundingBox();
  expect(Math.min(tile?.width ?? 0, tile?.height ?? 0)).toBeGreaterThan(1080 / 12);
  for (const pupil of pupils) pupil.leave();
});

test('[CLASS16] "100 %" fits its column on every projector, as two figures do', async ({
  arrive,
  server,
}) => {
  const stage = await arrive('/?kind=class&show=stage&task=draw&digit=7', PROJECTOR);
  const pupil = await Pupil.come(server.url, await stage.code());
  // What is drawn before the task has begun is not its.
  await expect(stage.page.getByRole('heading', { name: 'Draw a seven' })).toBeAttached();
  await pupil.draw(penDigit(7));
  await expect(stage.page.locator('[data-percent="100"]')).toBeVisible();
  for (const [width, height] of [
    [1024, 768],
    [1280, 720],
    [1280, 800],
    [1920, 1080],
  ] as const) {
    await stage.page.setViewportSize({ width, height });
    const number = '.verdict-number, .verdict-number small';
    await expect.poll(() => cutOff(stage.page, number), `${width} × ${height}`).toEqual([]);
  }
  pupil.leave();
});

test('[CLASS11] at 200 % nothing is lost: remote, student and stage', async ({
  arrive,
  server,
}) => {
  const { code, key } = await makeClass(server.url);
  // Twice the zoom is half the page's pixels; 320 is the narrowest that a page must flow into (WCAG 1.4.10).
  const narrow = { ...PHONE, viewport: { width: 195, height: 422 } };
  const remote = await arrive(`/${code}/remote#${key}`, narrow);
  const student = await arrive(`/${code}`, { ...PHONE, viewport: { width: 320, height: 480 } });
  const desk = await arrive(`/${code}`, { viewport: { width: 640, height: 400 } });
  const stage = await arrive(`/${code}/stage#${key}`, { viewport: { width: 960, height: 540 } });
  await expect(remote.page.getByRole('switch').first()).toBeVisible();
  await expect(stage.page.getByTestId('lobby').getByRole('listitem')).toHaveCount(2);
  const pages = [remote, student, desk, stage];
  for (const { page } of pages) {
    const [wide, has] = await page.evaluate(() => [
      document.documentElement.scrollWidth,
      innerWidth,
    ]);
    expect.soft(wide, page.url()).toBeLessThanOrEqual(has ?? 0);
    const outside = await page.evaluate(() =>
      [...document.querySelectorAll('button, a, input')]
        .filter((control) => control.checkVisibility() && !control.matches('.mark-said'))
        .filter((control) => {
          const { left, right, width } = control.getBoundingClientRect();
          return width > 1 && (left < -1 || right > innerWidth + 1);
        })
        .map((control) => control.getAttribute('aria-label') ?? control.textContent),
    );
    expect.soft(outside, page.url()).toEqual([]);
  }
});

/** Every text and every name of a control that a page shows. */
function said(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const all: string[] = [];
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) {
      if (texts.currentNode.parentElement?.closest('noscript')) continue;
      all.push(texts.currentNode.textContent?.trim() ?? '');
    }
    for (const element of document.querySelectorAll('[aria-label], [title], [placeholder]')) {
      for (const name of ['aria-label', 'title', 'placeholder']) {
        all.push(element.getAttribute(name)?.trim() ?? '');
      }
    }
    return all;
  });
}

// What a dictionary lacks, `words.test.ts` finds in all of them; here it is what never went into one.
for (const lang of ['ar', 'de']) {
  test(`[CLASS12] no word of English is left on any page of a class, ${lang}`, async ({
    arrive,
    server,
  }) => {
    const { code, key } = await makeClass(server.url);
    const pupil = await Pupil.come(server.url, code);
    const sayAll = async (language: string) => {
      const remote = await arrive(`/${code}/remote?lang=${language}#${key}`, PHONE);
      await remote.page.getByTestId('task-draw').click();
      const stage = await arrive(`/${code}/stage?lang=${language}#${key}`, PROJECTOR);
      const student = await arrive(`/${code}?lang=${language}`, PHONE);
      await student.saved();
      const all = new Set<string>();
      const hear = async (page: Page) => {
        for (const text of await said(page)) all.add(text);
      };
      await hear(remote.page);
      await stage.page.getByTestId('stage').waitFor();
      if ((await stage.page.getByTestId('lobby').count()) === 0)
        await stage.page.keyboard.press('c');
      await stage.page.getByTestId('lobby').waitFor();
      await hear(stage.page);
      await stage.page.keyboard.press('Escape');
      await remote.page.getByTestId('digit-7').click();
      await student.page.getByTestId('banner').waitFor();
      // A task that begins closes what lies open: nothing is opened before the stage has heard of it.
      await stage.page.getByTestId('lobby').waitFor({ state: 'detached' });
      const title = stage.page.locator('.stage-title');
      const banner = (await student.page.getByTestId('banner').innerText()).trim();
      await expect.poll(async () => banner.includes(await title.innerText())).toBe(true);
      await pupil.draw(penDigit(7));
      await remote.page.getByTestId('downloads').getByRole('button').first().waitFor();
      await stage.page.keyboard.press('?');
      for (const { page } of [stage, student, remote]) await hear(page);
      await stage.page.keyboard.press('m');
      await stage.page.getByTestId('matrix').waitFor();
      await hear(stage.page);
      await remote.page.getByTestId('task-stop').click();
      return all;
    };
    const theirs = await sayAll(lang);
    const english = await sayAll('en');
    // Names of files, people, keys and the house are nobody's language; a few short words are the same in two.
    const shared =
      /^(inkling|Inkling|CSV|JSON|SVG|PNG|Esc|[A-Z] ?[a-z]?|\W*)$|^[A-Z][a-z]+ [A-Z][a-z]+(: \d)?$/;
    const same = new Set(['Code', 'Link', 'Remote', 'Start', 'Stopp']);
    const left = [...theirs].filter(
      (text) =>
        english.has(text) && /[a-z]{2}/i.test(text) && !shared.test(text) && !same.has(text),
    );
    expect(left.filter((text) => !text.includes(code) && !text.startsWith('localhost'))).toEqual(
      [],
    );
    pupil.leave();
  });
}

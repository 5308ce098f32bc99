/** Takes the pictures of the README from the running app and keeps them in `docs/images/`: `npm run screenshots`. */
import { join } from 'node:path';
import { type Browser, type BrowserContextOptions, chromium } from '@playwright/test';
import { penDigit } from '../e2e/pen.ts';
import { RoomPage, type Spot } from '../e2e/room-page.ts';
import { ServerProcess } from '../e2e/server.ts';
import { Truth } from '../e2e/truth.ts';
import { findChromium } from './setup/machine.mjs';
import { ensureBuilt } from './setup/make.mjs';

const FOLDER = join(import.meta.dirname, '../docs/images');
const DESK = { width: 1440, height: 900 };
const PHONE = { width: 390, height: 844 };
const PROJECTOR = { width: 1600, height: 900 };

await ensureBuilt();
const server = await ServerProcess.start();
const truth = new Truth(server);
const executablePath = findChromium();
const browser: Browser = await chromium.launch({
  ...(executablePath ? { executablePath } : {}),
  args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--no-first-run'],
});

async function arrive(path: string, options: BrowserContextOptions = {}): Promise<RoomPage> {
  const context = await browser.newContext({ viewport: DESK, baseURL: server.url, ...options });
  const page = await context.newPage();
  await page.goto(path);
  return new RoomPage(page);
}

/** Waits for what moves to come to rest: fonts, fades, the ribbon. */
async function take(who: RoomPage, name: string): Promise<void> {
  await who.page.evaluate(() => document.fonts.ready);
  await who.page.evaluate(() => Promise.all(document.getAnimations().map((a) => a.finished)));
  await who.page.screenshot({ path: join(FOLDER, `${name}.png`) });
  console.log(`docs/images/${name}.png`);
}

/** Writes digits side by side. */
async function number(who: RoomPage, digits: readonly number[], at: Spot): Promise<void> {
  for (const [i, digit] of digits.entries()) {
    await who.draw(penDigit(digit, 2), { ...at, x: at.x + i * 0.13 });
  }
}

async function room(
  colorScheme: 'light' | 'dark',
  name: string,
  beforeTheLast: (code: string) => Promise<void> = async () => {},
): Promise<void> {
  const first = await arrive('/', { colorScheme });
  const code = await first.code();
  const second = await arrive(`/${code}`, { colorScheme });
  await second.saved();
  await number(first, [2, 0, 2, 6], { x: 0.2, y: 0.38, size: 0.2 });
  await truth.reads(code, 2, 0, 2, 6);
  await beforeTheLast(code);
  const hand = await second.hand(penDigit(4, 1), { x: 0.52, y: 0.72, size: 0.24 });
  await hand.finish();
  await second.says(4);
  await second.saved();
  await take(second, name);
}

async function phone(): Promise<void> {
  const one = await arrive('/', { viewport: PHONE, hasTouch: true, deviceScaleFactor: 2 });
  await one.code();
  await one.draw(penDigit(7, 6), { x: 0.5, y: 0.48, size: 0.6 });
  await one.says(7);
  await one.saved();
  await take(one, 'phone');
}

async function classStage(): Promise<void> {
  const stage = await arrive('/?kind=class&show=stage', { viewport: PROJECTOR });
  const code = await stage.code();
  const digits = [3, 8, 5, 0, 7, 2];
  for (const [i, digit] of digits.entries()) {
    const pupil = await arrive(`/${code}`, { viewport: PHONE });
    await pupil.saved();
    await pupil.draw(penDigit(digit, i), { x: 0.5, y: 0.5, size: 0.6 });
    await pupil.saved();
  }
  await take(stage, 'stage-class');
}

try {
  let stage: RoomPage | null = null;
  await room('light', 'room', async (code) => {
    stage = await arrive(`/${code}/stage`, { viewport: PROJECTOR });
    await stage.page.getByText('2026').first().waitFor();
  });
  if (stage) await take(stage, 'stage-board');
  await room('dark', 'room-dark');
  await phone();
  await classStage();
} finally {
  await browser.close();
  await server.dispose();
}

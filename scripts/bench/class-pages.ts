import { type Browser, type BrowserContextOptions, chromium, type Page } from '@playwright/test';
import { penDigits } from '../../e2e/pen.ts';
import { Pupil } from '../../e2e/pupil.ts';
import { ServerProcess } from '../../e2e/server.ts';
import { findChromium } from '../setup/machine.mjs';
import { newClass } from './class-truth.ts';
import { short, spread, spreadInWords } from './figures.ts';
import type { Row } from './table.ts';

const PROJECTOR = { viewport: { width: 1920, height: 1080 } };
const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true };
const TILES = 36;
const WATCHED_MS = 5000;
const NOTE = 'Chromium, software rendering, browser, server and clients on the same two cores';

/** A browser that can open pages of a server as different people. */
class Pages {
  private constructor(
    private readonly browser: Browser,
    private readonly url: string,
  ) {}

  static async open(url: string): Promise<Pages> {
    const executablePath = findChromium();
    const browser = await chromium.launch({
      ...(executablePath ? { executablePath } : {}),
      args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--no-first-run'],
    });
    return new Pages(browser, url);
  }

  async arrive(path: string, options: BrowserContextOptions): Promise<Page> {
    const context = await this.browser.newContext({ ...options, baseURL: this.url });
    const page = await context.newPage();
    await page.goto(path);
    return page;
  }

  close(): Promise<void> {
    return this.browser.close();
  }
}

/** From the click on "Start a new class" to the lobby with its QR code and the room's code, in ms. */
async function oneClick(pages: Pages): Promise<Row> {
  const times: number[] = [];
  for (let i = 0; i < 5; i++) {
    const page = await pages.arrive('/', PROJECTOR);
    await page.waitForURL(/\/[A-Z]{6}$/);
    await page.getByRole('button', { name: 'Invite' }).click();
    const link = page.getByRole('link', { name: 'Start a new class' });
    await link.waitFor();
    const began = performance.now();
    await link.click();
    await page.getByTestId('lobby').getByRole('img').waitFor();
    await page.waitForURL(/\/[A-Z]{6}\/stage/);
    times.push(performance.now() - began);
    await page.context().close();
  }
  return {
    what: 'one click makes a class: QR and code on the projector',
    unit: 's',
    measured: (spread(times)?.max ?? Number.NaN) / 1000,
    budget: { must: 2, aim: 1 },
    note: `the slowest of five; ${NOTE}`,
  };
}

/** Frames a second of a stage with so many tiles on which everybody writes. */
async function tiles(pages: Pages, url: string): Promise<Row> {
  const { code, key } = await newClass(url);
  const stage = await pages.arrive(`/${code}/stage?task=draw#${key}`, PROJECTOR);
  const pupils: Pupil[] = [];
  for (let i = 0; i < TILES; i++) pupils.push(await Pupil.come(url, code));
  let over = false;
  const digits = penDigits();
  const writing = pupils.map(async (pupil, i) => {
    for (let n = 0; !over; n++) {
      const digit = digits[(i * 37 + n * 101) % digits.length];
      // A pupil who is cut off ends the writing, not the measurement of everything else.
      if (digit) await pupil.write(digit).catch(() => (over = true));
    }
  });
  await stage
    .locator('figure.tile')
    .nth(TILES - 1)
    .waitFor();
  await stage.waitForTimeout(1500);
  // As text: tsx would give the function inside a name, by a helper that the page does not have.
  const gaps: number[] = await stage.evaluate(`new Promise((done) => {
    const gaps = [];
    const began = performance.now();
    let last = began;
    requestAnimationFrame(function frame(now) {
      gaps.push(now - last);
      last = now;
      if (now - began < ${WATCHED_MS}) requestAnimationFrame(frame);
      else done(gaps.slice(1));
    });
  })`);
  over = true;
  await Promise.all(writing);
  for (const pupil of pupils) pupil.leave();
  await stage.context().close();
  return {
    what: `${TILES} live tiles at 1920 × 1080`,
    unit: 'frames/s',
    measured: (gaps.length / gaps.reduce((sum, gap) => sum + gap, 0)) * 1000,
    budget: { must: 30, aim: 60, more: true },
    note: `between frames: ${spreadInWords(spread(gaps))}; ${NOTE}`,
  };
}

/** Something that the host does, and how a stage and a student's screen look once it is done. */
interface Act {
  readonly name: string;
  do(remote: Page): Promise<void>;
  /** JavaScript expressions that are true when it is to be seen. */
  readonly stage: string;
  readonly student: string;
}

const text = (selector: string, part: string) =>
  `!!document.querySelector('${selector}')?.textContent.includes('${part}')`;
const flip = (name: RegExp) => (remote: Page) => remote.getByRole('switch', { name }).tap();
const press = (name: string) => (remote: Page) =>
  remote.getByRole('button', { name, exact: true }).tap();
const ALWAYS = 'true';
const INKED = `[...document.querySelectorAll('.tile-said')].some((o) => o.textContent === '7')`;

const ACTS: readonly Act[] = [
  {
    name: 'freeze',
    do: flip(/Freeze/),
    stage: ALWAYS,
    student: text('[data-testid=banner]', 'frozen'),
  },
  {
    name: 'thaw',
    do: flip(/Freeze/),
    stage: ALWAYS,
    student: `!${text('[data-testid=banner]', 'frozen')}`,
  },
  {
    name: 'curtain',
    do: flip(/Curtain/),
    stage: `!!document.querySelector('.tiles-curtain')`,
    student: text('[data-testid=banner-aside]', 'curtain'),
  },
  {
    name: 'curtain up',
    do: flip(/Curtain/),
    stage: `!document.querySelector('.tiles-curtain')`,
    student: `!document.querySelector('[data-testid=banner-aside]')`,
  },
  {
    name: 'hide names',
    do: flip(/Hide names/),
    stage: `!/[a-z]/.test(document.querySelector('figcaption')?.textContent ?? 'x')`,
    student: ALWAYS,
  },
  {
    name: 'clear',
    do: press('Clear everything'),
    stage: `!${INKED}`,
    student: `!document.querySelector('.mark')`,
  },
  {
    name: 'undo clear',
    do: press('Undo the clearing'),
    stage: INKED,
    student: `!!document.querySelector('.mark')`,
  },
  {
    name: 'spotlight',
    do: (remote) =>
      remote
        .getByRole('button', { name: /^Show / })
        .first()
        .tap(),
    stage: `!!document.querySelector('[data-testid=stage-board]')`,
    student: ALWAYS,
  },
  {
    name: 'board',
    do: press('Board'),
    stage: `!!document.querySelector('[data-testid=stage-board]')`,
    student: `!!document.querySelector('[data-surface="0"]')`,
  },
  {
    name: 'all tiles',
    do: press('All tiles'),
    stage: `!!document.querySelector('[data-testid=tiles]')`,
    student: `!document.querySelector('[data-surface="0"]')`,
  },
  {
    name: 'task',
    do: async (remote) => {
      await remote.getByTestId('task-fifty').tap();
    },
    stage: text('h2', 'Fifty-fifty'),
    student: text('[data-testid=banner]', 'Fifty-fifty'),
  },
  {
    name: 'stop',
    do: press('Stop'),
    stage: `!${text('h2', 'Fifty-fifty')}`,
    student: `!document.querySelector('[data-testid=banner]')`,
  },
];

/** When an expression became true on a page, by the clock that all pages of a machine share. */
function seenAt(page: Page, isSo: string): Promise<number> {
  return page.evaluate(
    `new Promise((done) => {
      const look = () => {
        if (${isSo}) { stop(); requestAnimationFrame(() => done(performance.timeOrigin + performance.now())); return true; }
      };
      const watch = new MutationObserver(look);
      const stop = () => watch.disconnect();
      if (!look()) watch.observe(document.documentElement, { subtree: true, childList: true, attributes: true, characterData: true });
    })`,
  );
}

/** How long each thing that the host does takes from the tap to the last screen: a stage and three students. */
async function acts(pages: Pages, url: string): Promise<Row[]> {
  const { code, key } = await newClass(url);
  const stage = await pages.arrive(`/${code}/stage#${key}`, PROJECTOR);
  const remote = await pages.arrive(`/${code}/remote#${key}`, PHONE);
  const students: Page[] = [];
  for (let i = 0; i < 3; i++) {
    const student = await pages.arrive(`/${code}`, PHONE);
    await student.locator('[data-mood=well]').waitFor();
    students.push(student);
  }
  await remote.getByTestId('task-draw').tap();
  await remote.getByTestId('digit-7').tap();
  await stage.getByTestId('tiles').waitFor();
  for (const student of students) await drawSeven(student);
  await stage.waitForFunction(INKED);
  await remote.evaluate(() => {
    addEventListener(
      'click',
      () => {
        (globalThis as { tapped?: number }).tapped = performance.timeOrigin + performance.now();
      },
      true,
    );
  });
  const took: { readonly name: string; readonly ms: number }[] = [];
  for (const act of ACTS) {
    const seen = [seenAt(stage, act.stage), ...students.map((page) => seenAt(page, act.student))];
    await act.do(remote);
    const last = Math.max(...(await Promise.all(seen)));
    const tapped = await remote.evaluate(() => (globalThis as { tapped?: number }).tapped ?? 0);
    took.push({ name: act.name, ms: last - tapped });
    await stage.waitForTimeout(300);
  }
  const times = took.map(({ ms }) => ms);
  return [
    {
      what: 'remote → every screen (a stage, three students), the slowest act',
      unit: 'ms',
      measured: Math.max(...times),
      budget: { must: 200, aim: 100 },
      note: `${took.map(({ name, ms }) => `${name} ${short(ms)}`).join(', ')}; ${NOTE}`,
    },
  ];
}

/** A 7 with the mouse: where it lies does not matter. */
async function drawSeven(page: Page): Promise<void> {
  await page.mouse.move(120, 250);
  await page.mouse.down();
  await page.mouse.move(260, 250, { steps: 8 });
  await page.mouse.move(180, 450, { steps: 10 });
  await page.mouse.up();
  await page.locator('.mark').first().waitFor();
}

/** What a class feels like in browsers. */
export async function classPages(): Promise<Row[]> {
  const server = await ServerProcess.start();
  const pages = await Pages.open(server.url);
  try {
    return [
      await oneClick(pages),
      ...(await acts(pages, server.url)),
      await tiles(pages, server.url),
    ];
  } finally {
    await pages.close();
    await server.dispose();
  }
}

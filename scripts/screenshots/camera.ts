import { join } from 'node:path';
import { type Browser, type BrowserContextOptions, chromium } from '@playwright/test';
import { RoomPage } from '../../e2e/room-page.ts';
import { ServerProcess } from '../../e2e/server.ts';
import { Truth } from '../../e2e/truth.ts';
import { findChromium } from '../setup/machine.mjs';

export const DESK = { width: 1440, height: 900 };
export const PHONE = { width: 390, height: 844 };
export const PROJECTOR = { width: 1920, height: 1080 };

/** A running app, browsers to look at it, and a folder that keeps what they see. */
export class Camera {
  private constructor(
    readonly server: ServerProcess,
    readonly truth: Truth,
    private readonly browser: Browser,
    private readonly folder: string,
  ) {}

  static async set(folder: string): Promise<Camera> {
    const server = await ServerProcess.start();
    const executablePath = findChromium();
    const browser = await chromium.launch({
      ...(executablePath ? { executablePath } : {}),
      args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--no-first-run'],
    });
    return new Camera(server, new Truth(server), browser, folder);
  }

  /** Opens a page as somebody new. */
  async arrive(path: string, options: BrowserContextOptions = {}): Promise<RoomPage> {
    const { url: baseURL } = this.server;
    const context = await this.browser.newContext({ viewport: DESK, baseURL, ...options });
    const page = await context.newPage();
    await page.goto(path);
    return new RoomPage(page);
  }

  /** Takes a picture once what moves has come to rest: fonts, fades, the ribbon. */
  async take({ page }: RoomPage, name: string): Promise<void> {
    await page.evaluate(() => document.fonts.ready);
    await page.evaluate(() => Promise.all(document.getAnimations().map((a) => a.finished)));
    await page.screenshot({ path: join(this.folder, `${name}.png`) });
    console.log(`${name}.png`);
  }

  async strike(): Promise<void> {
    await this.browser.close();
    await this.server.dispose();
  }
}

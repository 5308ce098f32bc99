import { type BrowserContextOptions, test as base, expect } from '@playwright/test';
import { finger } from './hand.ts';
import { RoomPage } from './room-page.ts';
import { ServerProcess } from './server.ts';
import { Truth } from './truth.ts';

interface Arrival extends BrowserContextOptions {
  /** The server to come to, when it is not the worker's. */
  readonly at?: string;
  /** Draws with a finger on a touch screen. */
  readonly touch?: boolean;
}

interface Fixtures {
  /** Opens a page as somebody new: a browser of their own, at a path of the server. */
  readonly arrive: (path?: string, arrival?: Arrival) => Promise<RoomPage>;
  readonly truth: Truth;
}

interface WorkerFixtures {
  readonly server: ServerProcess;
}

export const test = base.extend<Fixtures, WorkerFixtures>({
  server: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the pattern to know what a fixture needs.
    async ({}, use) => {
      const server = await ServerProcess.start();
      await use(server);
      await server.dispose();
    },
    { scope: 'worker' },
  ],
  truth: async ({ server }, use) => {
    await use(new Truth(server));
  },
  /** Nobody's page may ask a stranger for anything, nor throw: every test checks it by the way. */
  arrive: async ({ browser, server }, use) => {
    const strangers: string[] = [];
    const thrown: Error[] = [];
    const contexts: { close(): Promise<void> }[] = [];
    await use(async (path = '/', { at = server.url, touch = false, ...options } = {}) => {
      const context = await browser.newContext({ ...options, baseURL: at, hasTouch: touch });
      contexts.push(context);
      const page = await context.newPage();
      page.on('request', (request) => {
        const url = new URL(request.url());
        const own = url.host === new URL(at).host || ['data:', 'blob:'].includes(url.protocol);
        if (!own) strangers.push(request.url());
      });
      page.on('pageerror', (error) => thrown.push(error));
      await page.goto(path);
      const pointer = touch ? finger(await context.newCDPSession(page)) : undefined;
      return new RoomPage(page, pointer);
    });
    for (const context of contexts) await context.close();
    expect(strangers, 'requests to other hosts').toEqual([]);
    expect(thrown, 'errors thrown in pages').toEqual([]);
  },
});

export { expect } from '@playwright/test';

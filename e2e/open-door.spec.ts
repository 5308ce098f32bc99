import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import { expect, test } from './fixtures.ts';
import type { Follower } from './follower.ts';
import { penDigit } from './pen.ts';

declare global {
  var follower: Follower;
}

/** The follower's script, bundled. */
async function bundled(): Promise<string> {
  const built = await build({
    configFile: false,
    logLevel: 'silent',
    build: {
      write: false,
      lib: {
        entry: fileURLToPath(new URL('follower.ts', import.meta.url)),
        formats: ['es'],
        fileName: 'follower',
      },
    },
  });
  const [output] = (Array.isArray(built) ? built : [built]) as { output: { code: string }[] }[];
  return output?.output[0]?.code ?? '';
}

test('[E2E31] a page with the real y-websocket provider follows ink and readings while the pen is down', async ({
  arrive,
  server,
  browser,
  truth,
}) => {
  const ada = await arrive('/');
  const code = await ada.code();
  await ada.saved();
  const page = await browser.newPage();
  const script = await bundled();
  await page.route('**/follower.js', (route) =>
    route.fulfill({ contentType: 'text/javascript', body: script }),
  );
  // Any address of the server will do: what matters is a page with no script of ours.
  await page.goto(`${server.url}/healthz?${code}`);
  await page.addScriptTag({ url: '/follower.js', type: 'module' });
  const inked = () => page.evaluate(() => globalThis.follower.strokes()[0]);
  const states = () => page.evaluate(() => JSON.stringify(globalThis.follower.states()));

  const hand = await ada.hand(penDigit(3));
  await hand.to(0.6);
  await expect.poll(async () => (await inked())?.points ?? 0).toBeGreaterThan(3);
  expect((await inked())?.done).toBe(false);
  await expect.poll(states).toContain('"probabilities"');
  await hand.finish();
  await truth.reads(code, 3);
  await expect.poll(async () => (await inked())?.done).toBe(true);

  // What it writes stays with it.
  await page.evaluate(() => globalThis.follower.scribble());
  const more = await ada.draw(penDigit(1), { x: 0.8, y: 0.5, size: 0.3 });
  await ada.shows(more.way);
  const own = penDigit(3).strokes.length + penDigit(1).strokes.length;
  expect((await truth.strokes(code, own)).strokes.every(({ author }) => author === 1)).toBe(true);
  await page.close();
});

import { createRequire } from 'node:module';
import { type Stroke, strokesOf } from '@inkling/shared/canvas';
import { WebsocketProvider } from 'y-websocket';
import * as Y from 'yjs';
import { expect, test } from './fixtures.ts';
import { penDigit } from './pen.ts';
import { ServerProcess } from './server.ts';
import { type ToldCanvas, Truth } from './truth.ts';

const LEFT = { x: 0.25, y: 0.5, size: 0.35 };
const RIGHT = { x: 0.7, y: 0.5, size: 0.35 };

/** Strokes with their points, in an order that does not depend on who tells. */
function inkOf(strokes: readonly Pick<Stroke, 'author' | 'stroke' | 'points'>[]): string[] {
  return strokes.map((s) => `${s.author}.${s.stroke}: ${s.points.join(' ')}`).sort();
}

function toldInk({ strokes }: ToldCanvas): string[] {
  return inkOf(strokes.map((s) => ({ ...s, points: s.points.flat() })));
}

test('[E2E3] a reload, a second tab, a late joiner and a y-websocket client see the same canvas', async ({
  arrive,
  server,
  truth,
}) => {
  const ada = await arrive('/');
  const code = await ada.code();
  const ben = await arrive(`/${code}`);
  await ben.saved();
  const hands = [await ada.draw(penDigit(6), LEFT), await ben.draw(penDigit(8), RIGHT)];
  await truth.reads(code, 6, 8);
  for (const person of [ada, ben]) await person.saved();

  await ada.page.reload();
  const tab = await ada.page.context().newPage();
  await tab.goto(`/${code}`);
  const late = await arrive(`/${code.toLowerCase()}`);
  const { RoomPage } = await import('./room-page.ts');
  for (const person of [ada, new RoomPage(tab), late]) {
    for (const hand of hands) await person.shows(hand.way);
    for (const digit of [6, 8]) {
      await expect(
        person.page.getByRole('button', { name: new RegExp(`Reading: ${digit}`) }),
      ).toBeVisible();
    }
  }

  const doc = new Y.Doc();
  const socket = createRequire(import.meta.url)('ws') as typeof WebSocket;
  const door = new WebsocketProvider(server.url.replace('http', 'ws').concat('/yjs'), code, doc, {
    WebSocketPolyfill: socket,
    disableBc: true,
  });
  await new Promise<void>((resolve) => door.once('sync', () => resolve()));
  expect(inkOf(strokesOf(doc))).toEqual(toldInk(await truth.canvas(code)));
  door.destroy();
});

test('[E2E4] a reload is the same person', async ({ arrive, truth }) => {
  const ada = await arrive('/');
  const code = await ada.code();
  await ada.draw(penDigit(1), LEFT);
  await truth.strokes(code, 1);
  await ada.saved();
  await ada.page.reload();
  await ada.saved();
  await ada.draw(penDigit(7), RIGHT);
  await expect
    .poll(async () => (await truth.canvas(code)).strokes.map((stroke) => stroke.author))
    .toEqual(Array(penDigit(7).strokes.length + 1).fill(1));
});

for (const signal of ['SIGTERM', 'SIGKILL'] as const) {
  test(`[E2E5] a server restart by ${signal} loses no ink`, async ({ arrive }) => {
    const server = await ServerProcess.start();
    const truth = new Truth(server);
    const ada = await arrive('/', { at: server.url });
    const code = await ada.code();
    const before = await ada.draw(penDigit(6), LEFT);
    await truth.strokes(code, 1);
    await ada.saved();

    await server.end(signal);
    await expect(ada.status).toHaveAttribute('data-mood', 'bad');
    // Drawing goes on while nobody listens.
    const meanwhile = await ada.draw(penDigit(0), RIGHT);
    await server.boot();
    await ada.saved();
    await truth.strokes(code, 2);
    await truth.reads(code, 6, 0);

    const late = await arrive(`/${code}`, { at: server.url });
    for (const person of [ada, late]) {
      await person.shows(before.way);
      await person.shows(meanwhile.way);
    }
    await server.dispose();
  });
}

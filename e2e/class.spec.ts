import { setTimeout as pause } from 'node:timers/promises';
import type { DownEvents, HostRequest, UpEvents } from '@inkling/shared/protocol';
import { io, type Socket } from 'socket.io-client';
import { makeClass, openStage, PHONE, PROJECTOR } from './class-room.ts';
import { expect, test } from './fixtures.ts';
import { penDigit } from './pen.ts';
import { Pupil } from './pupil.ts';
import { RoomPage } from './room-page.ts';

test('[E2E19] one click makes a class, and leaves the board where it says; its lobby shows how to come in, and who did', async ({
  arrive,
}) => {
  const ada = await arrive('/', PROJECTOR);
  const board = await ada.code();
  const hand = await ada.draw(penDigit(4));
  await ada.says(4);
  await ada.invite.click();
  const start = ada.page.getByRole('link', { name: 'Start a new class' });
  await expect(start).toHaveAccessibleDescription(
    new RegExp(`leaves this room as it is, at localhost:\\d+/${board}\\.$`),
  );
  await start.click();
  const lobby = ada.page.getByTestId('lobby');
  const code = await ada.code();
  await expect(lobby.getByText(code, { exact: true })).toBeVisible();
  const qr = await lobby.getByRole('img').boundingBox();
  expect(qr?.height).toBeGreaterThan(1080 / 3);
  await arrive(`/${code}`, PHONE);
  await expect(lobby.getByRole('listitem')).toHaveCount(1);
  // The board is where it was said to be, with its ink and its host.
  await ada.page.goto(`/${board}`);
  await ada.shows(hand.way);
  await ada.page.getByRole('button', { name: '1 person here' }).click();
  await expect(ada.page.locator('.people-role')).toHaveText('you, host');
});

test('[E2E20] what the host does on the remote is seen on the stage and by every student', async ({
  arrive,
  server,
  truth,
}) => {
  const { code, key } = await makeClass(server.url);
  const stage = await arrive(`/${code}/stage#${key}`, PROJECTOR);
  const remote = (await arrive(`/${code}/remote#${key}`, PHONE)).page;
  const students = [];
  for (let i = 0; i < 3; i++) students.push(await arrive(`/${code}`, PHONE));

  await remote.getByRole('button', { name: 'Draw a …' }).click();
  await remote.getByRole('button', { name: '7', exact: true }).click();
  await expect(stage.page.getByRole('heading', { name: 'Draw a seven' })).toBeVisible();
  for (const { page } of students) {
    await expect(page.getByTestId('banner')).toHaveText('Draw a seven');
  }
  await Promise.all(students.map((student, i) => student.draw(penDigit(i === 2 ? 1 : 7))));
  await expect.poll(async () => (await truth.canvas(code)).readings.length).toBe(3);
  const tiles = stage.page.getByTestId('tiles').locator('.tile-said');
  await expect(tiles).toHaveText(['7', '7', '1']);
  await expect(stage.page.locator('[data-percent="67"]')).toBeVisible();
  // Everybody draws on a tile of their own.
  const surfaces = (await truth.canvas(code)).strokes.map(({ author, surface }) => [
    author,
    surface,
  ]);
  expect(surfaces.every(([author, surface]) => author === surface)).toBe(true);

  await remote.getByRole('switch', { name: /Freeze/ }).click();
  for (const { page } of students) {
    await expect(page.getByTestId('banner')).toContainText('The host has frozen the pens.');
    await expect(page.getByRole('button', { name: 'Pen', exact: true })).toBeDisabled();
  }
  await remote.getByRole('switch', { name: /Freeze/ }).click();
  await remote.getByRole('switch', { name: /Curtain/ }).click();
  await expect(stage.page.getByText('The curtain is down.')).toBeVisible();
  await remote.getByRole('switch', { name: /Curtain/ }).click();
  await remote.getByRole('switch', { name: /Hide names/ }).click();
  await expect(stage.page.locator('figcaption').first()).toHaveText('\u00a0');
  await remote.getByRole('button', { name: 'Board', exact: true }).click();
  await expect(stage.page.getByTestId('stage-board')).toBeVisible();
  await remote.getByRole('button', { name: 'All tiles' }).click();
  await expect(tiles).toHaveCount(3);

  await remote.getByRole('button', { name: 'Clear everything' }).click();
  await expect(tiles).toHaveText(['', '', '']);
  await remote.getByRole('button', { name: 'Undo the clearing' }).click();
  await expect(tiles).toHaveText(['7', '7', '1']);

  await remote
    .getByRole('button', { name: /^Remove / })
    .last()
    .click();
  await expect(students[2]?.ending as NonNullable<typeof stage.ending>).toHaveText(
    'The host has removed you from this room.',
  );
  await expect(tiles).toHaveText(['7', '7']);

  await remote.getByRole('button', { name: 'End the room' }).click();
  await remote.getByRole('button', { name: 'End the room' }).click({ position: { x: 6, y: 6 } });
  await expect(stage.ending).toHaveText('This room has ended.');
});

test('[E2E21] nobody rules a room without its key', async ({ arrive, server }) => {
  const { code } = await makeClass(server.url);
  const { page } = await arrive(`/${code}/remote`, PHONE);
  await expect(page.getByText('This page needs the host’s own link.')).toBeVisible();
  await expect(page.getByRole('switch')).toHaveCount(0);
});

test('[CLASS8] whoever lacks the key is refused everything that only a host may do', async ({
  arrive,
  server,
  truth,
}) => {
  const { code } = await makeClass(server.url);
  const victim = await arrive(`/${code}`, PHONE);
  // Before it has come in, a page does not know that its paper is a tile.
  await victim.page.locator('[data-surface]:not([data-surface="0"])').waitFor();
  await victim.draw(penDigit(4));
  await truth.reads(code, 4);
  const room = await (await fetch(`${server.url}/api/rooms/${code}/canvas.json`)).json();
  const socket: Socket<DownEvents, UpEvents> = io(server.url, {
    transports: ['websocket'],
    forceNew: true,
  });
  const joined = await socket.emitWithAck('join', { v: 1, room: code, key: 'A'.repeat(22) });
  expect(joined).toMatchObject({ ok: true, you: { host: false } });
  const { author } = (room as { strokes: { author: number }[] }).strokes[0] ?? { author: 0 };
  const wishes: HostRequest[] = [
    { do: 'freeze', on: true },
    { do: 'close', on: true },
    { do: 'names', on: false },
    { do: 'pointers', on: false },
    { do: 'curtain', on: true },
    { do: 'spotlight', surface: author },
    { do: 'task', task: { kind: 'draw', target: '7' } },
    { do: 'remove', author },
    { do: 'readmit', author },
    { do: 'end' },
  ];
  for (const wish of wishes) {
    const answer = await socket.emitWithAck('host', wish);
    expect(answer, wish.do).toMatchObject({ ok: false, reason: 'not-host' });
  }
  // A student's clearing is their own ink only.
  await socket.emitWithAck('clear', {});
  socket.disconnect();
  await truth.reads(code, 4);
  await victim.says(4);
});

test('[CLASS13] who draws before the room has let them in draws on their tile', async ({
  browser,
  server,
  truth,
}) => {
  const { code } = await makeClass(server.url);
  const context = await browser.newContext({ ...PHONE, baseURL: server.url });
  const page = await context.newPage();
  // Nothing is heard of the room until the test says so.
  let open = () => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  await page.routeWebSocket(/socket\.io/, async (socket) => {
    const far = socket.connectToServer();
    socket.onMessage(async (message) => {
      await opened;
      far.send(message);
    });
  });
  await page.goto(`/${code}`);
  const student = new RoomPage(page);
  await page.locator('[data-surface="0"]').waitFor();
  // The pen is still down when the room opens.
  const hand = await student.hand(penDigit(4));
  await hand.to(0.5);
  open();
  await expect(page.getByRole('button', { name: /(person|people) here/ })).toBeVisible();
  await hand.finish();
  await page.locator('[data-surface]:not([data-surface="0"])').waitFor();
  await truth.reads(code, 4);
  // It lies on the tile, just where it was drawn on the screen.
  await student.shows(hand.way);
  await student.says(4);
  await context.close();
});

test('[E2E22] a lesson is a bookmark', async ({ arrive }) => {
  const { page } = await arrive('/?kind=class&show=stage&task=draw&digit=4&names=off', PROJECTOR);
  await expect(page.getByRole('heading', { name: 'Draw a four' })).toBeVisible();
});

test('[E2E23] a digit is drawn with the keyboard alone', async ({ arrive, truth }) => {
  const ada = await arrive('/');
  const code = await ada.code();
  const { keyboard } = ada.page;
  await ada.page.getByRole('button', { name: 'Draw with the keyboard' }).focus();
  await keyboard.press('Enter');
  await keyboard.press('Space');
  for (let i = 0; i < 3; i++) await keyboard.press('ArrowRight');
  for (let i = 0; i < 5; i++) await keyboard.press('ArrowDown');
  await keyboard.press('Space');
  await truth.reads(code, 7);
  await ada.says(7);
});

test('[E2E24] looking inside shows every layer, live', async ({ arrive, truth }) => {
  const ada = await arrive('/');
  const code = await ada.code();
  await ada.draw(penDigit(4));
  await truth.reads(code, 4);
  await ada.page.getByRole('button', { name: 'Look inside' }).click();
  const inside = ada.page.getByTestId('inside');
  await expect(inside.getByText(/^Layer 1:/)).toBeVisible();
  await expect(inside.getByText(/^stroke 1: /)).toBeVisible();
  await ada.page.keyboard.press('Escape');
  await expect(inside).toHaveCount(0);
});

test('[E2E25] the page speaks the browser’s language', async ({ arrive }) => {
  const { page } = await arrive('/', { locale: 'de-DE' });
  await expect(page.getByRole('button', { name: 'Einladen' })).toBeVisible();
  const arabic = await arrive('/', { locale: 'ar' });
  await expect(arabic.page.locator('html')).toHaveAttribute('dir', 'rtl');
});

test('[CLASS15] a stage that is loaded late, or again, shows the class, those included who left their ink and went', async ({
  arrive,
  server,
}) => {
  const { code, key } = await makeClass(server.url);
  const gone = await Pupil.come(server.url, code);
  await gone.draw(penDigit(3));
  gone.leave();
  await arrive(`/${code}`, PHONE);
  const { page } = await arrive(`/${code}/remote#${key}`, PROJECTOR);
  // Its script comes when the room has long told everything.
  await page.route('**/assets/stage-*.js', async (route) => {
    await pause(1000);
    await route.continue();
  });
  await page.goto(`/${code}/stage#${key}`);
  await expect(page.getByTestId('tiles').getByRole('figure')).toHaveCount(2);
  await page.reload();
  await expect(page.getByTestId('tiles').getByRole('figure')).toHaveCount(2);
});

test('[CLASS17] a tile that is shown on the stage has its whole ribbon, also after a reload', async ({
  arrive,
  server,
  truth,
}) => {
  const { code, key } = await makeClass(server.url);
  const stage = await arrive(`/${code}/stage#${key}`, PROJECTOR);
  const student = await arrive(`/${code}`, PHONE);
  await student.saved();
  await student.draw(penDigit(4));
  await truth.reads(code, 4);
  // The bands of a mind that changed; where only the end is known there is one.
  const bands = (page: RoomPage) =>
    page.page.getByTestId('ribbon').locator('.band:not(.band-faint)');
  await expect(stage.page.getByTestId('tiles').locator('.tile-said')).toHaveText('4');
  await stage.page.keyboard.press('ArrowRight');
  await stage.says(4);
  expect(await bands(stage).count()).toBeGreaterThan(1);
  await stage.page.reload();
  await expect.poll(() => bands(stage).count()).toBeGreaterThan(1);
  await student.page.reload();
  await expect.poll(() => bands(student).count()).toBeGreaterThan(1);
});

test('[CLASS18] the lobby names and counts those who are here, not those who left', async ({
  arrive,
  server,
}) => {
  const stage = await arrive('/?kind=class&show=stage', PROJECTOR);
  const code = await stage.code();
  const gone = await Pupil.come(server.url, code);
  const stays = await Pupil.come(server.url, code);
  await gone.draw(penDigit(3));
  gone.leave();
  await expect(stage.page.getByTestId('tiles').getByRole('figure')).toHaveCount(2);
  await stage.page.keyboard.press('c');
  await expect(stage.page.getByTestId('lobby')).toContainText('1 is here');
  await expect(stage.page.getByTestId('lobby').getByRole('listitem')).toHaveCount(1);
  stays.leave();
});

test('[CLASS19] before the first drawing the stage waits for it; readings without room are counted', async ({
  arrive,
  server,
}) => {
  const { code, stage, remote } = await openStage({ arrive, url: server.url });
  const verdict = stage.page.getByTestId('verdict');
  await remote.start('draw', 7);
  await expect(verdict).toHaveText('Waiting for the first stroke');
  await remote.press('Stop');
  const digits = [0, 1, 2, 3, 4, 7];
  const pupils = await Promise.all(digits.map(() => Pupil.come(server.url, code)));
  await Promise.all(pupils.map((pupil, i) => pupil.draw(penDigit(digits[i] ?? 0))));
  await expect(verdict).toContainText('6drawings.');
  await expect(verdict.getByRole('listitem')).toHaveText([...Array(4).fill(/^\d×1$/), '…×2']);
  for (const pupil of pupils) pupil.leave();
});

test('[CLASS21] who was certain fastest is the same after a reload of the stage', async ({
  arrive,
  server,
}) => {
  const { code, key, stage, remote } = await openStage({ arrive, url: server.url });
  await remote.start('fastest', 7);
  await expect(stage.page.getByTestId('leaders')).toBeVisible();
  const pupils = [await Pupil.come(server.url, code), await Pupil.come(server.url, code)];
  await Promise.all(pupils.map((pupil, i) => pupil.write(penDigit(7, i))));
  // A stage that comes now heard nothing of how the digits were written.
  const reloaded = await arrive(`/${code}/stage#${key}`, PROJECTOR);
  const said = ({ page }: RoomPage) => page.getByTestId('leaders').innerText();
  const names = await stage.page.locator('figcaption').allInnerTexts();
  expect(names).toHaveLength(2);
  await expect(async () => {
    const [heard, told] = await Promise.all([said(stage), said(reloaded)]);
    // Both, also where they were as fast.
    for (const name of names) expect(heard).toContain(name);
    expect(told).toEqual(heard);
  }).toPass({ timeout: 15_000 });
  for (const pupil of pupils) pupil.leave();
});

test('[CLASS22] a matrix without a drawing says what it waits for', async ({ arrive }) => {
  const { page } = await arrive('/?kind=class&show=stage&task=draw&digit=2026', PROJECTOR);
  await expect(page.getByRole('heading', { name: 'Draw 2026' })).toBeVisible();
  await page.keyboard.press('m');
  await expect(page.getByTestId('matrix')).toContainText('Nothing yet');
  await expect(page.getByTestId('matrix').getByRole('table')).toHaveCount(0);
});

test('[CLASS23] looking inside on the stage shows every layer at once, in letters for the back row', async ({
  arrive,
  server,
}) => {
  const { code, key } = await makeClass(server.url);
  const { page } = await arrive(`/${code}/stage#${key}`, PROJECTOR);
  const pupil = await Pupil.come(server.url, code);
  await pupil.write(penDigit(4));
  await expect(page.getByTestId('tiles').locator('.tile-said')).toHaveText('4');
  await page.keyboard.press('ArrowRight');
  await expect(page.getByTestId('stage-board')).toBeVisible();
  await page.keyboard.press('i');
  const layers = page.locator('.inside-layer');
  await expect(layers.nth(4)).toBeVisible();
  for (const [width, height] of [
    [1024, 768],
    [1280, 720],
    [1920, 1080],
  ] as const) {
    await page.setViewportSize({ width, height });
    const bottomOf = async () => {
      const panel = await page.getByTestId('inside').boundingBox();
      const last = await layers.nth(4).boundingBox();
      return (panel?.y ?? 0) + (panel?.height ?? 0) - (last?.y ?? 0) - (last?.height ?? 0);
    };
    await expect.poll(bottomOf, `${width} × ${height}`).toBeGreaterThanOrEqual(0);
    const letters = await page
      .locator('.inside figcaption')
      .evaluateAll((all) => all.map((one) => Number.parseFloat(getComputedStyle(one).fontSize)));
    expect(Math.min(...letters)).toBeGreaterThan(0.02 * Math.min(height, 0.5625 * width));
  }
  pupil.leave();
});

test('[CLASS24] T changes what is seen, what is opened lies on top, and Escape leaves a tile once nothing is open', async ({
  arrive,
  server,
}) => {
  const { code, key } = await makeClass(server.url);
  const { page } = await arrive(`/${code}/stage#${key}`, PROJECTOR);
  const { keyboard } = page;
  const pupil = await Pupil.come(server.url, code);
  await pupil.draw(penDigit(4));
  await expect(page.getByTestId('tiles').getByRole('figure')).toHaveCount(1);
  const paper = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  const light = await paper();
  await keyboard.press('t');
  await expect.poll(paper).not.toBe(light);
  await keyboard.press('r');
  await expect(page.getByRole('dialog', { name: 'Remote' })).toBeVisible();
  await keyboard.press('?');
  await expect(page.getByRole('dialog')).toHaveCount(1);
  await expect(page.getByRole('dialog', { name: 'Keys' })).toBeVisible();
  await keyboard.press('Escape');
  await keyboard.press('ArrowRight');
  await expect(page.getByTestId('stage-board')).toBeVisible();
  await keyboard.press('i');
  await expect(page.getByTestId('inside')).toBeVisible();
  await keyboard.press('Escape');
  await expect(page.getByTestId('inside')).toHaveCount(0);
  await expect(page.getByTestId('stage-board')).toBeVisible();
  await keyboard.press('Escape');
  await expect(page.getByTestId('tiles')).toBeVisible();
  pupil.leave();
});

test('[CLASS50] what is open on the stage outlives a switch on the remote, and closes for a task', async ({
  arrive,
  server,
}) => {
  const { stage, remote, code } = await openStage({ arrive, url: server.url });
  const pupil = await Pupil.come(server.url, code);
  await pupil.draw(penDigit(4));
  await expect(stage.page.getByTestId('tiles').getByRole('figure')).toHaveCount(1);
  const matrix = stage.page.getByTestId('matrix');
  const lobby = stage.page.getByTestId('lobby');
  await stage.page.keyboard.press('m');
  await expect(matrix).toBeVisible();
  await stage.page.keyboard.press('c');
  await expect(lobby.getByRole('listitem')).toHaveCount(1);
  await remote.flip(/Hide names/);
  await expect(lobby.getByRole('listitem')).toHaveText('●');
  await stage.page.keyboard.press('c');
  await stage.page.keyboard.press('ArrowRight');
  await stage.page.keyboard.press('g');
  await expect(matrix).toBeVisible();
  await remote.start('draw', 3);
  await expect(matrix).toHaveCount(0);
  await stage.page.keyboard.press('m');
  await stage.page.keyboard.press('c');
  await expect(lobby.getByRole('listitem')).toHaveText('●');
  await remote.press('Stop');
  // What the stage is told after the stop shows that it has heard of it.
  await remote.flip(/Hide names/);
  await expect(lobby.getByRole('listitem')).not.toHaveText('●');
  await stage.page.keyboard.press('c');
  await expect(matrix).toBeVisible();
  pupil.leave();
});

test('[CLASS56] [CLASS57] [CLASS58] a cell of the matrix opens from right to left, holds the focus and gives it back', async ({
  arrive,
  server,
}) => {
  const { stage, remote, code } = await openStage({ arrive, url: server.url }, '?lang=ar');
  const { page } = stage;
  const pupil = await Pupil.come(server.url, code);
  await expect(page.getByTestId('lobby').getByRole('listitem')).toHaveCount(1);
  await remote.start('draw', 7);
  await expect(page.locator('.stage-title')).toContainText('7');
  await pupil.draw(penDigit(1));
  const tile = page.getByTestId('tiles').getByRole('figure', { name: /: 1$/ });
  await expect(tile).toBeVisible();
  await expect(tile.locator('output, [aria-live]')).toHaveCount(0);
  await page.keyboard.press('m');
  const cell = page.getByTestId('matrix').locator('tbody button');
  await cell.click();
  const dialog = page.getByRole('dialog');
  await expect(dialog).toBeFocused();
  await expect(page.locator('.matrix table')).toHaveAttribute('inert', '');
  // What was asked stands to the right, and the arrow points away from it.
  await expect(dialog.locator('.arrow')).toHaveCSS('transform', /^matrix\(-1,/);
  await page.keyboard.press('Escape');
  await expect(cell).toBeFocused();
  pupil.leave();
});

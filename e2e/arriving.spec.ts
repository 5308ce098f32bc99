import { makeClass } from './class-room.ts';
import { Filter } from './filter.ts';
import { expect, test } from './fixtures.ts';
import { penDigit } from './pen.ts';

test('[E2E6] an unknown code is told in a sentence, with a way on', async ({ arrive, truth }) => {
  const lost = await arrive('/ZZZZZZ');
  await expect(lost.ending).toHaveText('There is no room with that code.');
  await lost.page.getByRole('link', { name: 'Start a new room' }).click();
  const code = await lost.code();
  expect((await truth.canvas(code)).strokes).toEqual([]);

  for (const mistyped of ['/SDXKQ', '/SDXKQ0', '/what/was/it/again']) {
    const { ending } = await arrive(mistyped);
    await expect(ending, mistyped).toHaveText('There is no room with that code.');
  }
  const typed = `${code.slice(0, 3)} ${code.slice(3).toLowerCase()}.`;
  const guest = await arrive(`/${encodeURIComponent(typed)}`);
  expect(await guest.code()).toBe(code);
});

test('[LOOK46] a mistyped code is typed again where it is told to be wrong', async ({
  arrive,
  server,
}) => {
  const { code } = await makeClass(server.url);
  for (const page of ['', '/stage']) {
    const lost = await arrive(`/${code.slice(0, 5)}0${page}?lang=de`);
    const { keyboard } = lost.page;
    const field = lost.page.getByRole('textbox', { name: 'Der Code des Raums' });
    await expect(field).toBeFocused();
    await expect(field).toHaveValue(`${code.slice(0, 5)}0`);
    await expect(field).toHaveAccessibleDescription(
      'Es gibt keinen Raum mit diesem Code. Sechs Buchstaben, ohne I, L und O',
    );
    await keyboard.press('Enter');
    await expect(lost.page.getByRole('alert')).toContainText('kein I, L oder O');
    await expect(field).toHaveAttribute('aria-invalid', 'true');
    await expect(field).toBeFocused();
    await keyboard.press('End');
    await keyboard.press('Backspace');
    await expect(lost.page.getByRole('alert')).toHaveCount(0);
    await keyboard.type(code.slice(5).toLowerCase());
    await keyboard.press('Enter');
    await lost.page.waitForURL(`**/${code}${page}?lang=de`);
    await expect(lost.ending).toHaveCount(0);
    await expect(lost.page.getByText(code).first()).toBeAttached();
  }
  // A code that may be one is typed over at once, and asked for again as often as one likes.
  const lost = await arrive('/ZZZZZZ#key-of-nobody');
  const field = lost.page.getByRole('textbox', { name: 'The room’s code' });
  await expect(field).toBeFocused();
  const again = lost.page.waitForRequest((request) => request.isNavigationRequest());
  await lost.page.keyboard.press('Enter');
  await again;
  await expect(field).toBeFocused();
  await lost.page.keyboard.type(code);
  await lost.page.getByRole('button', { name: 'Come in' }).click();
  expect(await lost.code()).toBe(code);
  await expect(lost.ending).toHaveCount(0);
});

test('[E2E7] / takes ink before the socket connects', async ({ arrive, server, truth }) => {
  const filter = await Filter.start(server.url, 'sockets held');
  const ada = await arrive('/', { at: filter.url });
  const hand = await ada.draw(penDigit(2));
  await ada.shows(hand.way);
  await expect(ada.status).toHaveAttribute('data-mood', /busy|bad/);
  expect(new URL(ada.page.url()).pathname).toBe('/');

  filter.release();
  const code = await ada.code();
  await truth.strokes(code, 1);
  await truth.reads(code, 2);
  await ada.says(2);
  await ada.shows(hand.way);
  await filter.stop();
});

test('[E2E8] where WebSockets are blocked, polling does all of it', async ({
  arrive,
  server,
  truth,
}) => {
  const filter = await Filter.start(server.url, 'websockets blocked');
  const ada = await arrive('/', { at: filter.url });
  const code = await ada.code();
  const ben = await arrive(`/${code}`, { at: filter.url });
  await ben.saved();
  const hand = await ada.draw(penDigit(9));
  await truth.reads(code, 9);
  for (const person of [ada, ben]) {
    await person.says(9);
    await person.shows(hand.way);
  }
  expect(filter.refused).toBeGreaterThan(0);
  await filter.stop();
});

test('[E2E9] the stage shows a room without tools', async ({ arrive, truth }) => {
  const ada = await arrive('/');
  const code = await ada.code();
  await ada.draw(penDigit(3));
  await truth.reads(code, 3);
  const stage = await arrive(`/${code}/stage`, { viewport: { width: 1920, height: 1080 } });
  await stage.says(3);
  await expect(stage.page.getByRole('toolbar')).toHaveCount(0);
});

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

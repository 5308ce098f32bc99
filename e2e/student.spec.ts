import { makeClass, PHONE, Remote } from './class-room.ts';
import { expect, test } from './fixtures.ts';

test('[LOOK45] before the first ink the panel asks for what the task asks for', async ({
  arrive,
  server,
}) => {
  const { code, key } = await makeClass(server.url);
  const remote = new Remote((await arrive(`/${code}/remote#${key}`, PHONE)).page);
  const student = await arrive(`/${code}`, PHONE);
  const german = await arrive(`/${code}?lang=de`, PHONE);
  await expect(student.headline).toHaveText('Draw a digit. The network reads along.');
  await remote.start('draw', 7);
  await expect(student.headline).toHaveText('Draw a seven');
  await expect(german.headline).toHaveText('Zeichne eine Sieben');
  await remote.start('fool', 8);
  await expect(student.headline).toHaveText('Fool the network with an eight');
  await remote.press('Board');
  await expect(student.headline).toHaveText('Draw a digit. The network reads along.');
  await remote.press('All tiles');
  await expect(student.headline).toHaveText('Fool the network with an eight');
  await remote.page.getByTestId('task-stop').click();
  await expect(student.headline).toHaveText('Draw a digit. The network reads along.');

  // The longest of them is whole on the narrowest phone.
  await remote.start('fastest', 8);
  const small = await arrive(`/${code}?lang=de`, {
    ...PHONE,
    viewport: { width: 320, height: 568 },
  });
  const note = small.headline.locator('.headline-note');
  await expect(note).toHaveText('Zeichne eine Acht: möglichst sicher, möglichst wenig Tinte');
  await expect(note).toBeInViewport({ ratio: 1 });
});

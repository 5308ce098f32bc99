import { openClass } from './class-room.ts';
import { expect, test } from './fixtures.ts';
import { penDigit } from './pen.ts';
import { ServerProcess } from './server.ts';

// A whole class of browsers on one machine takes its time.
test.describe.configure({ timeout: 240_000 });

const DOWN = 'The line is down; try again when it is back.';

test('[CLASS30] while the line is down stage and remote say so, no task starts, and a vote counts once it was heard', async ({
  arrive,
}) => {
  const server = await ServerProcess.start();
  const { stage, remote, students } = await openClass({ arrive, url: server.url });
  const [ada, ben] = students;
  await remote.start('fool', 7);
  await ada.draw(penDigit(1));
  await ada.saved();
  await expect(ben.page.getByTestId('banner')).toContainText('Fool the network');
  await ben.page.getByRole('button', { name: 'Vote' }).click();
  const seven = ben.page.getByTestId('vote').getByRole('button', { name: '7', exact: true });
  await expect(seven).toBeVisible();
  await expect(stage.page.getByTestId('tiles').locator('.tile-said')).toHaveText(['1', '', '']);

  await server.end('SIGTERM');
  await expect(stage.page.getByTestId('stage-offline')).toHaveText('offline');
  await seven.click();
  await expect(ben.page.getByTestId('vote')).toContainText(DOWN);
  await expect(seven).toBeVisible();
  const problem = remote.page.getByRole('alert');
  await remote.page.getByRole('switch', { name: /Freeze/ }).click();
  await expect(problem).toHaveText(DOWN);
  await expect(remote.page.getByTestId('status')).toBeInViewport();
  await remote.start('draw', 3);
  await expect(problem).toHaveText(DOWN);

  await server.boot();
  await expect(problem).toBeEmpty();
  await expect(stage.page.getByTestId('stage-offline')).toBeEmpty();
  await expect(remote.page.getByTestId('task-now')).toContainText('Fool the network');
  await ben.saved();
  await seven.click();
  await expect(ben.page.getByTestId('vote')).toContainText('You have seen them all.');
  await server.dispose();
});

test('[LINK28] a headline that newer ink may have changed is quiet while that ink waits for the line', async ({
  arrive,
}) => {
  const server = await ServerProcess.start();
  const ada = await arrive('/', { at: server.url });
  await ada.draw(penDigit(1), { x: 0.25, y: 0.5, size: 0.35 });
  await ada.says(1);
  await ada.saved();
  await server.end('SIGTERM');
  await expect(ada.headline).not.toHaveAttribute('data-behind');
  await ada.draw(penDigit(0), { x: 0.7, y: 0.5, size: 0.35 });
  await expect(ada.headline).toContainText('the newest ink is not read yet');
  await expect(ada.headline).not.toContainText('%');
  await server.boot();
  await ada.says(0);
  await expect(ada.headline).not.toHaveAttribute('data-behind');
  await server.dispose();
});

import { expect, test } from './fixtures.ts';
import { penDigit } from './pen.ts';
import { ServerProcess } from './server.ts';

test('[LOOK23] a headline that newer ink may have changed is quiet while that ink waits for the line', async ({
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

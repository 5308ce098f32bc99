import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from './fixtures.ts';
import { penDigit } from './pen.ts';
import { ServerProcess } from './server.ts';
import { Truth } from './truth.ts';

// `arrive` notes every request and every error of every page, and fails the test that had one to a stranger.
test('[E2E17] no page asks another host for anything, nor throws', async ({ arrive, truth }) => {
  const ada = await arrive('/');
  const code = await ada.code();
  await ada.draw(penDigit(5));
  await truth.reads(code, 5);
  await ada.invite.click();
  await expect(ada.page.getByTestId('invite-code')).toBeVisible();
  const stage = await arrive(`/${code}/stage`);
  await stage.says(5);
  const lesson = await arrive('/?kind=class&show=stage');
  const pupil = await arrive(`/${await lesson.code()}`);
  await pupil.saved();
});

test('[E2E18] the server leaves nothing behind but its data folder', async ({ arrive }) => {
  // onnxruntime, left alone, keeps a device id in the home folder and reports how it is used.
  const home = mkdtempSync(join(tmpdir(), 'inkling-home-'));
  const server = await ServerProcess.start({ HOME: home, XDG_CACHE_HOME: join(home, 'cache') });
  const ada = await arrive('/', { at: server.url });
  const code = await ada.code();
  await ada.draw(penDigit(1));
  await new Truth(server).reads(code, 1);
  await server.dispose();
  expect(readdirSync(home)).toEqual([]);
  rmSync(home, { recursive: true });
});

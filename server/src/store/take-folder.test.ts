import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { takeFolder } from './take-folder.ts';

const folder = mkdtempSync(join(tmpdir(), 'inkling-folder-'));
afterAll(() => rmSync(folder, { recursive: true }));

it('[STORE11] a folder has one server at a time', async () => {
  const letGo = await takeFolder(folder);
  await expect(takeFolder(folder)).rejects.toThrow(`Another Inkling uses ${folder}`);
  letGo();
  const letGoAgain = await takeFolder(folder);
  letGoAgain();
});

it('[STORE11] what a killed server left behind is taken over', async () => {
  const listen = `require('node:net').createServer().listen(${JSON.stringify(join(folder, 'running'))}, () => console.log('up'))`;
  const killed = spawn(process.execPath, ['-e', listen], { stdio: ['ignore', 'pipe', 'inherit'] });
  await once(killed.stdout, 'data');
  await expect(takeFolder(folder)).rejects.toThrow('Another Inkling');
  killed.kill('SIGKILL');
  await once(killed, 'exit');
  expect(readdirSync(folder)).toEqual(['running']);
  const letGo = await takeFolder(folder);
  letGo();
});

it('[STORE11] where there can be no socket the folder is taken unseen', async () => {
  const letGo = await takeFolder(join(folder, 'x'.repeat(200)));
  letGo();
});

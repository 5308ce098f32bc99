import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
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

it('[STORE11] of two that come at once to what a killed server left behind one gets the folder', async () => {
  const path = join(folder, 'running');
  const left = `require('node:net').createServer().listen(${JSON.stringify(path)}, () => process.kill(process.pid, 'SIGKILL'))`;
  await once(spawn(process.execPath, ['-e', left]), 'exit');
  const both = await Promise.allSettled([takeFolder(folder), takeFolder(folder)]);
  expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  expect(readdirSync(folder)).toEqual(['running']);
  for (const one of both) if (one.status === 'fulfilled') one.value();
});

it('[STORE11] folders with long names are told apart', async () => {
  const long = join(folder, 'x'.repeat(120));
  const [one, other] = ['one', 'other'].map((name) => join(long, name)) as [string, string];
  for (const each of [one, other]) mkdirSync(each, { recursive: true });
  const letGo = [await takeFolder(one), await takeFolder(other)];
  await expect(takeFolder(one)).rejects.toThrow('Another Inkling');
  expect(readdirSync(long)).toEqual(['one', 'other']);
  for (const each of letGo) each();
  rmSync(long, { recursive: true });
});

it('[STORE11] where there can be no socket the folder is taken unseen', async () => {
  const letGo = await takeFolder(join(folder, 'there', 'is', 'none'));
  letGo();
});

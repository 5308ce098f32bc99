import { once } from 'node:events';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, it, type MockInstance, vi } from 'vitest';
import { knock } from './knock.ts';

const EVERY_MS = 1000;

let server: Server;
let url: string;
/** What a silent server was asked and has not answered. */
let asked: ServerResponse[];
let asking: MockInstance<typeof fetch>;

/** Lets a second pass for whoever knocks, and waits until the server hears it. */
async function knocks(): Promise<ServerResponse> {
  const heard = once(server, 'request');
  vi.advanceTimersByTime(EVERY_MS);
  await heard;
  return asked.at(-1) as ServerResponse;
}

beforeEach(async () => {
  asked = [];
  server = createServer((_, response) => asked.push(response)).listen(0, '127.0.0.1');
  await once(server, 'listening');
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/healthz`;
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'setTimeout', 'clearTimeout'] });
  asking = vi.spyOn(globalThis, 'fetch');
});

afterEach(() => {
  asking.mockRestore();
  vi.useRealTimers();
  server.closeAllConnections();
  server.close();
});

it('[LINK22] a fresh question is answered as soon as the network is back, however long the others hang', async () => {
  const answered = vi.fn();
  const back = new Promise<void>((told) => {
    knock(url, () => told(answered()));
  });
  const hanging = [await knocks(), await knocks()];
  const lost = hanging.map((response) => once(response, 'close'));
  const fresh = await knocks();
  expect(answered).not.toHaveBeenCalled();
  fresh.end('ok');
  await back;
  // The others are given up, and nobody knocks any more.
  await Promise.all(lost);
  vi.advanceTimersByTime(5 * EVERY_MS);
  expect(asking).toHaveBeenCalledTimes(3);
  expect(answered).toHaveBeenCalledTimes(1);
});

it('[LINK22] a question that is not answered in time is given up, and asked anew', async () => {
  knock(url, () => {});
  const first = await knocks();
  const lost = once(first, 'close');
  await knocks();
  await knocks();
  vi.advanceTimersByTime(500);
  await lost;
});

it('[LINK22] whoever is in, or gives up, hears nothing more', async () => {
  const answered = vi.fn();
  const end = knock(url, answered);
  const response = await knocks();
  const lost = once(response, 'close');
  end();
  await lost;
  vi.advanceTimersByTime(5 * EVERY_MS);
  expect(asking).toHaveBeenCalledTimes(1);
  expect(answered).not.toHaveBeenCalled();
});

import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, it, vi } from 'vitest';
import { knock } from './knock.ts';

const RHYTHM = { everyMs: 10, answerMs: 40 };

/** A server that holds its tongue until it is told to answer. */
async function silentServer() {
  let silent = true;
  let asked = 0;
  const http = createServer((_, response: ServerResponse) => {
    asked++;
    if (!silent) response.end('ok');
  }).listen(0, '127.0.0.1');
  await once(http, 'listening');
  afterEach(() => {
    http.closeAllConnections();
    http.close();
  });
  return {
    url: `http://127.0.0.1:${(http.address() as AddressInfo).port}/healthz`,
    asked: () => asked,
    speak: () => {
      silent = false;
    },
  };
}

it('[LINK22] a fresh question is answered as soon as the network is back, however long the others hang', async () => {
  const server = await silentServer();
  const answered = vi.fn();
  knock(server.url, answered, RHYTHM);
  await vi.waitFor(() => expect(server.asked()).toBeGreaterThan(3));
  expect(answered).not.toHaveBeenCalled();
  server.speak();
  await vi.waitFor(() => expect(answered).toHaveBeenCalledTimes(1));
  const asked = server.asked();
  await new Promise((go) => setTimeout(go, 5 * RHYTHM.everyMs));
  expect(answered).toHaveBeenCalledTimes(1);
  expect(server.asked()).toBeLessThanOrEqual(asked + 1);
});

it('[LINK22] whoever is in, or gives up, hears nothing more', async () => {
  const server = await silentServer();
  const answered = vi.fn();
  const end = knock(server.url, answered, RHYTHM);
  await vi.waitFor(() => expect(server.asked()).toBeGreaterThan(0));
  end();
  server.speak();
  await new Promise((go) => setTimeout(go, 5 * RHYTHM.everyMs));
  expect(answered).not.toHaveBeenCalled();
});

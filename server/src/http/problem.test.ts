import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { makeLog } from '../log.ts';
import { ReaderBusy } from '../reader/faults.ts';
import type { Room } from '../room/room.ts';
import { Bodies } from './bodies.ts';
import { sendInside } from './inside.ts';
import { predictRoutes } from './predict.ts';
import { problems } from './problem.ts';

let fault: Error;
const failing = async () => {
  throw fault;
};
const logged: unknown[] = [];
const log = makeLog('silent');
log.error = (said: object) => void logged.push(said);
const app = express();
app.use(predictRoutes({ predictStrokes: failing, predictImage: failing }, new Bodies(() => false)));
app.get('/inside', (request, response) =>
  sendInside({ inside: failing }, { code: 'ABCDEF' } as Room, { request, response }),
);
app.use(problems(log));
const server = createServer(app);
let url = '';

beforeAll(async () => {
  await once(server.listen(0, '127.0.0.1'), 'listening');
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => server.close());

const asks = {
  '/predict': () =>
    fetch(`${url}/predict`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{ "strokes": [[0, 0, 9, 9]] }',
    }),
  '/inside': () => fetch(`${url}/inside`),
};

it.each(['/predict', '/inside'] as const)(
  '[HTTP10] a reader that cannot answer now is busy, and any other fault is one: %s',
  async (path) => {
    fault = new ReaderBusy();
    logged.length = 0;
    const busy = await asks[path]();
    expect([busy.status, busy.headers.get('retry-after')]).toEqual([503, '1']);
    expect(await busy.json()).toEqual({ error: 'busy', message: fault.message });
    expect(logged).toEqual([]);

    fault = new TypeError('a bug');
    const failed = await asks[path]();
    expect(failed.status).toBe(500);
    expect(await failed.json()).toMatchObject({ error: 'failed' });
    expect(logged).toEqual([{ error: fault }]);
  },
);

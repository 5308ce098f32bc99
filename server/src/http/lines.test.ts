import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import express, { type Request } from 'express';
import { expect, it } from 'vitest';
import { makeLog } from '../log.ts';
import { ReaderBusy } from '../reader/faults.ts';
import { blankPrediction, type Prediction } from '../reader/prediction.ts';
import type { Room } from '../room/room.ts';
import { Bodies } from './bodies.ts';
import { sendInside } from './inside.ts';
import { predictRoutes } from './predict.ts';
import { problems } from './problem.ts';

/** Work of the reader's that is done when the test says so. */
class Slow<Made> {
  readonly begun: ((made: Made) => void)[] = [];
  readonly work = () => new Promise<Made>((resolve) => this.begun.push(resolve));
}

it('[PREDICT7] few drawings and images are read at the same time, large drawings one after the other; others wait in line', async () => {
  const strokes = new Slow<Prediction>();
  const images = new Slow<Prediction>();
  const reader = { predictStrokes: strokes.work, predictImage: images.work };
  const app = express().use(
    predictRoutes(reader, new Bodies(() => false)),
    problems(makeLog('silent')),
  );
  const server = app.listen(0);
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/predict`;
  const post = async (body: unknown) => {
    const headers = { 'content-type': 'application/json' };
    const answer = await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) });
    return answer.status;
  };
  const large = { strokes: new Array(500).fill([1, 2, 3, 4]) };
  const waiting = Array.from({ length: 34 }, () => post(large));
  expect(await Promise.race(waiting)).toBe(503);
  expect(strokes.begun).toHaveLength(1);
  const small = post({ strokes: [[1, 2, 3, 4]] });
  const pictures = Array.from({ length: 69 }, () => post({ image: 'AAAA' }));
  expect(await Promise.race(pictures)).toBe(503);
  expect(images.begun).toHaveLength(4);
  while (strokes.begun.length < 2) await new Promise((resolve) => setImmediate(resolve));
  strokes.begun[1]?.(blankPrediction());
  expect(await small).toBe(200);
  server.closeAllConnections();
  server.close();
  await Promise.allSettled([...waiting, ...pictures]);
});

it('[INSIDE2] few look inside at the same time; others wait in line, and a line that is too long is refused', async () => {
  const looks = new Slow<null>();
  const response = { set: () => response, status: () => response, json: () => response };
  const request = { params: { glyph: '1.1' } } as unknown as Request;
  const room = { code: 'ABCDEF' } as Room;
  const all = Array.from({ length: 67 }, () =>
    sendInside({ inside: looks.work }, room, { request, response: response as never }),
  );
  await expect(all.pop()).rejects.toThrow(ReaderBusy);
  for (let n = 0; n < 66; n++) {
    while (looks.begun.length <= n) await Promise.resolve();
    expect(looks.begun.length).toBeLessThanOrEqual(n + 2);
    looks.begun[n]?.(null);
  }
  await Promise.all(all);
});

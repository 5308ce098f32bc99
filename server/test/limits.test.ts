import type { IncomingMessage } from 'node:http';
import { REASONS } from '@inkling/shared/protocol';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { realClock } from '../src/room/tick.ts';
import { HAS_MODEL, line, TestClient, TestServer } from './harness.ts';

/** What a follower is told that is not let in. */
function followerAnswer(url: string, code: string): Promise<IncomingMessage> {
  const follower = new WebSocket(`${url.replace('http', 'ws')}/yjs/${code}`);
  return new Promise((resolve) =>
    follower.once('unexpected-response', (_, response) => {
      response.resume();
      resolve(response);
    }),
  );
}

describe.skipIf(!HAS_MODEL)('limits over HTTP', () => {
  const server = new TestServer({
    EXPORT_STROKES_BURST: '300',
    EXPORT_STROKES_A_SECOND: '50',
    JOINS_BURST: '4',
    JOINS_A_SECOND: '1',
    ROOMS_BURST: '3',
    ROOMS_A_SECOND: '0',
  });
  beforeAll(() => server.start());
  afterAll(() => server.stop());

  const get = (path: string) => fetch(server.url + path);
  const statuses = async (path: string, times: number) => {
    const all: number[] = [];
    for (let i = 0; i < times; i++) all.push((await get(path)).status);
    return all;
  };

  it('[HTTP6] what is taken out of a room is paced, room by room; a refusal says when to try again', async () => {
    const [a, b] = [new TestClient(server.url), new TestClient(server.url)];
    const { room } = await a.join();
    const { room: other } = await b.join();
    await a.draw(line(1, 10));
    expect(await statuses(`/api/rooms/${room.code}/canvas.json`, 2)).toEqual([200, 200]);
    expect(await statuses(`/api/rooms/${room.code}/canvas.svg`, 1)).toEqual([200]);
    const refused = await get(`/api/rooms/${room.code}/canvas.svg`);
    expect(refused.status).toBe(429);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThanOrEqual(1);
    expect(await refused.json()).toMatchObject({
      error: 'too-fast',
      message: expect.stringMatching(/try again in \d s\.$/),
    });
    expect(await statuses(`/api/rooms/${other.code}/canvas.svg`, 1)).toEqual([200]);
    expect(await statuses(`/api/rooms/${room.code}/canvas.yjs`, 5)).toEqual([
      200, 200, 200, 200, 429,
    ]);
    // Drawing is not held up by it.
    expect(await a.draw(line(2, 10))).toEqual({ ok: true });
    a.leave();
    b.leave();
  });

  it('[HTTP15] whoever asks only whether a drawing is there gets nothing made: that is not paced', async () => {
    const client = new TestClient(server.url);
    const { room } = await client.join();
    for (const format of ['json', 'svg', 'png', 'yjs']) {
      const url = `${server.url}/api/rooms/${room.code}/canvas.${format}`;
      for (let i = 0; i < 6; i++) {
        const answer = await fetch(url, { method: 'HEAD' });
        expect([answer.status, answer.headers.get('etag')]).toEqual([200, null]);
      }
    }
    client.leave();
  });

  it('[LIMIT5] whoever is refused and may try again is told when', async () => {
    await fetch(`${server.url}/api/rooms`, { method: 'POST' });
    const refused = await fetch(`${server.url}/api/rooms`, { method: 'POST' });
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '5']);
    for (const reason of ['too-fast', 'busy'] as const) {
      expect(REASONS[reason]).toMatch(/moment/);
    }
  });

  it('[DOOR40] codes of no room are paced together, asked for at /yjs or over HTTP', async () => {
    // Its time stands still: nothing that was taken comes back.
    const still = new TestServer({}, { ...realClock, now: () => 1e12 });
    await still.start();
    const guess = async () => (await followerAnswer(still.url, 'ZZZZZZ')).statusCode;
    for (let n = 0; n < 250; n++) {
      expect(await guess()).toBe(404);
      expect((await fetch(`${still.url}/api/rooms/ZZZZZZ/canvas.json`)).status).toBe(404);
    }
    const refused = await followerAnswer(still.url, 'ZZZZZZ');
    expect([refused.statusCode, refused.headers['retry-after']]).toEqual([429, '1']);
    expect((await fetch(`${still.url}/api/rooms/ZZZZZZ/canvas.json`)).status).toBe(429);
    await still.stop();
  });

  it('[LIMIT5] a follower that has no place is told when, too', async () => {
    const full = new TestServer({ MAX_DRAWING: '1', MAX_WATCHING: '0' });
    await full.start();
    const host = new TestClient(full.url);
    const { room } = await host.join();
    const answer = await followerAnswer(full.url, room.code);
    expect([answer.statusCode, answer.headers['retry-after']]).toEqual([503, '5']);
    host.leave();
    await full.stop();
  });
});

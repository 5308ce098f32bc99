import { strokesOf } from '@inkling/shared/canvas';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { WebsocketProvider } from 'y-websocket';
import * as Y from 'yjs';
import { HAS_MODEL, line, TestClient, TestServer } from './harness.ts';

interface Following {
  readonly doc: Y.Doc;
  readonly provider: WebsocketProvider;
  /** Waits until something is so, looking again whenever the document or awareness changes. */
  until(isSo: () => boolean): Promise<void>;
}

describe.skipIf(!HAS_MODEL)('the open door', () => {
  const server = new TestServer();
  const followed: Following[] = [];
  beforeAll(() => server.start());
  afterAll(async () => {
    for (const { provider } of followed) provider.destroy();
    await server.stop();
  });

  function follow(code: string): Following {
    const doc = new Y.Doc();
    const provider = new WebsocketProvider(`${server.url.replace('http', 'ws')}/yjs`, code, doc, {
      WebSocketPolyfill: WebSocket as never,
      disableBc: true,
    });
    const waiting = new Set<() => void>();
    const wake = () => {
      for (const look of waiting) look();
    };
    doc.on('update', wake);
    provider.awareness.on('change', wake);
    provider.on('sync', wake);
    const until = async (isSo: () => boolean) => {
      while (!isSo()) {
        await new Promise<void>((resolve) => {
          waiting.add(resolve);
        });
        waiting.clear();
      }
    };
    const following = { doc, provider, until };
    followed.push(following);
    return following;
  }

  const states = (f: Following) => [...f.provider.awareness.getStates().values()];

  it('[DOOR17] a code of no room is counted, asked for here or over HTTP', async () => {
    const { url } = server;
    await new Promise((resolve) =>
      new WebSocket(`${url.replace('http', 'ws')}/yjs/ZZZZZZ`).once('error', resolve),
    );
    expect((await fetch(`${url}/api/rooms/ZZZZZZ/canvas.json`)).status).toBe(404);
    const metrics = await (await fetch(`${url}/metrics`)).text();
    expect(metrics).toContain('inkling_refusals_total{reason="no-such-room"} 2');
  });

  it('[YJS1] a y-websocket client gets the canvas there is, and ink as it is drawn', async () => {
    const host = new TestClient(server.url);
    const { room } = await host.join();
    await host.draw(line(1, 4));
    const follower = follow(room.code);
    await follower.until(() => strokesOf(follower.doc).length === 1);
    await host.draw(line(2, 3, { done: false }));
    await follower.until(() => strokesOf(follower.doc).length === 2);
    expect(strokesOf(follower.doc)[1]).toMatchObject({ done: false, points: line(2, 3).points });
    await host.draw(line(2, 3, { at: 3 }));
    await follower.until(() => strokesOf(follower.doc)[1]?.done === true);
    expect(strokesOf(follower.doc)).toEqual(strokesOf(host.doc));
    host.leave();
  });

  it('[YJS8] a follower sees people and readings again after the server was restarted', async () => {
    const host = new TestClient(server.url);
    const { room } = await host.join();
    const follower = follow(room.code);
    const read = () => states(follower).find((state) => 'readings' in state)?.readings ?? [];
    const people = () => states(follower).filter((state) => 'user' in state);
    // Many messages, so that whoever counts anew begins far below.
    for (let stroke = 1; stroke <= 5; stroke++) {
      await host.draw(line(stroke, 30, { x: 200 + 400 * stroke }));
      await follower.until(() => read().length === stroke);
    }
    await server.restart();
    const back = new TestClient(server.url);
    await back.join({ room: room.code });
    await follower.until(() => read().length === 5 && people().length === 1);
    back.leave();
    host.leave();
  });

  it('[YJS2] people and readings are awareness states', async () => {
    const host = new TestClient(server.url);
    const { room, you } = await host.join();
    const follower = follow(room.code);
    await follower.until(() => states(follower).some((state) => state.author === you.author));
    const person = states(follower).find((state) => state.author === you.author);
    expect(person).toMatchObject({ user: { name: you.name, color: you.color }, host: true });
    await host.draw(line(1, 30, { done: false }));
    await follower.until(() => states(follower).some((state) => state.readings?.length === 1));
    const { readings } = states(follower).find((state) => state.readings) ?? {};
    expect(readings[0]).toMatchObject({ glyph: '1.1', strokes: [[1, 1]] });
    expect(readings[0].probabilities).toHaveLength(11);
    host.leave();
    await follower.until(() => !states(follower).some((state) => state.author === you.author));
  });

  it('[YJS3] a write changes nothing and is answered', async () => {
    const host = new TestClient(server.url);
    const { room } = await host.join();
    await host.draw(line(1, 4));
    const raw = new WebSocket(`${server.url.replace('http', 'ws')}/yjs/${room.code}`);
    const denied = new Promise<Buffer>((resolve) => {
      raw.on('message', (bytes: Buffer) => bytes[0] === 2 && resolve(bytes));
    });
    await new Promise((resolve) => raw.once('open', resolve));
    const doc = new Y.Doc();
    doc.getArray('ink').push([[1, 99, 0, 1, 0, new Uint8Array([1, 1, 0])]]);
    const update = Y.encodeStateAsUpdate(doc);
    raw.send(Uint8Array.from([0, 2, update.length, ...update]));
    expect((await denied).toString()).toContain('read-only');
    const canvas = await fetch(`${server.url}/api/rooms/${room.code}/canvas.json`);
    expect(await canvas.json()).toMatchObject({ strokes: [{ author: 1, stroke: 1 }] });
    raw.close();
    host.leave();
  });

  it('[YJS4] an unknown room has no door', async () => {
    const raw = new WebSocket(`${server.url.replace('http', 'ws')}/yjs/ZZZZZZ`);
    const status = await new Promise((resolve) => {
      raw.on('unexpected-response', (_request, response) => resolve(response.statusCode));
      raw.on('error', () => {});
    });
    expect(status).toBe(404);
  });

  it('[DOOR3] a page elsewhere may not open a socket', async () => {
    const raw = new WebSocket(
      `${server.url.replace('http', 'ws')}/socket.io/?EIO=4&transport=websocket`,
      {
        origin: 'https://elsewhere.example',
      },
    );
    const refused = await new Promise((resolve) => {
      raw.on('unexpected-response', (_request, response) => resolve(response.statusCode));
      raw.on('open', () => resolve('open'));
      raw.on('error', () => {});
    });
    expect(refused).toBe(400);
  });
});

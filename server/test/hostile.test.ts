import { strokesOf } from '@inkling/shared/canvas';
import { encodeChunks } from '@inkling/shared/ink';
import { MESSAGE_BYTES } from '@inkling/shared/limits';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import * as Y from 'yjs';
import { HAS_MODEL, line, TestClient, TestServer } from './harness.ts';

describe.skipIf(!HAS_MODEL).each([['websocket'], ['polling']] as const)(
  'attacks over %s',
  (transport) => {
    const server = new TestServer({
      MESSAGES_BURST: '500',
      MESSAGES_A_SECOND: '1',
      INK_POINTS_BURST: '20000',
    });
    const clients: TestClient[] = [];
    const client = () => {
      const made = new TestClient(server.url, [transport]);
      clients.push(made);
      return made;
    };
    beforeAll(() => server.start(), 60_000);
    afterAll(async () => {
      for (const made of clients) made.leave();
      await server.stop();
    });

    it('[DOOR5] a message far over 64 KiB ends its own connection and nobody else’s', async () => {
      const host = client();
      const { room } = await host.join();
      const bully = client();
      await bully.join({ room: room.code });
      bully.socket.emit('ink', new Uint8Array(110_000), () => {});
      await bully.until(() => !bully.socket.connected);
      expect(await host.draw(line(1, 3))).toEqual({ ok: true });
    });

    it('[DOOR13] a message of 64 KiB passes over either transport, and a longer one is refused with a reason', async () => {
      const host = client();
      await host.join();
      const chunk = encodeChunks([line(1, 3)]);
      const repeats = Math.floor(MESSAGE_BYTES / chunk.length);
      const full = new Uint8Array(repeats * chunk.length).map(
        (_, i) => chunk[i % chunk.length] ?? 0,
      );
      expect(await host.say('ink', full)).toEqual({ ok: true });
      expect(await host.raw('ink', new Uint8Array(MESSAGE_BYTES + 1))).toMatchObject({ ok: false });
      expect(host.socket.connected).toBe(true);
    });

    it('[DOOR6] unknown, reserved and inherited event names do nothing', async () => {
      const host = client();
      await host.join();
      for (const event of ['error', 'toString', '__proto__', 'frame', 'bye', 'x'.repeat(500)]) {
        host.socket.emit(event as 'point', [0, 1, 1]);
      }
      expect(await host.draw(line(1, 3))).toEqual({ ok: true });
    });

    it('[DOOR7] no object that is said changes a prototype', async () => {
      const host = client();
      await host.join();
      const evil = JSON.parse(
        '{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}},"do":"freeze","on":false}',
      );
      for (const event of ['join', 'host', 'erase', 'clear', 'restore', 'sync', 'vote'])
        await host.raw(event, evil);
      expect(({} as { polluted?: number }).polluted).toBeUndefined();
    });

    it('[DOOR8] a thousand empty chunks in one message cost as much as ink', async () => {
      const bully = client();
      await bully.join();
      const empty = new Uint8Array(5 * 12_000).fill(0).map((_, i) => (i % 5 === 0 ? 1 : 0));
      const answers: unknown[] = [];
      for (let i = 0; i < 3; i++) answers.push(await bully.say('ink', empty));
      expect(answers.at(-1)).toMatchObject({ ok: false, reason: 'too-fast' });
    });

    it('[LIMIT9] coming in again as the same person brings no new pace of ink', async () => {
      const host = client();
      const { room } = await host.join();
      const bully = client();
      const { you } = await bully.join({ room: room.code });
      const empty = new Uint8Array(5 * 12_000).fill(0).map((_, i) => (i % 5 === 0 ? 1 : 0));
      await bully.say('ink', empty);
      const again = client();
      await again.join({ room: room.code, token: you.token });
      expect(await again.say('ink', empty)).toMatchObject({ ok: false, reason: 'too-fast' });
      expect(await host.draw(line(1, 3))).toEqual({ ok: true });
    });

    it('[DOOR9] whoever asks for whole canvases again and again is told to wait', async () => {
      const host = client();
      const { room } = await host.join();
      const bully = client();
      await bully.join({ room: room.code });
      const have = { epoch: 99, vector: new Uint8Array([0]) };
      const answers = await Promise.all(Array.from({ length: 200 }, () => bully.say('sync', have)));
      expect(answers.filter((answer) => 'canvas' in answer).length).toBeLessThan(150);
      expect(answers.at(-1)).toMatchObject({ reason: 'too-fast' });
    });

    it('[DOOR20] of whole canvases that are asked for in one breath so many are given as a connection may hear bytes', async () => {
      const host = client();
      const { room } = await host.join();
      const scribble = Array.from({ length: 4000 }, (_, i) => [
        i % 2 === 0 ? 500 : 3500,
        (i * 577) % 2560,
        i,
        128,
      ]).flat();
      for (let n = 0; n < 4; n++) {
        const artist = client();
        await artist.join({ room: room.code });
        for (let stroke = 1; stroke <= 4; stroke++) {
          const chunk = { stroke, at: 0, done: true, pressure: false, surface: 0 };
          expect(await artist.draw({ ...chunk, points: scribble })).toEqual({ ok: true });
        }
      }
      const bully = client();
      const { canvas } = await bully.join({ room: room.code });
      expect(new Uint8Array(canvas).length).toBeGreaterThan(300_000);
      const asks = ['join', 'sync'].flatMap((event) =>
        Array.from({ length: 45 }, () =>
          event === 'join'
            ? bully.say('join', { v: 1, room: room.code })
            : bully.say('sync', { epoch: 99, vector: new Uint8Array([0]) }),
        ),
      );
      const answers = await Promise.all(asks);
      expect(answers.filter((answer) => 'canvas' in answer).length).toBeLessThan(40);
      expect(answers.at(-1)).toMatchObject({ reason: 'too-fast' });
      expect(await host.draw(line(1, 3))).toEqual({ ok: true });
    });

    it('[DOOR10] a connection may try twenty wrong codes', async () => {
      const guesser = client();
      const cut = new Promise((resolve) => guesser.socket.once('disconnect', resolve));
      for (let i = 0; i < 20; i++)
        void guesser.tryJoin({ room: `ZZZZZ${'ABCDEFGHJKMNPQRSTUVW'[i]}` });
      await cut;
      const other = client();
      expect(await other.tryJoin()).toMatchObject({ ok: true });
    });

    it('[DOOR11] more than its pace is refused with a reason, and too much of it ends the connection', async () => {
      const flood = client();
      await flood.join();
      for (let i = 0; i < 3000; i++) flood.socket.emit('clear', {}, () => {});
      await flood.until(() => !flood.socket.connected);
      const other = client();
      expect(await other.tryJoin()).toMatchObject({ ok: true });
    });

    it('[DOOR11] events that there are not count, too', async () => {
      const flood = client();
      await flood.join();
      for (let i = 0; i < 3000; i++) flood.socket.emit('draw' as 'clear', {}, () => {});
      await flood.until(() => !flood.socket.connected);
    });

    it('[DOOR12] a token of another room, author or secret is a stranger’s', async () => {
      const [a, b] = [client(), client()];
      const { you } = await a.join();
      const { room } = await b.join();
      for (const token of [
        you.token,
        you.token.replace(/^1/, '2'),
        '1.',
        '1.AAAAAAAAAAAAAAAAAAAAAA',
        '__proto__',
      ]) {
        const stranger = client();
        const joined = await stranger.join({
          room: room.code,
          token,
          ...(you.key && { key: you.key }),
        });
        expect(joined.you.author).toBeGreaterThan(1);
        expect(joined.you.host).toBe(false);
      }
    });
  },
);

describe.skipIf(!HAS_MODEL)('a school is one address', () => {
  const server = new TestServer();
  beforeAll(() => server.start(), 60_000);
  afterAll(() => server.stop());

  it('[LIMIT1] 160 sockets from one address are welcome', async () => {
    const host = new TestClient(server.url);
    const { room } = await host.join();
    const many = Array.from({ length: 160 }, () => new TestClient(server.url));
    const as = (i: number) => (i < 40 ? 'draw' : 'watch');
    const joined = await Promise.all(many.map((c, i) => c.join({ room: room.code, as: as(i) })));
    expect(new Set(joined.map(({ you }) => you.author)).size).toBe(160);
    await host.draw(line(1, 5));
    await Promise.all(many.map((c) => c.until(() => c.strokes.get('1.1')?.done === true)));
    for (const c of [host, ...many]) c.leave();
  });

  it('[YJS5] a follower that floods is cut, and one that comes back loses what was cleared', async () => {
    const host = new TestClient(server.url);
    const { room } = await host.join();
    await host.draw(line(1, 4));
    const url = `${server.url.replace('http', 'ws')}/yjs/${room.code}`;
    const flood = new WebSocket(url);
    await new Promise((open) => flood.once('open', open));
    const closed = new Promise((resolve) => flood.once('close', resolve));
    for (let i = 0; i < 1000; i++) flood.send(Uint8Array.from([3]));
    await closed;

    const doc = new Y.Doc();
    Y.applyUpdate(doc, Y.encodeStateAsUpdate(host.doc));
    const mine = doc.getText('notes');
    mine.insert(0, 'my own');
    await host.say('clear', {});
    const back = new WebSocket(url);
    await new Promise((open) => back.once('open', open));
    const empty = new Promise<void>((resolve) => {
      back.on('message', (bytes: Buffer) => {
        if (bytes[0] !== 0 || (bytes[1] !== 1 && bytes[1] !== 2)) return;
        Y.applyUpdate(doc, new Uint8Array(bytes.subarray(3)));
        if (strokesOf(doc).length === 0) resolve();
      });
    });
    const vector = Y.encodeStateVector(doc);
    back.send(Uint8Array.from([0, 0, vector.length, ...vector]));
    await empty;
    expect(mine.toString()).toBe('my own');
    back.close();
    host.leave();
  });

  it('[YJS6] a follower that asks for everything again and again is told so many bytes', async () => {
    const host = new TestClient(server.url);
    const { room } = await host.join();
    const way = (i: number) => [100 + (i % 50) * 60, 100 + (i % 7) * 300, i * 8, 128];
    const points = Array.from({ length: 3000 }, (_, i) => way(i)).flat();
    for (let stroke = 1; stroke <= 20; stroke++) {
      expect(await host.draw({ ...line(stroke, 1), points })).toEqual({ ok: true });
    }
    const ws = new WebSocket(`${server.url.replace('http', 'ws')}/yjs/${room.code}`);
    await new Promise((open) => ws.once('open', open));
    let bytes = 0;
    const denied = new Promise<void>((resolve) => {
      ws.on('message', (told: Buffer) => {
        bytes += told.length;
        if (told[0] === 2) resolve();
        // Sync step 1, of somebody who has nothing.
        else if (told[0] === 0) ws.send(Uint8Array.from([0, 0, 1, 0]));
      });
    });
    ws.send(Uint8Array.from([0, 0, 1, 0]));
    await denied;
    expect(bytes).toBeGreaterThan(9_000_000);
    expect(bytes).toBeLessThan(13_000_000);
    ws.close();
    host.leave();
  });
});

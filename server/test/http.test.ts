import { strokesOf } from '@inkling/shared/canvas';
import type { Reading } from '@inkling/shared/reading';
import * as decoding from 'lib0/decoding';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { HAS_MODEL, line, TestClient, TestServer } from './harness.ts';

/** A PNG header that claims to be 10,000 × 10,000, with nothing behind it: a decompression bomb's calling card. */
function hugePng(): string {
  const bytes = Buffer.alloc(45);
  Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex').copy(bytes);
  bytes.writeUInt32BE(10_000, 16);
  bytes.writeUInt32BE(10_000, 20);
  Buffer.from('0806000000', 'hex').copy(bytes, 24);
  return bytes.toString('base64');
}

describe.skipIf(!HAS_MODEL)('the HTTP side', () => {
  const server = new TestServer();
  beforeAll(() => server.start());
  afterAll(() => server.stop());

  const post = async (path: string, body: unknown, type = 'application/json') => {
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    const response = await fetch(server.url + path, {
      method: 'POST',
      headers: { 'content-type': type },
      body: text,
    });
    return { status: response.status, said: (await response.json()) as Record<string, unknown> };
  };

  it('[HTTP1] it says that it is well, ready, and how it is', async () => {
    expect(await (await fetch(`${server.url}/healthz`)).json()).toEqual({ ok: true });
    const ready = await fetch(`${server.url}/readyz`);
    expect([ready.status, await ready.json()]).toEqual([200, { ok: true, missing: [] }]);
    const metrics = await (await fetch(`${server.url}/metrics`)).text();
    expect(metrics).toContain('inkling_rooms');
    expect(metrics).toContain('inkling_event_loop_delay_p99_seconds');
  });

  it.each(['/predict', '/api/predict'])('[PREDICT1] POST %s reads strokes', async (path) => {
    const one = Array.from({ length: 20 }, (_, i) => [50, 20 + i * 5]).flat();
    const { status, said } = await post(path, { strokes: [one] });
    expect(status).toBe(200);
    expect(said).toHaveProperty('confidence');
    expect(said.top).toHaveLength(3);
    expect(said.input).toHaveLength(784);
    expect(typeof said.uncertain).toBe('boolean');
  });

  it.each([
    ['no body', '', 400],
    ['not JSON', '{', 400],
    ['not an object', '[1]', 400],
    ['neither image nor strokes', {}, 400],
    ['an empty image', { image: '' }, 400],
    ['not base64', { image: 'data:image/png;base64,%%%' }, 400],
    ['not an image', { image: Buffer.from('hello, this is text').toString('base64') }, 400],
    ['half a PNG', { image: 'iVBORw0KGgoAAAANSUhEUgAAABwAAAAcCAAAAABXZoBIAAAA' }, 400],
    ['10,000 × 10,000', { image: hugePng() }, 400],
    ['odd coordinates', { strokes: [[1, 2, 3]] }, 400],
    ['no strokes', { strokes: [] }, 400],
    ['a million points', { strokes: new Array(100).fill(new Array(20_000).fill(1)) }, 413],
    ['forty thousand points', { strokes: new Array(4).fill(new Array(20_000).fill(1)) }, 400],
    ['not numbers', { strokes: [['a', 'b']] }, 400],
    ['more than it takes', { image: 'A'.repeat(13_000_000) }, 413],
  ])('[PREDICT2] wrong input gets a 4xx with a sentence: %s', async (_what, body, status) => {
    const answer = await post('/predict', body);
    expect(answer.status).toBe(status);
    expect(answer.said.message).toMatch(/[a-z].*\.$/i);
  });

  it('[PREDICT3] five hundred strokes in one tangle are answered like any other drawing', async () => {
    const tangle = (n: number) =>
      Array.from({ length: 80 }, (_, i) => (i * i * (n + 3) * 31) % 997);
    const { status, said } = await post('/predict', {
      strokes: Array.from({ length: 500 }, (_, n) => tangle(n)),
    });
    expect([status, said.uncertain]).toEqual([200, true]);
  });

  it('[HTTP2] a room can be made, and its drawing taken away as JSON, SVG and PNG', async () => {
    const { status, said } = await post('/api/rooms', { kind: 'class' });
    expect([status, said.kind]).toEqual([201, 'class']);
    const client = new TestClient(server.url);
    const { you } = await client.join({ room: String(said.code), key: String(said.key) });
    expect(you).toMatchObject({ host: true, surface: 1 });
    await client.draw(line(1, 10));
    const base = `${server.url}/api/rooms/${said.code}/canvas`;
    const canvas = (await (await fetch(`${base}.json`)).json()) as {
      strokes: { points: unknown }[];
    };
    expect(canvas.strokes).toMatchObject([{ author: 1, stroke: 1, done: true, color: you.color }]);
    expect(canvas.strokes[0]?.points).toHaveProperty('9', [527, 481, 144, 128]);
    expect(await (await fetch(`${base}.svg`)).text()).toContain(`fill="${you.color}"`);
    const png = new Uint8Array(await (await fetch(`${base}.png`)).arrayBuffer());
    expect([...png.subarray(1, 4)]).toEqual([0x50, 0x4e, 0x47]);
    expect((await fetch(`${server.url}/api/rooms/ZZZZZZ/canvas.json`)).status).toBe(404);
    client.leave();
  });

  it('[HTTP4] a newcomer can fetch the canvas compressed, and then joins with what it has', async () => {
    const client = new TestClient(server.url);
    const { room, you } = await client.join();
    for (let stroke = 1; stroke <= 40; stroke++) await client.draw(line(stroke, 60));
    const response = await fetch(`${server.url}/api/rooms/${room.code}/canvas.yjs`, {
      headers: { 'accept-encoding': 'br' },
    });
    expect(response.headers.get('content-encoding')).toBe('br');
    const decoder = decoding.createDecoder(new Uint8Array(await response.arrayBuffer()));
    const epoch = decoding.readVarUint(decoder);
    const late = new TestClient(server.url);
    Y.applyUpdate(late.doc, decoding.readTailAsUint8Array(decoder));
    expect(strokesOf(late.doc)).toHaveLength(40);
    const vector = Y.encodeStateVector(late.doc);
    const joined = await late.join({ room: room.code, have: { epoch, vector } });
    expect(joined.canvas.byteLength).toBeLessThan(200);
    expect(strokesOf(late.doc)[0]).toMatchObject({
      author: you.author,
      points: line(1, 60).points,
    });
    client.leave();
    late.leave();
  });

  it('[INSIDE1] whoever looks inside sees the feature maps and the activation map of a glyph', async () => {
    const client = new TestClient(server.url);
    const { room } = await client.join();
    await client.draw(line(1, 30));
    await client.until(() => client.readings.has('1.1'));
    const base = `${server.url}/api/rooms/${room.code}/glyphs`;
    const inside = (await (await fetch(`${base}/1.1/inside`)).json()) as {
      input: string;
      outputs: Record<string, { dims: number[]; bytes: string }>;
    };
    expect(Buffer.from(inside.input, 'base64')).toHaveLength(784);
    expect(Object.keys(inside.outputs)).toEqual(expect.arrayContaining(['features1', 'cam']));
    const { dims, bytes } = inside.outputs.cam ?? { dims: [], bytes: '' };
    expect(dims[0]).toBe(11);
    expect(Buffer.from(bytes, 'base64')).toHaveLength(dims.reduce((product, n) => product * n, 1));
    expect((await fetch(`${base}/9.9/inside`)).status).toBe(404);
    client.leave();
  });

  it('[REPLAY4] what was read while a glyph was half made is read again: the same that was heard then', async () => {
    const client = new TestClient(server.url);
    const { room } = await client.join();
    const heard: { at: number; probabilities: number[] }[] = [];
    let drawn = 0;
    // 64 ms of ink a piece: the moments at which the past is read.
    for (const points of [5, 4, 4, 4, 4, 4, 4]) {
      const done = drawn + points === 29;
      const piece = line(1, points, { at: drawn });
      const bent = piece.points.map((x, i) =>
        i % 4 === 0 ? Math.round(500 + 60 * Math.sin((drawn + i / 4) / 4)) : x,
      );
      await client.draw({ ...piece, points: bent, done });
      drawn += points;
      const end = 400 + (drawn - 1) * 9;
      await client.until(() => {
        const box = client.readings.get('1.1')?.box;
        return box !== undefined && box.y + box.h === end;
      });
      const { probabilities } = client.readings.get('1.1') as Reading;
      heard.push({ at: (drawn - 1) * 16, probabilities: [...probabilities] });
    }
    const base = `${server.url}/api/rooms/${room.code}/glyphs`;
    const past = (await (await fetch(`${base}/1.1/past`)).json()) as { samples: number[][] };
    expect(past.samples.map(([at]) => at)).toEqual(heard.map(({ at }) => at));
    for (const [i, { probabilities }] of heard.entries()) {
      const again = past.samples[i]?.slice(1) ?? [];
      const apart = again.map((p, digit) => Math.abs(p - (probabilities[digit] as number)));
      expect(Math.max(...apart)).toBeLessThanOrEqual(2);
    }
    // Half-made ink is not read as the whole: the bends change the network's mind on their way.
    expect(new Set(past.samples.map((sample) => sample.slice(1).join())).size).toBeGreaterThan(3);
    expect((await fetch(`${base}/9.9/past`)).status).toBe(404);
    client.leave();
  });

  it('[HTTP5] a page elsewhere may not make rooms', async () => {
    const response = await fetch(`${server.url}/api/rooms`, {
      method: 'POST',
      headers: { origin: 'https://elsewhere.example' },
    });
    expect(response.status).toBe(403);
  });

  it('[HTTP11] a surface that is none is refused with a sentence', async () => {
    const made = await fetch(`${server.url}/api/rooms`, { method: 'POST' });
    const { code } = (await made.json()) as { code: string };
    for (const type of ['json', 'svg', 'png']) {
      const canvas = `${server.url}/api/rooms/${code}/canvas.${type}`;
      for (const surface of ['abc', '', '-1', '1.5', '1&surface=2']) {
        const refused = await fetch(`${canvas}?surface=${surface}`);
        expect(refused.status).toBe(400);
        expect(await refused.json()).toEqual({
          error: 'bad-surface',
          message: 'A surface is 0, the board, or the number of whose tile it is.',
        });
      }
      expect((await fetch(`${canvas}?surface=3`)).status).toBe(200);
    }
  });

  it('[HTTP3] what is not there is said, and no header tells the server’s make', async () => {
    const missing = await fetch(`${server.url}/nothing-here`);
    expect(missing.status).toBe(404);
    expect(missing.headers.get('x-powered-by')).toBeNull();
    expect(missing.headers.get('content-security-policy')).toContain("script-src 'self'");
    for (const path of ['/api/nothing', '/assets/nothing.js', '/yjs/QKWMPT', '/socket.io/x/y']) {
      const asked = await fetch(server.url + path, { headers: { accept: 'text/html' } });
      expect(asked.status, path).toBeGreaterThanOrEqual(400);
      expect(asked.headers.get('content-type'), path).not.toContain('html');
    }
    const sneaky = await fetch(`${server.url}/assets/..%2f..%2f..%2fpackage.json`);
    expect(sneaky.status).toBeGreaterThanOrEqual(400);
  });

  it('[HTTP12] a browser that opens an address of nothing gets the page, which says so; a program gets JSON', async () => {
    const page = { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' };
    for (const path of ['/SDXKQ', '/SDXKQO', '/SDXKQVA', '/nothing/here/at/all', '/%E0%A4']) {
      const opened = await fetch(server.url + path, { headers: page });
      expect(opened.status, path).toBe(404);
      expect(opened.headers.get('content-type'), path).toContain('text/html');
      expect(opened.headers.get('cache-control'), path).toBe('no-cache');
      const asked = await fetch(server.url + path);
      expect(asked.status, path).toBe(404);
      expect(asked.headers.get('content-type'), path).toContain('json');
    }
    for (const path of ['/SDX%20KQV', '/SDXKQV.', '/sdxkqv/stage', '/5DXKQV']) {
      expect((await fetch(server.url + path, { headers: page })).status, path).toBe(200);
    }
  });
});

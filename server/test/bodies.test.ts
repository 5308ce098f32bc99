import { once } from 'node:events';
import { connect } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { HAS_MODEL, TestServer } from './harness.ts';

const MEGABYTE = 1024 * 1024;

describe.skipIf(!HAS_MODEL)('bodies of the single-user API', () => {
  const server = new TestServer();
  beforeAll(() => server.start());
  afterAll(() => server.stop());

  const post = (body: string | Uint8Array<ArrayBuffer>, more: Record<string, string> = {}) =>
    fetch(`${server.url}/predict`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...more },
      body,
    });
  const zeros = (bytes: number) => new Array(Math.ceil(bytes / 2)).fill(0).join();

  it.each([
    ['strokes that are numbers', `{"strokes":[${zeros(1.1 * MEGABYTE)}]}`, 413],
    ['numbers beside an image', `{"image":"AAAA","more":[${zeros(1.1 * MEGABYTE)}]}`, 413],
    ['numbers as an image', `{"image":[${zeros(1.1 * MEGABYTE)}]}`, 413],
    ['many empty strokes', `{"strokes":[${new Array(300_000).fill('[]').join()}]}`, 400],
    ['deep nests', `{"strokes":${'['.repeat(400_000)}${']'.repeat(400_000)}}`, 400],
    ['an image as long', `{ "image" : "${'A'.repeat(2 * MEGABYTE)}", "more": 1 }`, 400],
  ])(
    '[PREDICT5] what is large without being an image is not even parsed: %s',
    async (_what, body, status) => {
      expect((await post(body)).status).toBe(status);
    },
  );

  it('[PREDICT5] a compressed body, which may be a thousand times as large, is refused', async () => {
    const body = gzipSync('{"strokes":[[1,2,3,4]]}');
    expect((await post(body, { 'content-encoding': 'gzip' })).status).toBe(415);
  });

  it('[PREDICT6] half bodies are held up to 64 MB: then the one that waits for longest is cut, and others get in', async () => {
    /** Sends all but the end of a body; says what was answered. */
    const half = async () => {
      const socket = connect(server.running.port, '127.0.0.1');
      let said = '';
      socket.on('data', (bytes) => {
        said += bytes.toString('latin1');
      });
      socket.on('error', () => {});
      const head = `POST /predict HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: ${12 * MEGABYTE}\r\n\r\n`;
      socket.write(head);
      await new Promise((sent) => socket.write(Buffer.alloc(11 * MEGABYTE, ' '), sent));
      return { socket, said: () => said };
    };
    const halves = [];
    for (let n = 0; n < 7; n++) halves.push(await half());
    const first = halves[0] as (typeof halves)[number];
    if (!first.socket.closed) await once(first.socket, 'close');
    expect(first.said()).toMatch(/^(HTTP\/1\.1 503 .*Retry-After: 2|$)/s);
    const { status } = await post('{"strokes":[[10,10,10,200]]}');
    expect(status).toBe(200);
    expect(halves.at(-1)?.socket.closed).toBe(false);
    for (const { socket } of halves) socket.destroy();
  });
});

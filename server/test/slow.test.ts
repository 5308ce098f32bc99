import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { realClock } from '../src/room/tick.ts';
import { HAS_MODEL, line, TestClient, TestServer } from './harness.ts';

const MANY = 200;
/** A clock on which whoever has a minute has a moment: what waits for a minute need not be waited for. */
const HASTY = {
  now: realClock.now,
  after: (ms: number, callback: () => void) => realClock.after(ms >= 60_000 ? 200 : ms, callback),
};

/** Says a little every now and then until the other side has had enough; resolves with what that said. */
async function trickle(port: number, opening: string): Promise<string> {
  const socket: Socket = connect(port, '127.0.0.1');
  let said = '';
  socket.on('data', (bytes) => {
    said += bytes.toString('latin1');
  });
  socket.on('error', () => {});
  socket.write(opening);
  const drip = setInterval(() => socket.writable && socket.write('a'), 50);
  await once(socket, 'close');
  clearInterval(drip);
  return said;
}

describe.skipIf(!HAS_MODEL)('slow-loris', () => {
  const server = new TestServer({ HEADERS_MS: '400', REQUEST_MS: '800' }, HASTY);
  beforeAll(() => server.start());
  afterAll(() => server.stop());

  it(`[LORIS1] ${MANY} connections whose headers trickle are ended, while a room draws on`, async () => {
    const host = new TestClient(server.url);
    await host.join();
    const { port } = server.running;
    let left = MANY;
    const attack = Array.from({ length: MANY }, () =>
      trickle(port, 'GET / HTTP/1.1\r\nHost: x\r\nX-Slow: ').finally(() => left--),
    );
    let strokes = 0;
    while (left > 0) expect(await host.draw(line(++strokes, 4))).toEqual({ ok: true });
    expect(strokes).toBeGreaterThan(1);
    for (const said of await Promise.all(attack)) expect(said).toMatch(/^(HTTP\/1\.1 408 |$)/);
    host.leave();
  });

  it('[LORIS2] a body that trickles is ended, announced or in chunks, whoever it is for', async () => {
    const { port } = server.running;
    const post = (path: string, more: string) =>
      `POST ${path} HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n${more}\r\n\r\n`;
    const said = await Promise.all([
      trickle(port, `${post('/predict', 'Content-Length: 10000000')}{"image":"`),
      trickle(port, `${post('/predict', 'Transfer-Encoding: chunked')}ffffff\r\n{"image":"`),
      trickle(port, `${post('/api/rooms', 'Content-Length: 1000')}{"kind":"`),
      trickle(port, post('/socket.io/?EIO=4&transport=polling', 'Content-Length: 50000')),
    ]);
    for (const answer of said) expect(answer).toMatch(/^(HTTP\/1\.1 4\d\d |$)/);
  });

  it('[LORIS3] a connection that says nothing is ended', async () => {
    const socket = connect(server.running.port, '127.0.0.1');
    socket.resume().on('error', () => {});
    await once(socket, 'close');
  });

  it.each([['websocket'], ['polling']] as const)(
    '[LORIS4] a socket that joins no room is cut, and one that did is not: %s',
    async (by) => {
      const host = new TestClient(server.url, [by]);
      await host.join();
      const idlers = Array.from({ length: 20 }, () => new TestClient(server.url, [by]));
      await Promise.all(idlers.map((idler) => idler.until(() => idler.socket.connected)));
      await Promise.all(idlers.map((idler) => idler.until(() => !idler.socket.connected)));
      expect(await host.draw(line(1, 4))).toEqual({ ok: true });
      host.leave();
    },
  );
});

import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { HAS_MODEL, line, TestClient, TestServer } from './harness.ts';

/** A built page, as far as its headers go. */
function makePage(): string {
  const folder = mkdtempSync(join(tmpdir(), 'inkling-page-'));
  mkdirSync(join(folder, 'assets'));
  writeFileSync(join(folder, 'index.html'), '<!doctype html><title>Inkling</title>');
  writeFileSync(join(folder, 'assets/main-a1b2c3.js'), `/* ${'ink '.repeat(2000)}*/`);
  return folder;
}

const REQUESTS = {
  'two lengths':
    'POST /api/rooms HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 5\r\n\r\n{}',
  'a length and chunks':
    'POST /api/rooms HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /metrics HTTP/1.1\r\n\r\n',
  'an odd encoding':
    'POST /api/rooms HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: xchunked\r\n\r\n0\r\n\r\n',
  'bare line feeds': 'GET / HTTP/1.1\nHost: x\n\n',
  'no host': 'GET / HTTP/1.1\r\n\r\n',
  'a null byte': 'GET /\0 HTTP/1.1\r\nHost: x\r\n\r\n',
  'half a percent sign':
    'GET /api/rooms/%E0%A4%A/canvas.json HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n',
  'an endless cookie': `GET / HTTP/1.1\r\nHost: x\r\nCookie: ${'a'.repeat(60_000)}\r\n\r\n`,
  'another EIO':
    'GET /socket.io/?EIO=99&transport=polling HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n',
  'an inherited transport':
    'GET /socket.io/?EIO=4&transport=constructor HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n',
  'an inherited session':
    'GET /socket.io/?EIO=4&transport=polling&sid=__proto__ HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n',
  'half an upgrade':
    'GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Key: x\r\nSec-WebSocket-Version: 13\r\n\r\n',
  'an upgrade elsewhere':
    'GET /predict HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nSec-WebSocket-Version: 13\r\n\r\n',
  'a way up':
    'GET /assets/%2e%2e%2f%2e%2e%2fdata/secret HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n',
  'a way up from the door':
    'GET /yjs/../../etc HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nSec-WebSocket-Version: 13\r\n\r\n',
} as const;

/** What engine.io and Socket.IO make of packets that nobody sends. */
const PACKETS = [
  ...[
    '',
    '9',
    '4',
    '4{"a"',
    '40/admin,',
    '6',
    '5probe',
    '1',
    '44{}',
    '43["x"]',
    '42[]',
    '42{}',
    '42[1]',
  ],
  ...[
    '42["__proto__"]',
    '42["join"',
    '451-["ink",{"_placeholder":true,"num":99}]',
    '45000000-["ink"]',
  ],
  ...['42["join",{"v":1e999}]', '42["erase",{"strokes":[[null,-1]]}]', `42${'['.repeat(20_000)}`],
];

describe.skipIf(!HAS_MODEL)('HTTP hygiene', () => {
  const page = makePage();
  const server = new TestServer({ CLIENT_DIR: page, ALLOWED_ORIGINS: 'https://friend.example' });
  beforeAll(() => server.start());
  afterAll(async () => {
    await server.stop();
    rmSync(page, { recursive: true, force: true });
  });

  const head = async (path: string, headers: Record<string, string> = {}) => {
    const response = await fetch(server.url + path, { headers });
    await response.arrayBuffer();
    return response.headers;
  };

  it('[HTTP8] every answer has a strict policy, and none tells what made it', async () => {
    for (const path of ['/', '/healthz', '/nothing', '/api/rooms/ZZZZZZ/canvas.json']) {
      const headers = await head(path);
      const policy = headers.get('content-security-policy') ?? '';
      expect(policy).toContain("default-src 'self'");
      expect(policy).toContain("script-src 'self'");
      expect(policy).toContain("object-src 'none'");
      expect(policy).toContain("frame-ancestors 'self'");
      expect(policy).not.toContain('unsafe');
      expect(policy).not.toContain('http');
      expect(headers.get('permissions-policy')).toContain('camera=()');
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('referrer-policy')).toBe('no-referrer');
      for (const name of ['x-powered-by', 'server']) expect(headers.get(name)).toBeNull();
    }
  });

  it('[HTTP8] where every origin is let in, its pages may read answers and polls alike', async () => {
    const open = new TestServer({ CLIENT_DIR: page, ALLOWED_ORIGINS: '*' });
    await open.start();
    try {
      for (const path of ['/healthz', '/socket.io/?EIO=4&transport=polling']) {
        const answer = await fetch(open.url + path, { headers: { origin: 'https://any.example' } });
        expect(answer.status).toBe(200);
        const allowed = answer.headers.get('access-control-allow-origin') ?? '';
        expect(['*', 'https://any.example']).toContain(allowed);
      }
    } finally {
      await open.stop();
    }
  });

  it('[HTTP8] only listed origins may read what is answered', async () => {
    const origin = (of: string) => head('/healthz', { origin: of });
    const friend = await origin('https://friend.example');
    expect(friend.get('access-control-allow-origin')).toBe('https://friend.example');
    const stranger = await origin('https://elsewhere.example');
    expect(stranger.get('access-control-allow-origin')).toBeNull();
  });

  it('[HTTP8] built assets are compressed and kept for ever; pages are asked for again', async () => {
    const asset = await head('/assets/main-a1b2c3.js', { 'accept-encoding': 'gzip' });
    expect(asset.get('content-encoding')).toBe('gzip');
    expect(asset.get('cache-control')).toBe('public, max-age=31536000, immutable');
    expect((await head('/')).get('cache-control')).toBe('no-cache');
  });

  it.each(Object.entries(REQUESTS))(
    '[HTTP9] a request that is none gets a 4xx: %s',
    async (_, text) => {
      const socket = connect(server.running.port, '127.0.0.1');
      let said = '';
      socket.on('data', (bytes) => {
        said += bytes.toString('latin1');
      });
      socket.on('error', () => {});
      socket.write(text);
      await once(socket, 'close');
      expect(said).toMatch(/^HTTP\/1\.1 4\d\d /);
      expect(said.match(/^HTTP\/1\.1 /gm)).toHaveLength(1);
      expect(said).not.toMatch(/node_modules|at .*\.[jt]s:/);
    },
  );

  it('[DOOR14] packets that nobody sends end at most their own session', async () => {
    const host = new TestClient(server.url);
    await host.join();
    const polling = `${server.url}/socket.io/?EIO=4&transport=polling`;
    for (const packet of PACKETS) {
      const opened = await (await fetch(polling)).text();
      const { sid } = JSON.parse(opened.slice(1)) as { sid: string };
      const post = (body: string) => fetch(`${polling}&sid=${sid}`, { method: 'POST', body });
      await post('40');
      expect((await post(packet)).status).toBeLessThan(500);
    }
    expect(await host.draw(line(1, 4))).toEqual({ ok: true });
    host.leave();
  });

  it('[DOOR19] a connection carries one socket: who asks for more is cut before a second one is made', async () => {
    const polling = `${server.url}/socket.io/?EIO=4&transport=polling`;
    for (const more of ['40', '40/admin,']) {
      const opened = await (await fetch(polling)).text();
      const { sid } = JSON.parse(opened.slice(1)) as { sid: string };
      const session = `${polling}&sid=${sid}`;
      const body = ['40', ...Array.from({ length: 500 }, () => more)].join('\x1e');
      await fetch(session, { method: 'POST', body });
      const poll = await fetch(session);
      const heard = await poll.text();
      expect(heard.split('40{').length + heard.split('44').length).toBeLessThanOrEqual(3);
      expect((await fetch(session)).status).toBe(400);
    }
  });

  it('[METRIC2] the metrics tell of everything that an operator must know', async () => {
    const metrics = await (await fetch(`${server.url}/metrics`)).text();
    const told = [
      ...['rooms', 'people', 'chunks_total', 'frames_total', 'frame_bytes_total', 'frame_seconds'],
      ...['reader_queue', 'reader_batch', 'inference_seconds', 'event_loop_delay_p99_seconds'],
      'event_loop_delay_max_seconds',
      ...['skipped_total', 'refusals_total', 'store_seconds', 'store_faults_total', 'strain'],
      ...['reader_faults_total', 'rooms_unsaved', 'ready', 'memory_share'],
    ];
    for (const name of told) expect(metrics).toContain(`# TYPE inkling_${name} `);
  });
});

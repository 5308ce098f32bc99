import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { HAS_MODEL, line, TestClient } from './harness.ts';
import { ServerProcess } from './server-process.ts';

const PEOPLE = 30;

/** Somebody who draws without end, and remembers what was acknowledged. */
class Student {
  readonly acked = new Map<string, readonly number[]>();
  client: TestClient;
  #stroke = 0;

  constructor(private readonly url: string) {
    this.client = new TestClient(url);
  }

  async enter(room?: string): Promise<string> {
    const joined = await this.client.join({ ...(room !== undefined && { room }) });
    return joined.room.code;
  }

  /** Draws stroke after stroke, chunk after chunk, until the line is gone. */
  async draw(): Promise<void> {
    const author = this.client.joined?.you.author;
    while (this.client.socket.connected) {
      const stroke = ++this.#stroke;
      for (const at of [0, 6, 12]) {
        const chunk = line(stroke, 6, { at, done: at === 12, x: 20 + stroke });
        const answer = await Promise.race([this.client.draw(chunk), this.#gone()]);
        if (!answer?.ok || answer.refused) return;
        const before = this.acked.get(`${author}.${stroke}`) ?? [];
        this.acked.set(`${author}.${stroke}`, [...before, ...chunk.points]);
      }
    }
  }

  #gone(): Promise<null> {
    return this.client.until(() => !this.client.socket.connected).then(() => null);
  }

  /** Comes back as a page does: with its token, asking only for what it lacks. */
  async comeBack(room: string): Promise<void> {
    const before = this.client;
    const { token = '', author } = before.joined?.you ?? {};
    this.client = new TestClient(this.url);
    const { you } = await this.client.join({ room, token });
    expect(you.author).toBe(author);
  }
}

describe.skipIf(!HAS_MODEL)('a server that is told to stop while thirty people draw', () => {
  const server = new ServerProcess();
  afterAll(() => server.dispose());

  it('[KEEP3] tells everybody, stores everything, goes by itself; all are back with their canvas, and nothing that was acknowledged is lost', async () => {
    await server.start();
    const students = Array.from({ length: PEOPLE }, () => new Student(server.url));
    const [first, ...others] = students as [Student, ...Student[]];
    const room = await first.enter();
    await Promise.all(others.map((student) => student.enter(room)));
    const drawing = students.map((student) => student.draw());
    await Promise.all(students.map(({ client, acked }) => client.until(() => acked.size >= 2)));
    // A server that does not get done in five seconds ends itself with 1.
    expect(await server.end('SIGTERM')).toBe(0);
    await Promise.all(drawing);
    for (const { client } of students) {
      expect(client.heard.at(-1)).toMatchObject({ event: 'bye', said: { reason: 'busy' } });
    }

    await server.start();
    await Promise.all(students.map((student) => student.comeBack(room)));
    for (const { client, acked } of students) {
      expect(acked.size).toBeGreaterThanOrEqual(2);
      for (const [key, points] of acked) {
        expect(client.strokes.get(key)?.points.slice(0, points.length)).toEqual(points);
      }
      expect(client.strokes.size).toBeGreaterThanOrEqual(PEOPLE * 2);
    }
    expect(await first.client.draw(line(1000, 5))).toEqual({ ok: true });
    for (const { client } of students) client.leave();
  }, 60_000);
});

describe.skipIf(!HAS_MODEL || process.platform === 'win32')('a server under nohup', () => {
  const server = new ServerProcess({}, ['nohup']);
  afterAll(() => server.dispose());

  it('[SETUP6] outlives its terminal, and stops when it is told to', async () => {
    await server.start();
    server.hangUp();
    // Signals are delivered one after the other: a stop for this one would have begun by the answer.
    for (let i = 0; i < 3; i++) expect((await fetch(`${server.url}/readyz`)).status).toBe(200);
    expect(server.log).not.toContain('stopping');
    expect(await server.end('SIGTERM')).toBe(0);
  });
});

describe.skipIf(!HAS_MODEL)('a server that has just begun', () => {
  const server = new ServerProcess();
  afterAll(() => server.dispose());

  it('[SETUP4] stops when it is told to before it is ready', async () => {
    const begun = server.start().catch(() => null);
    await expect
      .poll(() => existsSync(join(server.dataDir, 'rooms.lmdb')), { interval: 2 })
      .toBe(true);
    expect(await server.end('SIGTERM')).toBe(0);
    await begun;
  });

  it('[STORE11] does not start on a folder that another one has, and says so', async () => {
    await server.start();
    const second = new ServerProcess({ DATA_DIR: server.dataDir });
    await expect(second.start()).rejects.toThrow();
    expect(second.log).toContain(`Another Inkling uses ${server.dataDir}`);
    await second.dispose();
  });
});

import { execFileSync } from 'node:child_process';
import { appendFileSync, mkdtempSync, rmdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Random } from './fuzz/random.ts';
import { HAS_MODEL, TestClient } from './harness.ts';
import { ServerProcess } from './server-process.ts';

const SIZE = '3m';

function mount(folder: string): void {
  execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${SIZE}`, 'tmpfs', folder], {
    stdio: 'ignore',
  });
}

/** Whether this machine lets us mount a small disk of our own: root on Linux may. */
function mayMount(): boolean {
  const folder = mkdtempSync(join(tmpdir(), 'inkling-disk-'));
  try {
    mount(folder);
    execFileSync('umount', [folder]);
    return true;
  } catch {
    return false;
  } finally {
    rmdirSync(folder);
  }
}

/** A stroke that hardly compresses: it takes the disk what it takes the line. */
function large(random: Random, stroke: number) {
  const points = Array.from({ length: 900 }, (_, i) => [
    random.below(4096),
    random.below(2560),
    i * 16,
    128,
  ]).flat();
  return { stroke, at: 0, done: true, pressure: false, surface: 0, points };
}

describe.skipIf(!HAS_MODEL || !mayMount())(
  'a disk of its own (skipped where none may be mounted)',
  () => {
    let server: ServerProcess;

    beforeEach(() => {
      server = new ServerProcess({ LOG_LEVEL: 'info' });
      mount(server.dataDir);
    });

    afterEach(async () => {
      await server.end('SIGKILL');
      execFileSync('umount', [server.dataDir]);
      await server.dispose();
    });

    /** Leaves no byte on the disk. */
    function fill(): string {
      const filler = join(server.dataDir, 'filler');
      const bytes = Buffer.alloc(4096);
      try {
        for (;;) appendFileSync(filler, bytes);
      } catch {
        return filler;
      }
    }

    it('[FAULT7] a full disk is told by /readyz, in the log and to who draws; once there is room, all is saved', async () => {
      await server.start();
      const ada = new TestClient(server.url);
      const { room, you } = await ada.join();
      const ben = new TestClient(server.url, ['polling']);
      await ben.join({ room: room.code });
      const random = new Random(7);
      let stroke = 1;
      expect(await ada.draw(large(random, stroke))).toEqual({ ok: true });
      expect((await fetch(`${server.url}/readyz`)).status).toBe(200);

      const filler = fill();
      let answer: Awaited<ReturnType<TestClient['draw']>> = { ok: true };
      const drawn: ReturnType<typeof large>[] = [];
      // The store has some free pages of its own; in the end it needs the disk.
      while (answer.ok && stroke < 400) {
        const next = large(random, ++stroke);
        drawn.push(next);
        answer = await ada.draw(next);
      }
      expect(answer).toMatchObject({
        ok: false,
        reason: 'busy',
        message: expect.stringContaining('Not saved'),
      });
      const last = `${you.author}.${stroke}`;
      await ben.until(() => ben.strokes.get(last)?.done === true);
      const ready = await fetch(`${server.url}/readyz`);
      expect(ready.status).toBe(503);
      expect(await ready.json()).toMatchObject({ ok: false, missing: ['store'] });
      expect((await fetch(`${server.url}/healthz`)).status).toBe(200);
      expect(server.log).toContain('the store could not be written');

      rmSync(filler);
      // As a page does: what was not saved is sent again until it is.
      const unsaved = drawn.at(-1) as (typeof drawn)[number];
      do answer = await ada.draw(unsaved);
      while (!answer.ok && answer.reason === 'busy');
      expect(answer).toEqual({ ok: true });
      expect((await fetch(`${server.url}/readyz`)).status).toBe(200);
      ada.leave();
      ben.leave();

      await server.end('SIGKILL');
      await server.start();
      const late = new TestClient(server.url);
      await late.join({ room: room.code });
      for (const { stroke: number, points } of drawn) {
        expect(late.strokes.get(`${you.author}.${number}`)?.points).toEqual(points);
      }
      late.leave();
    }, 120_000);

    it('[FAULT7] on a read-only volume it does not start, and says in a sentence why', async () => {
      execFileSync('mount', ['-o', 'remount,ro', server.dataDir]);
      await expect(server.start()).rejects.toThrow();
      expect(server.log).toContain('cannot be written');
      expect(server.log).not.toContain('    at ');
    }, 60_000);
  },
);

import { clientParser } from '@inkling/shared/bare-parser';
import { strokesOf } from '@inkling/shared/canvas';
import { decodeFrame, type Pointer } from '@inkling/shared/frame';
import { type Chunk, encodeChunks } from '@inkling/shared/ink';
import type { Person, Room, Tally } from '@inkling/shared/protocol';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { HAS_MODEL, line, TestClient, TestServer } from './harness.ts';

/** A stroke that is no digit, to and fro. */
function zigzag(stroke: number): Chunk {
  const points = Array.from({ length: 40 }, (_, i) => [
    400 + i * 12,
    500 + (i % 2) * 260,
    i * 16,
    128,
  ]);
  return { stroke, at: 0, done: true, pressure: false, surface: 0, points: points.flat() };
}

describe.skipIf(!HAS_MODEL).each([['websocket'], ['polling']] as const)(
  'the wire over %s',
  (transport) => {
    const server = new TestServer();
    const clients: TestClient[] = [];
    const client = () => {
      const made = new TestClient(server.url, [transport]);
      clients.push(made);
      return made;
    };
    const two = async () => {
      const host = client();
      const { room } = await host.join();
      const guest = client();
      await guest.join({ room: room.code });
      return { host, guest, code: room.code };
    };
    beforeAll(() => server.start());
    afterAll(async () => {
      for (const made of clients) made.leave();
      await server.stop();
    });

    it('[JOIN1] no room makes a new one, whose maker is its host; the code admits others', async () => {
      const { host, guest, code } = await two();
      expect(code).toMatch(/^[A-HJKMNP-Z]{6}$/);
      expect(host.joined).toMatchObject({
        ok: true,
        epoch: 1,
        you: { author: 1, host: true, surface: 0 },
      });
      expect(host.joined?.you.key).toMatch(/^[\w-]{22}$/);
      expect(guest.joined?.you).toMatchObject({ author: 2, host: false });
      expect(guest.joined?.you.key).toBeUndefined();
      await host.until(() => host.heard.some((h) => h.event === 'people'));
    });

    it('[JOIN2] a token is the same person again; a forged one is somebody new', async () => {
      const { guest, code } = await two();
      const { token, author, name } = guest.joined?.you ?? { token: '', author: 0, name: '' };
      guest.leave();
      const again = await client().join({ room: code, token });
      expect(again.you).toMatchObject({ author, name });
      const forged = await client().join({ room: code, token: `1${token.slice(1)}` });
      expect(forged.you.author).toBe(3);
      expect(forged.you.host).toBe(false);
    });

    it('[JOIN4] each connection of a person is told what it is itself', async () => {
      const host = client();
      const { room, you } = await host.join({ kind: 'class' });
      expect(you).toMatchObject({ author: 1, as: 'draw', surface: 1 });
      const stage = client();
      const watching = await stage.join({ room: room.code, token: you.token, as: 'watch' });
      expect(watching.you).toMatchObject({ author: 1, as: 'watch', surface: 0, here: true });
      expect(watching.people).toMatchObject([{ author: 1, as: 'draw', surface: 1 }]);
      expect(await stage.draw(line(1, 3))).toMatchObject({ refused: [{ reason: 'not-yours' }] });
    });

    it('[JOIN4] whoever joins another room draws there as who they are there, and not where they were', async () => {
      const { code } = await two();
      const visitor = client();
      const own = await visitor.join();
      await visitor.draw(line(1, 3));
      const there = await visitor.join({ room: code });
      expect([own.you.author, there.you.author]).toEqual([1, 3]);
      expect(await visitor.draw(line(1, 4))).toEqual({ ok: true });
      const authors = async (room: string) => {
        const canvas = await fetch(`${server.url}/api/rooms/${room}/canvas.json`);
        const { strokes } = (await canvas.json()) as { strokes: { author: number }[] };
        return strokes.map(({ author }) => author);
      };
      expect([await authors(own.room.code), await authors(code)]).toEqual([[1], [3]]);
    });

    it('[JOIN3] an unknown code, an old page and a lie about the key are told apart', async () => {
      const { code } = await two();
      expect(await client().tryJoin({ room: 'ZZZZZZ' })).toMatchObject({
        ok: false,
        reason: 'no-such-room',
      });
      expect(await client().tryJoin({ v: 0 })).toMatchObject({ ok: false, reason: 'too-old' });
      const liar = await client().join({ room: code, key: 'x'.repeat(22) });
      expect(liar.you.host).toBe(false);
    });

    it('[WIRE10] ink and frames may go bare, as on the page, beside those of Socket.IO', async () => {
      const { parser, allow } = clientParser();
      const bare = new TestClient(server.url, [transport], { parser });
      clients.push(bare);
      const said: unknown[] = [];
      bare.socket.io.engine.on('packet', ({ data }) => said.push(data));
      const { room, bare: allowed } = await bare.join({ bare: true });
      expect(allowed).toBe(true);
      const guest = client();
      await guest.join({ room: room.code });
      expect(await bare.draw(line(1, 5, { done: false }))).toEqual({ ok: true });
      allow();
      expect(await bare.draw(line(1, 5, { at: 5 }))).toEqual({ ok: true });
      expect(await bare.draw(line(2, 5, { at: 3 }))).toMatchObject({
        ok: true,
        refused: [{ stroke: 2, reason: 'bad-ink' }],
      });
      await guest.until(() => guest.strokes.get('1.1')?.done === true);
      expect(guest.strokes.get('1.1')?.points).toEqual(line(1, 10).points);
      await guest.draw(line(1, 4));
      await bare.until(() => bare.strokes.get('2.1')?.done === true);
      expect(bare.strokes.get('2.1')?.points).toEqual(line(1, 4).points);
      const announced = said.filter((data) => typeof data === 'string' && data.includes('"frame"'));
      expect(announced).toEqual([]);
    });

    it('[WIRE11] packed frames say the same as the others, to those who asked for them', async () => {
      const plain = client();
      const { room } = await plain.join({});
      const packed = client();
      await packed.join({ room: room.code, packed: true });
      for (let stroke = 1; stroke <= 3; stroke++) {
        await plain.draw(line(stroke, 5, { done: false }));
        await packed.draw(line(stroke, 4, { done: false }));
        await plain.draw(line(stroke, 5, { at: 5 }));
        await packed.draw(line(stroke, 6, { at: 4 }));
      }
      await packed.say('erase', { strokes: [[2, 2]] });
      for (const screen of [plain, packed]) {
        await screen.until(() => screen.strokes.size === 5);
        await screen.until(() => [...screen.strokes.strokes()].every(({ done }) => done));
        await screen.until(() => screen.readings.size > 0);
      }
      expect(Y.encodeStateAsUpdate(packed.doc)).toEqual(Y.encodeStateAsUpdate(plain.doc));
      expect(packed.tags).toContain(4);
      expect(packed.tags).toContain(5);
      expect([...plain.tags].filter((tag) => tag > 3)).toEqual([]);
    });

    it('[WIRE10] bytes that nothing announced and that are no ink end the connection', async () => {
      const { host } = await two();
      const gone = new Promise<void>((resolve) => host.socket.on('disconnect', () => resolve()));
      host.socket.io.engine.write(new Uint8Array([7, 7, 7]));
      await gone;
    });

    it('[INK6] ink is answered once stored, and everybody in the room gets it in a frame', async () => {
      const { host, guest } = await two();
      expect(await host.draw(line(1, 5, { done: false }))).toEqual({ ok: true });
      expect(await host.draw(line(1, 5, { at: 5 }))).toEqual({ ok: true });
      await guest.until(() => guest.strokes.get('1.1')?.done === true);
      expect(guest.strokes.get('1.1')?.points).toEqual(line(1, 10).points);
      expect(strokesOf(host.doc)).toEqual(strokesOf(guest.doc));
    });

    it('[INK7] asking twice is harmless', async () => {
      const { host, guest } = await two();
      await host.draw(line(1, 5, { done: false }), line(1, 5, { done: false }));
      await host.draw(line(1, 8));
      expect(await host.draw(line(1, 8), line(1, 5))).toEqual({ ok: true });
      await guest.until(() => guest.strokes.get('1.1')?.done === true);
      expect(guest.strokes.get('1.1')?.points).toEqual(line(1, 8).points);
      expect(guest.strokes.size).toBe(1);
    });

    it('[INK8] nobody draws as somebody else, and a refusal names its reason', async () => {
      const { host, guest } = await two();
      await host.draw(line(1, 3));
      await guest.draw(line(1, 4));
      await host.until(() => host.strokes.get('2.1') !== undefined);
      expect(host.strokes.get('1.1')?.points).toEqual(line(1, 3).points);
      const tile = await guest.draw(line(2, 3, { surface: 1 }), line(3, 3));
      expect(tile).toMatchObject({ ok: true, refused: [{ stroke: 2, reason: 'not-yours' }] });
      expect(await guest.say('erase', { strokes: [[1, 1]] })).toMatchObject({
        reason: 'not-yours',
      });
    });

    it('[GATE9] a stroke that is no ink is refused alone: the others of its message are taken', async () => {
      const { host, guest } = await two();
      const off = { ...line(2, 4), points: [9999, 1, 0, 128] };
      const later = line(2, 3, { at: 1 });
      const answer = await guest.draw(line(1, 4), off, later, line(3, 4));
      expect(answer).toEqual({
        ok: true,
        refused: [{ stroke: 2, reason: 'bad-ink', message: expect.stringContaining('surface') }],
      });
      await host.until(() => host.strokes.get('2.3') !== undefined);
      expect([...host.strokes.strokes()].map((one) => one.stroke)).toEqual([1, 3]);
      const cutOff = encodeChunks([line(4, 4), off]).subarray(0, -1);
      expect(await guest.say('ink', cutOff)).toMatchObject({ ok: false, reason: 'bad-ink' });
      expect(host.strokes.get('2.4')).toBeUndefined();
    });

    it('[UNDO1] erased ink goes from every screen and does not come back with a late repeat', async () => {
      const { host, guest } = await two();
      await guest.draw(line(1, 3), line(2, 3));
      await host.until(() => host.strokes.size === 2);
      expect(await guest.say('erase', { strokes: [[2, 1]] })).toEqual({ ok: true });
      await host.until(() => host.strokes.size === 1);
      expect(await guest.draw(line(1, 3))).toEqual({ ok: true });
      expect(host.strokes.get('2.1')).toBeUndefined();
    });

    it("[UNDO2] clear takes one's own ink, a host's clear takes all, and both can be undone", async () => {
      const { host, guest, code } = await two();
      await host.draw(line(1, 3));
      await guest.draw(line(1, 4));
      await host.until(() => host.strokes.size === 2);
      const own = await guest.say('clear', {});
      await host.until(() => host.strokes.size === 1);
      expect(host.strokes.get('1.1')).toBeDefined();
      if (!own.ok) throw new Error(own.reason);
      expect(await guest.say('restore', { undo: own.undo })).toEqual({ ok: true });
      await host.until(() => host.strokes.size === 2);

      const all = await host.say('clear', {});
      await guest.until(() => guest.strokes.size === 0);
      await guest.draw(line(2, 2));
      if (!all.ok) throw new Error(all.reason);
      expect(await guest.say('restore', { undo: all.undo })).toMatchObject({
        ok: false,
        reason: 'not-yours',
      });
      expect(await host.say('restore', { undo: all.undo })).toEqual({ ok: true });
      await guest.until(() => guest.strokes.size === 3);
      const late = client();
      expect((await late.join({ room: code })).epoch).toBe(2);
      expect(strokesOf(late.doc).map((s) => s.points)).toEqual(
        strokesOf(guest.doc).map((s) => s.points),
      );
    });

    it('[HEAD7] ink that comes back is read by the final head at once', async () => {
      const { host, guest } = await two();
      await host.draw(zigzag(1));
      const noDigit = () => [...guest.readings.values()][0]?.probabilities[10] ?? 0;
      // Only the final head can say so: of the live one this byte is nought.
      await guest.until(() => noDigit() > 128);
      const cleared = await host.say('clear', {});
      if (!cleared.ok) throw new Error(cleared.reason);
      await guest.until(() => guest.readings.size === 0);
      await host.say('restore', { undo: cleared.undo });
      await guest.until(() => guest.readings.size > 0);
      expect(noDigit()).toBeGreaterThan(128);
    });

    it('[SYNC1] a state vector brings only what is missing, and a stale epoch brings all', async () => {
      const { host, guest } = await two();
      await host.draw(line(1, 50));
      await guest.until(() => guest.strokes.size === 1);
      const have = { epoch: 1, vector: Y.encodeStateVector(guest.doc) };
      const little = await guest.say('sync', have);
      const stale = await guest.say('sync', { ...have, epoch: 77 });
      if (!('canvas' in little) || !('canvas' in stale)) throw new Error('refused');
      expect(little.canvas.byteLength).toBeLessThan(20);
      const fresh = new Y.Doc();
      Y.applyUpdate(fresh, new Uint8Array(stale.canvas));
      expect(strokesOf(fresh)).toEqual(strokesOf(host.doc));
    });

    it('[HOST1] only the host key rules; what it does is said to everybody', async () => {
      const { host, guest, code } = await two();
      expect(await guest.say('host', { do: 'freeze', on: true })).toMatchObject({
        reason: 'not-host',
      });
      expect(await host.say('host', { do: 'freeze', on: true })).toEqual({ ok: true });
      await guest.until(() => guest.heard.some((h) => h.event === 'room'));
      expect(await guest.draw(line(1, 2))).toMatchObject({
        refused: [{ stroke: 1, reason: 'frozen' }],
      });
      expect(await host.say('host', { do: 'close', on: true })).toEqual({ ok: true });
      expect(await client().tryJoin({ room: code })).toMatchObject({ reason: 'closed' });
      const { token } = guest.joined?.you ?? { token: '' };
      expect(await client().tryJoin({ room: code, token })).toMatchObject({ ok: true });
    });

    it('[HOST4] a token makes nobody host: the key is shown with each join', async () => {
      const { host, guest, code } = await two();
      const { token, key = '' } = host.joined?.you ?? { token: '' };
      const rules = () => guest.heard.filter((h) => h.event === 'people').at(-1)?.said;
      const shownHost = () => (rules() as Person[] | undefined)?.find((p) => p.author === 1)?.host;
      // Beside the one who showed the key, somebody with their token is the same person and rules nothing.
      const thief = client();
      expect((await thief.join({ room: code, token })).you).toMatchObject({
        author: 1,
        host: false,
      });
      expect(await thief.say('host', { do: 'end' })).toMatchObject({ reason: 'not-host' });
      expect(await host.say('host', { do: 'freeze', on: false })).toEqual({ ok: true });
      expect(shownHost()).not.toBe(false);
      host.leave();
      thief.leave();
      await guest.until(
        () => (rules() as Person[] | undefined)?.every((p) => p.author !== 1) ?? false,
      );
      const again = client();
      expect((await again.join({ room: code, token })).you).toMatchObject({
        author: 1,
        host: false,
      });
      await guest.until(() => shownHost() === false);
      expect((await again.join({ room: code, token, key })).you).toMatchObject({
        author: 1,
        host: true,
      });
      await guest.until(() => shownHost() === true);
    });

    it('[HOST2] removing a person takes their ink and their place; readmitting gives both back', async () => {
      const { host, guest, code } = await two();
      await guest.draw(line(1, 3));
      await host.until(() => host.strokes.size === 1);
      expect(await host.say('host', { do: 'remove', author: 2 })).toEqual({ ok: true });
      await guest.until(() => guest.heard.some((h) => h.event === 'bye'));
      expect(guest.heard.at(-1)).toMatchObject({ event: 'bye', said: { reason: 'removed' } });
      await host.until(() => host.strokes.size === 0);
      const { token } = guest.joined?.you ?? { token: '' };
      expect(await client().tryJoin({ room: code, token })).toMatchObject({ reason: 'removed' });
      await host.say('host', { do: 'readmit', author: 2 });
      await host.until(() => host.strokes.size === 1);
      expect(await client().tryJoin({ room: code, token })).toMatchObject({ ok: true });
    });

    it('[HOST9] whom the room keeps out is told to hosts, after each change and when they come', async () => {
      const { host, guest, code } = await two();
      const toldTo = (who: TestClient) => {
        const told = who.heard.filter((h) => h.event === 'removed').at(-1)?.said;
        return (told as Person[] | undefined)?.map(({ author }) => author).join();
      };
      const third = client();
      await third.join({ room: code });
      await guest.draw(line(1, 3));
      expect(toldTo(host)).toBe('');
      await host.say('host', { do: 'remove', author: 2 });
      await host.until(() => toldTo(host) === '2');
      // On another device of the host's as well.
      const { key = '' } = host.joined?.you ?? {};
      const second = client();
      await second.join({ room: code, key, as: 'watch' });
      await second.until(() => toldTo(second) === '2');
      await second.say('host', { do: 'readmit', author: 2 });
      await host.until(() => toldTo(host) === '');
      await third.until(() => third.strokes.size === 1);
      expect(toldTo(third)).toBeUndefined();
    });

    it('[HOST8] who is removed is not shown any more', async () => {
      const { host, guest } = await two();
      const shown = () => {
        const room = host.heard.filter((h) => h.event === 'room').at(-1)?.said;
        return (room as Room | undefined)?.spotlight;
      };
      await host.say('host', { do: 'spotlight', surface: 2 });
      await host.until(() => shown() === 2);
      await host.say('host', { do: 'remove', author: guest.joined?.you.author ?? 0 });
      await host.until(() => shown() === null);
    });

    it('[HOST3] an ended room says so and is gone', async () => {
      const { host, guest, code } = await two();
      await host.say('host', { do: 'end' });
      await guest.until(() => guest.heard.some((h) => h.event === 'bye'));
      expect(guest.heard.at(-1)).toMatchObject({ said: { reason: 'ended' } });
      expect(await client().tryJoin({ room: code })).toMatchObject({ reason: 'no-such-room' });
    });

    it("[HOST6] freezing ends the strokes that are being drawn, but the host's, and they are read as finished", async () => {
      const { host, guest } = await two();
      await host.draw(line(1, 9, { done: false, x: 3000 }));
      await guest.draw({ ...zigzag(1), done: false });
      await host.say('host', { do: 'freeze', on: true });
      await host.until(() => host.strokes.get('2.1')?.done === true);
      // Only the final head can say so: of the live one this byte is nought.
      await host.until(() => (host.readings.get('2.1')?.probabilities[10] ?? 0) > 128);
      expect(host.strokes.get('1.1')?.done).toBe(false);
      expect(await guest.draw(line(1, 0, { at: 40 }))).toEqual({ ok: true });
    });

    it('[TASK1] a task is told to all; what others see on a tile is counted, once for each', async () => {
      const { host, guest } = await two();
      const vote = { surface: 2, says: 7 };
      expect(await host.say('vote', vote)).toMatchObject({ reason: 'not-yours' });
      await host.say('host', { do: 'task', task: { kind: 'fool', target: '7' } });
      await guest.until(() => guest.heard.some((h) => h.event === 'room'));
      const room = guest.heard.filter((h) => h.event === 'room').at(-1);
      expect(room).toMatchObject({ said: { task: { kind: 'fool', target: '7' } } });
      expect(await guest.say('vote', vote)).toMatchObject({ reason: 'not-yours' });
      await host.say('vote', { ...vote, says: 1 });
      expect(await host.say('vote', vote)).toEqual({ ok: true });
      const counts = [0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0];
      const told = () => guest.heard.filter((h) => h.event === 'votes').at(-1)?.said;
      await guest.until(() => JSON.stringify(told()) === JSON.stringify([{ surface: 2, counts }]));
      await host.say('host', { do: 'task', task: null });
      await guest.until(() => JSON.stringify(told()) === '[]');
    });

    it('[TASK4] who leaves without ink has their votes, but not under two names; who is removed takes theirs along; who watches has none', async () => {
      const { host, guest, code } = await two();
      await guest.draw(line(1, 4));
      await host.say('host', { do: 'task', task: { kind: 'fool', target: '7' } });
      const told = (digit = 7) => {
        const votes = host.heard.filter((h) => h.event === 'votes').at(-1)?.said as
          | Tally[]
          | undefined;
        return votes?.[0]?.counts[digit] ?? 0;
      };
      const isKnown = (author: number) => {
        const people = host.heard.filter((h) => h.event === 'people').at(-1)?.said as Person[];
        return people.some((person) => person.author === author);
      };
      const vote = { surface: 2, says: 7 };
      const cheat = client();
      let name = 0;
      for (let n = 0; n < 2; n++) {
        name = (await cheat.join({ room: code })).you.author;
        expect(await cheat.say('vote', vote)).toEqual({ ok: true });
      }
      const inked = client();
      const { you } = await inked.join({ room: code });
      await inked.draw(line(1, 4, { x: 2000 }));
      await inked.say('vote', vote);
      inked.leave();
      await host.until(() => told() === 2);
      cheat.leave();
      await host.until(() => !isKnown(name));
      expect(told()).toBe(2);
      const again = client();
      await again.join({ room: code });
      expect(await again.say('vote', { ...vote, says: 8 })).toEqual({ ok: true });
      await host.until(() => told() === 1 && told(8) === 1);
      await host.say('host', { do: 'remove', author: you.author });
      await host.until(() => told() === 0);
      const watcher = client();
      const seen = await watcher.join({ room: code, as: 'watch' });
      expect(await watcher.say('vote', vote)).toMatchObject({ reason: 'not-yours' });
      const tile = { ...vote, surface: seen.you.author };
      expect(await host.say('vote', tile)).toMatchObject({ reason: 'not-yours' });
    });

    it('[TASK5] votes are forgotten when the drawing that they were given for is another', async () => {
      const { host, guest } = await two();
      await host.say('host', { do: 'task', task: { kind: 'fool', target: '7' } });
      const told = () => host.heard.filter((h) => h.event === 'votes').at(-1)?.said as Tally[];
      const vote = async () => {
        expect(await host.say('vote', { surface: 2, says: 7 })).toEqual({ ok: true });
        await host.until(() => told()?.[0]?.surface === 2);
      };
      const forgotten = () => host.until(() => told()?.length === 0);
      await guest.draw(line(1, 4, { surface: 2, done: false }), line(2, 4, { surface: 2 }));
      await vote();
      // What is under the pen goes on, and so does what is drawn elsewhere.
      await guest.draw(line(1, 4, { surface: 2, at: 4 }), line(3, 4));
      await host.draw(line(1, 4, { surface: 1 }));
      await guest.say('erase', { strokes: [[2, 3]] });
      expect(told()?.length).toBe(1);
      await guest.draw(line(4, 4, { surface: 2 }));
      await forgotten();
      await vote();
      await guest.say('erase', { strokes: [[2, 4]] });
      await forgotten();
      await vote();
      const cleared = await guest.say('clear', { surface: 2 });
      await forgotten();
      await guest.draw(line(5, 4, { surface: 2 }));
      await vote();
      await guest.say('restore', { undo: cleared.ok ? cleared.undo : '' });
      await forgotten();
    });

    it('[TASK6] nobody votes while the curtain is down', async () => {
      const { host, guest } = await two();
      await guest.draw(line(1, 4, { surface: 2 }));
      await host.say('host', { do: 'task', task: { kind: 'fool', target: '7' } });
      const vote = { surface: 2, says: 7 };
      await host.say('host', { do: 'curtain', on: true });
      expect(await host.say('vote', vote)).toMatchObject({ ok: false, reason: 'not-yours' });
      await host.say('host', { do: 'curtain', on: false });
      expect(await host.say('vote', vote)).toEqual({ ok: true });
    });

    it('[TASK2] a task names its digits as a string or as a number, or has none', async () => {
      const { host } = await two();
      const targetOf = async (task: object) => {
        const before = host.heard.filter((h) => h.event === 'room').length;
        expect(await host.raw('host', { do: 'task', task })).toEqual({ ok: true });
        const told = () => host.heard.filter((h) => h.event === 'room');
        await host.until(() => told().length > before);
        return (told().at(-1)?.said as Room | undefined)?.task?.target;
      };
      expect(await targetOf({ kind: 'draw', target: 7 })).toBe('7');
      expect(await targetOf({ kind: 'draw', target: '007' })).toBe('007');
      expect(await targetOf({ kind: 'fifty' })).toBeNull();
      for (const target of [-1, 1.5, 12345, 1e21, 'x', '', true]) {
        const task = { kind: 'draw', target };
        expect(await host.raw('host', { do: 'task', task })).toMatchObject({ reason: 'bad-ink' });
      }
    });

    it('[TASK3] who comes back is told the votes there are, and that there are none', async () => {
      const { host, guest, code } = await two();
      await host.say('host', { do: 'task', task: { kind: 'fool', target: '7' } });
      await host.say('vote', { surface: 2, says: 7 });
      const told = (who: TestClient) => who.heard.filter((h) => h.event === 'votes').at(-1)?.said;
      await guest.until(() => JSON.stringify(told(guest)).includes('counts'));
      guest.leave();
      await host.say('host', { do: 'task', task: null });
      const again = client();
      await again.join({ room: code, token: guest.joined?.you.token ?? '' });
      expect(told(again)).toEqual([]);
    });

    it('[POINT1] a pointer is shown on the board and on the tile of whose it is, and nowhere else', async () => {
      const { host, guest } = await two();
      const shown: Pointer[] = [];
      host.socket.on('frame', (bytes) => {
        shown.push(...(decodeFrame(new Uint8Array(bytes)).pointers ?? []));
      });
      for (const surface of [9, 1, 2]) {
        guest.socket.emit('point', [surface, 10, 20]);
        await guest.draw(line(surface, 2));
        await host.until(() => host.strokes.get(`2.${surface}`) !== undefined);
      }
      expect(shown).toEqual([{ author: 2, surface: 2, x: 10, y: 20 }]);
    });

    it('[DOOR1] whatever is said on any event is answered with a reason, and the room is unharmed', async () => {
      const { host, guest } = await two();
      const odd = [
        undefined,
        null,
        0,
        -1,
        'x',
        [],
        {},
        true,
        { v: '1' },
        new Uint8Array([255, 255, 255]),
      ];
      const proto = JSON.parse('{"__proto__":{"ok":true},"strokes":"x","surface":-1}') as unknown;
      for (const event of ['ink', 'erase', 'restore', 'host', 'sync', 'join', 'vote']) {
        for (const said of [...odd, proto]) {
          const answer = (await guest.raw(event, said)) as { ok: boolean; reason?: string };
          expect({ event, said, ok: answer.ok }).toEqual({ event, said, ok: false });
          expect(answer.reason).toBeTypeOf('string');
        }
      }
      guest.socket.emit('point', 'nonsense' as unknown as [number, number, number]);
      expect(await guest.draw(line(1, 3))).toEqual({ ok: true });
      await host.until(() => host.strokes.size === 1);
    });

    it('[DOOR15] null in an optional field is a field that was left out', async () => {
      const stranger = client();
      const nothing = { room: null, kind: null, token: null, key: null, name: null, as: null };
      const answer = await stranger.raw('join', {
        v: 1,
        ...nothing,
        have: null,
        bare: null,
        packed: null,
      });
      expect(answer).toMatchObject({ ok: true, you: { author: 1, as: 'draw', host: true } });
      expect(await stranger.draw(line(1, 3))).toEqual({ ok: true });
      expect(await stranger.raw('clear', { surface: null })).toMatchObject({ ok: true });
    });

    it('[DOOR16] an event that there is not is answered with a reason', async () => {
      const { guest } = await two();
      for (const event of ['draw', 'frame', 'toString', '__proto__', 'error', '']) {
        expect(await guest.raw(event, 1)).toEqual({
          ok: false,
          reason: 'bad-ink',
          message: 'This server knows no such event.',
        });
      }
      // Without an acknowledgement it is heard all the same, and nothing comes of it.
      guest.socket.emit('draw' as 'point', [0, 1, 1]);
      expect(await guest.draw(line(1, 3))).toEqual({ ok: true });
    });

    it('[DOOR2] before joining nothing is done', async () => {
      const stranger = client();
      expect(await stranger.draw(line(1, 3))).toMatchObject({ ok: false, reason: 'no-such-room' });
    });

    it('[KEEP1] a restarted server still has its rooms, people and ink', async () => {
      const { host, guest, code } = await two();
      await host.draw(line(1, 30));
      await guest.draw(line(1, 20, { done: false }));
      const { token, key = '' } = host.joined?.you ?? { token: '' };
      await server.restart();
      const again = client();
      const { you } = await again.join({ room: code, token, key });
      expect(you).toMatchObject({ author: 1, host: true });
      expect(again.strokes.get('1.1')?.points).toEqual(line(1, 30).points);
      expect(again.strokes.get('2.1')?.points).toEqual(line(1, 20).points);
      expect((await client().join({ room: code, key })).you.host).toBe(true);
    });

    it('[KEEP4] a stroke that the end of the server cut off is finished when its room opens, and read as such', async () => {
      const host = client();
      const { room } = await host.join();
      // A dot is read only once it is all there is.
      await host.draw(line(1, 1, { done: false }));
      host.leave();
      await server.restart();
      const again = client();
      await again.join({ room: room.code });
      await again.until(() => again.readings.has('1.1'));
      expect(again.strokes.get('1.1')?.done).toBe(true);
    });

    it('[READ16] a stroke that the end of the server cut off is read whole when its author goes on with it', async () => {
      const host = client();
      const { room, you } = await host.join();
      await host.draw(line(1, 20, { done: false }));
      await server.restart();
      const again = client();
      await again.join({ room: room.code, token: you.token });
      const height = () => again.readings.get('1.1')?.box.h;
      await again.until(() => height() === 19 * 9);
      await again.draw(line(1, 20, { at: 20 }));
      await again.until(() => height() === 39 * 9);
    });
  },
);

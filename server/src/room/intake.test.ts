import { type Chunk, encodeChunks } from '@inkling/shared/ink';
import type { InkAnswer } from '@inkling/shared/protocol';
import { expect, it } from 'vitest';
import { line } from '../../test/harness.ts';
import { oneRoom } from '../../test/one-room.ts';
import type { Pen } from './gate.ts';

/** A room, and somebody in it who has so many points. */
function pen({ points = 200_000 } = {}) {
  const { clock, room } = oneRoom();
  room.roster.admit(1);
  let left = points;
  const author: Pen = {
    author: 1,
    as: 'draw',
    host: false,
    takePoints(count) {
      if (left < count) return false;
      left -= count;
      return true;
    },
    payPoints(count) {
      left -= count;
    },
    takeStrokes: () => true,
    putOff: new Map(),
  };
  const say = async (chunks: Parameters<typeof encodeChunks>[0]): Promise<InkAnswer> => {
    const answer = room.ink(author, encodeChunks(chunks));
    clock.turn(100);
    return answer;
  };
  const refill = (count: number) => {
    left = count;
  };
  return { room, say, refill, left: () => left };
}

/** So many strokes that lack their first points. */
const late = (count: number, from = 1) =>
  Array.from({ length: count }, (_, i) => line(from + i, 1, { at: 5 }));

it('[GATE40] a message whose strokes are all refused for one reason is refused as one where they are more than a hundred', async () => {
  const { say } = pen();
  const hundred = await say(late(100));
  expect(hundred).toMatchObject({ ok: true, refused: { length: 100 } });
  const more = await say(late(5000));
  expect(more).toMatchObject({ ok: false, reason: 'bad-ink' });
  expect(JSON.stringify(more).length).toBeLessThan(200);
});

it('[GATE40] of many strokes that are refused beside some that are not, each is named, once', async () => {
  const { say, room } = pen();
  const answer = await say([line(1, 3), ...late(300, 2), ...late(300, 2)]);
  const named = answer.ok ? (answer.refused ?? []).map(({ stroke }) => stroke) : [];
  expect(named).toEqual(Array.from({ length: 300 }, (_, i) => i + 2));
  expect(room.canvas.known(1, 1)).toBeDefined();
});

it('[LIMIT40] naming very many refused strokes costs points', async () => {
  const { say, left } = pen();
  await say([line(1, 1), ...late(600, 2)]);
  expect(left()).toBe(200_000 - 601 - 1 - 500 * 20);
  let bytes = 0;
  for (let n = 0; n < 40; n++) {
    bytes += JSON.stringify(await say([line(1, 1), ...late(5000, 2)])).length;
  }
  expect(bytes).toBeLessThan(2_000_000);
});

it('[LIMIT40] where very many were refused and some only for now, the message is to be sent again whole', async () => {
  const { say } = pen({ points: 400 });
  const strokes = Array.from({ length: 250 }, (_, i) => line(i + 1, 2));
  const answer = await say(strokes);
  expect(answer).toMatchObject({ ok: false, reason: 'too-fast' });
});

it('[GATE41] what comes after ink that was refused for the time being is refused in the same way, and taken once that has come', async () => {
  const { say, refill } = pen({ points: 12 });
  const [first, second, third] = [0, 8, 16].map((at) => line(1, 8, { at }));
  expect(await say([first as Chunk])).toEqual({ ok: true });
  for (const chunk of [second, third, third]) {
    const answer = await say([chunk as Chunk]);
    const reasons = answer.ok ? answer.refused?.map(({ reason }) => reason) : [answer.reason];
    expect(reasons).toEqual(['too-fast']);
  }
  refill(200_000);
  expect(await say([third as Chunk])).toMatchObject({ refused: [{ reason: 'too-fast' }] });
  expect(await say([second as Chunk, third as Chunk])).toEqual({ ok: true });
  expect(await say([line(1, 8, { at: 32 })])).toMatchObject({ refused: [{ reason: 'bad-ink' }] });
});

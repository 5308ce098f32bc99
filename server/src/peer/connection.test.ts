import { encodeChunks } from '@inkling/shared/ink';
import { expect, it } from 'vitest';
import { FrontDoor } from '../../test/front-door.ts';
import { line } from '../../test/harness.ts';

it('[LIMIT41] a new name, or another room, brings a connection no new pace of ink', async () => {
  const house = new FrontDoor({ INK_POINTS_BURST: '100', INK_POINTS_A_SECOND: '1' });
  const { caller } = await house.enter();
  const ink = encodeChunks([line(1, 60)]);
  expect(await caller.ask('ink', ink)).toEqual({ ok: true });
  expect(await caller.join()).toMatchObject({ ok: true });
  expect(await caller.ask('ink', ink)).toMatchObject({ refused: [{ reason: 'too-fast' }] });
});

it('[SLOW40] who does not read is told of no refused strokes, and their ink is taken all the same', async () => {
  const house = new FrontDoor();
  const { caller, room } = await house.enter();
  caller.conn.writeBuffer.push({ data: 'x'.repeat(100_000) });
  const answer = await caller.ask('ink', encodeChunks([line(1, 3), line(2, 1, { at: 5 })]));
  expect(answer).toMatchObject({ ok: false, reason: 'too-fast' });
  expect(room?.canvas.known(1, 1)).toBeDefined();
  expect(await caller.ask('ink', encodeChunks([line(3, 3)]))).toEqual({ ok: true });
  caller.conn.writeBuffer.length = 0;
  expect(await caller.ask('ink', encodeChunks([line(2, 1, { at: 5 })]))).toMatchObject({
    ok: true,
  });
});
